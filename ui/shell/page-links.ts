import Coins from 'lucide-solid/icons/coins'
import Gauge from 'lucide-solid/icons/gauge'
import MessagesSquare from 'lucide-solid/icons/messages-square'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import type { Component } from 'solid-js'

export type PageLink = {
  href: string
  name: string
  icon: Component<{ size?: number; 'stroke-width'?: number }>
  /** The second key after `G`. */
  key: string
  /** Pages of one group stand together on the rail; `foot` stands at its end. */
  group: 'overview' | 'work' | 'foot'
}

/** All pages, in the order of the rail. */
export const pages: PageLink[] = [
  { href: '/', name: 'Bridge', icon: Gauge, key: 'B', group: 'overview' },
  { href: '/sessions', name: 'Sessions', icon: MessagesSquare, key: 'S', group: 'work' },
  { href: '/costs', name: 'Costs', icon: Coins, key: 'C', group: 'work' },
  { href: '/settings', name: 'Settings', icon: SlidersHorizontal, key: ',', group: 'foot' },
]
