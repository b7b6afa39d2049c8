import { useNavigate } from '@solidjs/router'
import { asking } from '../ask/asking.ts'
import { toast } from '../components/toasts.tsx'
import { preferences, setPreference, theme } from '../platform/appearance.ts'
import { bindKeys } from '../platform/keyboard.ts'
import { overlays } from './overlays.ts'
import { pages } from './page-links.ts'

/** Switches between Night watch and Daylight, and stores the choice. */
export function toggleTheme() {
  const before = preferences().theme
  const after = theme() === 'daylight' ? 'night' : 'daylight'
  setPreference('theme', after)
  toast({
    text: after === 'night' ? 'Night watch' : 'Daylight',
    undo: () => setPreference('theme', before),
  })
}

/** Switches between comfortable and compact rows, and stores the choice. */
export function toggleDensity() {
  const before = preferences().density
  const after = before === 'compact' ? 'comfortable' : 'compact'
  setPreference('density', after)
  toast({
    text: after === 'compact' ? 'Compact rows' : 'Comfortable rows',
    undo: () => setPreference('density', before),
  })
}

/** Shows or hides the office on the Bridge, and stores the choice. */
export function toggleOffice() {
  const before = preferences().office
  const after = before === 'hidden' ? 'shown' : 'hidden'
  setPreference('office', after)
  toast({
    text: after === 'shown' ? 'The Bridge has its window' : 'The Bridge has no window',
    undo: () => setPreference('office', before),
  })
}

/** The keys that work on every page. */
export function bindGlobalKeys() {
  const navigate = useNavigate()
  bindKeys([
    {
      keys: 'Ctrl K',
      words: 'Search and commands',
      group: 'Everywhere',
      run: overlays.openPalette,
      whileTyping: true,
    },
    {
      keys: 'Ctrl Shift F',
      words: 'Search everything',
      group: 'Everywhere',
      run() {
        overlays.closeAll()
        navigate('/search', { state: { from: location.pathname + location.search + location.hash } })
      },
      whileTyping: true,
    },
    { keys: ':', words: 'Search and commands', group: 'Everywhere', run: overlays.openPalette },
    { keys: '?', words: 'These keys', group: 'Everywhere', run: overlays.toggleShortcuts },
    { keys: 'Shift A', words: 'Ask your own data', group: 'Everywhere', run: asking.toggle },
    { keys: 'B', words: 'What needs you', group: 'Everywhere', run: overlays.toggleDrawer },
    { keys: 'Shift L', words: 'Night watch or Daylight', group: 'Everywhere', run: toggleTheme },
    { keys: 'Shift D', words: 'Compact or comfortable', group: 'Everywhere', run: toggleDensity },
    ...pages.map(({ key, name, href }) => ({
      keys: `G ${key}`,
      words: name,
      group: 'Go to' as const,
      run: () => navigate(href),
    })),
  ])
}
