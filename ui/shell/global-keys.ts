import { useNavigate } from '@solidjs/router'
import { toast } from '../components/toasts.tsx'
import { choices, choose, theme } from '../platform/appearance.ts'
import { bindKeys } from '../platform/keyboard.ts'
import { overlays } from './overlays.ts'
import { pages } from './page-links.ts'

/** Night watch to Daylight and back, remembered. */
export function toggleTheme() {
  const before = choices().theme
  const after = theme() === 'daylight' ? 'night' : 'daylight'
  choose('theme', after)
  toast({
    text: after === 'night' ? 'Night watch' : 'Daylight',
    undo: () => choose('theme', before),
  })
}

/** Comfortable to compact and back, remembered. */
export function toggleDensity() {
  const before = choices().density
  const after = before === 'compact' ? 'comfortable' : 'compact'
  choose('density', after)
  toast({ text: after === 'compact' ? 'Compact rows' : 'Comfortable rows', undo: () => choose('density', before) })
}

/** The Bridge with its window or without, remembered. */
export function toggleOffice() {
  const before = choices().window
  const after = before === 'hidden' ? 'shown' : 'hidden'
  choose('window', after)
  toast({
    text: after === 'shown' ? 'The Bridge has its window' : 'The Bridge has no window',
    undo: () => choose('window', before),
  })
}

/** The keys that work on every page. */
export function bindGlobalKeys() {
  const navigate = useNavigate()
  bindKeys([
    {
      keys: 'Ctrl K',
      words: 'Find and do',
      group: 'Everywhere',
      run: overlays.openPalette,
      whileTyping: true,
    },
    { keys: ':', words: 'Find and do', group: 'Everywhere', run: overlays.openPalette },
    { keys: '?', words: 'These keys', group: 'Everywhere', run: overlays.toggleKeys },
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
