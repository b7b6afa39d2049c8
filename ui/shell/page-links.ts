import Activity from 'lucide-solid/icons/activity'
import Armchair from 'lucide-solid/icons/armchair'
import Bell from 'lucide-solid/icons/bell'
import CalendarClock from 'lucide-solid/icons/calendar-clock'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import Coins from 'lucide-solid/icons/coins'
import Files from 'lucide-solid/icons/files'
import Gauge from 'lucide-solid/icons/gauge'
import MessagesSquare from 'lucide-solid/icons/messages-square'
import Network from 'lucide-solid/icons/network'
import Scale from 'lucide-solid/icons/scale'
import ScrollText from 'lucide-solid/icons/scroll-text'
import Search from 'lucide-solid/icons/search'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import ToggleRight from 'lucide-solid/icons/toggle-right'
import type { Component } from 'solid-js'

export type PageLink = {
  href: string
  name: string
  icon: Component<{ size?: number; 'stroke-width'?: number }>
  /** The second key after `G`. */
  key: string
  /** Pages of one group stand together on the rail; `foot` stands at its end. */
  group: 'overview' | 'work' | 'foot'
  /** The page on the rail that it stands below, where it has no place of its own there. */
  below?: string
}

/** All pages with a name, in the order of the rail. */
export const pages: PageLink[] = [
  { href: '/', name: 'Bridge', icon: Gauge, key: 'B', group: 'overview' },
  { href: '/office', name: 'Office', icon: Armchair, key: 'O', group: 'overview' },
  { href: '/needs', name: 'Needs you', icon: Bell, key: 'Y', group: 'overview', below: '/' },
  { href: '/approvals', name: 'Approvals', icon: Bell, key: 'A', group: 'overview', below: '/' },
  { href: '/alerts', name: 'Alerts', icon: Bell, key: 'I', group: 'overview', below: '/' },
  { href: '/ask', name: 'Ask', icon: CircleQuestionMark, key: 'K', group: 'overview', below: '/' },
  { href: '/sessions', name: 'Sessions', icon: MessagesSquare, key: 'S', group: 'work' },
  { href: '/search', name: 'Search', icon: Search, key: 'Q', group: 'work', below: '/sessions' },
  { href: '/files', name: 'Files', icon: Files, key: 'F', group: 'work' },
  { href: '/crons', name: 'Crons', icon: CalendarClock, key: 'R', group: 'work' },
  { href: '/costs', name: 'Costs', icon: Coins, key: 'C', group: 'work' },
  { href: '/costs/headroom', name: 'Headroom', icon: Gauge, key: 'H', group: 'work', below: '/costs' },
  { href: '/costs/reconcile', name: 'Reconcile', icon: Scale, key: 'E', group: 'work', below: '/costs' },
  { href: '/system', name: 'System', icon: Activity, key: 'M', group: 'work' },
  { href: '/logs', name: 'Logs', icon: ScrollText, key: 'L', group: 'work' },
  { href: '/services', name: 'Services', icon: ToggleRight, key: 'V', group: 'work' },
  { href: '/gateway', name: 'Gateway', icon: Network, key: 'W', group: 'work', below: '/services' },
  { href: '/settings', name: 'Settings', icon: SlidersHorizontal, key: ',', group: 'foot' },
  { href: '/audit', name: 'Audit', icon: Scale, key: 'U', group: 'foot', below: '/settings' },
]
