import AppWindow from 'lucide-solid/icons/app-window'
import Bell from 'lucide-solid/icons/bell'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import Contrast from 'lucide-solid/icons/contrast'
import Keyboard from 'lucide-solid/icons/keyboard'
import Link from 'lucide-solid/icons/link'
import LogOut from 'lucide-solid/icons/log-out'
import Network from 'lucide-solid/icons/network'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Rows3 from 'lucide-solid/icons/rows-3'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import Square from 'lucide-solid/icons/square'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import Users from 'lucide-solid/icons/users'
import Wind from 'lucide-solid/icons/wind'
import type { Agent } from '../../src/agents/agent.ts'
import { isActive } from '../../src/sessions/state.ts'
import { asking } from '../ask/asking.ts'
import { themeNames } from '../components/theme-names.ts'
import { toast } from '../components/toasts.tsx'
import { api, ask, signInKey } from '../data/api.ts'
import { preferences, setPreference } from '../platform/appearance.ts'
import { copyText } from '../platform/clipboard.ts'
import { themes } from '../platform/theme.ts'
import { stopRequests } from '../steering/stop-requests.ts'
import type { PaletteItem } from './command-palette-items.ts'
import { toggleDensity, toggleOffice, toggleTheme } from './global-keys.ts'
import { overlays } from './overlays.ts'

/** What is possible on every page. A search for `theme`, `restart` or `sign` finds what there is of that. */
export const actions: PaletteItem[] = [
  {
    name: 'Night watch or Daylight',
    about: 'theme of this browser',
    keys: 'Shift L',
    icon: Contrast,
    run: toggleTheme,
  },
  {
    name: 'Compact or comfortable rows',
    about: 'density of this browser',
    keys: 'Shift D',
    icon: Rows3,
    run: toggleDensity,
  },
  { name: 'Show or hide the window of the Bridge', about: 'this browser', icon: AppWindow, run: toggleOffice },
  {
    name: 'Copy the link to this page',
    about: 'with its filters',
    icon: Link,
    run: () => copy(location.href, 'Link copied'),
  },
  {
    name: 'Allow or deny what waits',
    about: 'approve: opens the page of approvals',
    icon: ShieldCheck,
    href: '/approvals',
  },
  {
    name: 'Ask your own data',
    about: 'a model reads, and answers',
    keys: 'Shift A',
    icon: CircleQuestionMark,
    run: asking.toggle,
  },
  { name: 'What needs you', about: 'opens the drawer', keys: 'B', icon: Bell, run: overlays.toggleDrawer },
  { name: 'Keys', about: 'everything the keyboard does', keys: '?', icon: Keyboard, run: overlays.toggleShortcuts },
  ...themes.map(
    (theme): PaletteItem => ({
      name: `Theme: ${themeNames[theme].name}`,
      about: 'this browser',
      icon: Contrast,
      run: () => choose('theme', theme, themeNames[theme].name),
    }),
  ),
  {
    name: 'Theme: match the system',
    about: 'this browser',
    icon: Contrast,
    run: () => choose('theme', 'auto', 'The theme follows the system'),
  },
  { name: 'Less motion, or as the system says', about: 'this browser', icon: Wind, run: toggleMotion },
  { name: 'Load this page again', about: 'reload, restart the page', icon: RotateCw, run: () => location.reload() },
  {
    name: 'Change the gateway’s configuration',
    about: 'config: asks first',
    icon: SlidersHorizontal,
    href: '/gateway/config',
  },
  { name: 'Agents of the gateway', about: 'create, edit or delete an agent', icon: Users, href: '/gateway/agents' },
  { name: 'Add a gateway', about: 'by address and token', icon: Network, href: '/gateway' },
  { name: 'Restart the gateway', about: 'asks first', icon: RotateCw, href: '/services?service=gateway&ask=restart' },
  {
    name: 'Copy the command for a sign-in link',
    about: 'wheelhouse open, in a terminal',
    icon: SquareTerminal,
    run: () => copy('wheelhouse open', 'Copied: wheelhouse open'),
  },
  { name: 'Sign out', about: 'this browser', icon: LogOut, run: signOut },
]

/** Stopping each agent that works or waits, and all of them. Nothing where nobody does. */
export function stopActions(agents: readonly Pick<Agent, 'id' | 'name' | 'state'>[]): PaletteItem[] {
  const active = agents.filter(({ state }) => isActive(state))
  if (active.length === 0) return []
  return [
    {
      name: 'Stop all',
      about: 'everything that works or waits, asks first',
      icon: Square,
      run: () => stopRequests.begin({ kind: 'stop', target: { all: true } }),
    },
    ...active.map(
      ({ id, name }): PaletteItem => ({
        name: `Stop ${name}`,
        about: 'asks first',
        icon: Square,
        run: () => stopRequests.begin({ kind: 'stop', target: { agent: id } }),
      }),
    ),
  ]
}

function choose(name: 'theme' | 'motion', value: string, words: string) {
  const before = preferences()[name]
  setPreference(name, value)
  toast({ text: words, undo: () => setPreference(name, before) })
}

function toggleMotion() {
  const isLess = preferences().motion === 'reduced'
  choose('motion', isLess ? 'system' : 'reduced', isLess ? 'Motion as the system says' : 'Less motion')
}

async function copy(text: string, done: string) {
  toast({ text: (await copyText(text)) ? done : `This browser does not allow copying. The text is: ${text}` })
}

async function signOut() {
  try {
    await ask(api.auth['sign-out'].post())
    signInKey.remove()
    location.reload()
  } catch {
    toast({ text: 'Signing out did not work. The server cannot be reached.' })
  }
}
