import AppWindow from 'lucide-solid/icons/app-window'
import Bell from 'lucide-solid/icons/bell'
import Contrast from 'lucide-solid/icons/contrast'
import Keyboard from 'lucide-solid/icons/keyboard'
import Link from 'lucide-solid/icons/link'
import Rows3 from 'lucide-solid/icons/rows-3'
import type { Agent } from '../../src/agents/agent.ts'
import type { Session } from '../../src/sessions/session.ts'
import type { SessionState } from '../../src/sessions/state.ts'
import { whyOf } from '../components/session-labels.ts'
import { toast } from '../components/toasts.tsx'
import { toggleDensity, toggleOffice, toggleTheme } from './global-keys.ts'
import { overlays } from './overlays.ts'
import type { PageLink } from './page-links.ts'
import { matchOf, matchRank } from './text-match.ts'

type Icon = PageLink['icon']
type Named = { name: string; about: string; keys?: string }
export type PaletteItem =
  | (Named & { href: string; state: SessionState; portrait: { seed: string; kind: 'agent' | 'robot' } })
  | (Named & { href: string; icon: Icon })
  | (Named & { run(): void; icon: Icon })

/** What is searched for. The first character of a text may narrow it to one kind: `>`, `@` or `#`. */
type PaletteQuery = { kind: 'all' | 'action' | 'agent' | 'session'; words: string }

const prefixes: Record<string, PaletteQuery['kind']> = { '>': 'action', '@': 'agent', '#': 'session' }

export function readQuery(text: string): PaletteQuery {
  const kind = prefixes[text.trimStart()[0] ?? '']
  return kind ? { kind, words: text.trimStart().slice(1).trim() } : { kind: 'all', words: text.trim() }
}

/** The actions that are possible on every page. */
export const actions: PaletteItem[] = [
  { name: 'Night watch or Daylight', about: 'this browser', keys: 'Shift L', icon: Contrast, run: toggleTheme },
  { name: 'Compact or comfortable rows', about: 'this browser', keys: 'Shift D', icon: Rows3, run: toggleDensity },
  { name: 'Show or hide the window of the Bridge', about: 'this browser', icon: AppWindow, run: toggleOffice },
  { name: 'Copy the link to this page', about: 'with its filters', icon: Link, run: copyLink },
  { name: 'What needs you', about: 'opens the drawer', keys: 'B', icon: Bell, run: overlays.toggleDrawer },
  { name: 'Keys', about: 'everything the keyboard does', keys: '?', icon: Keyboard, run: overlays.toggleShortcuts },
]

function copyLink() {
  const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject()
  copied.then(
    () => toast({ text: 'Link copied' }),
    () => toast({ text: `This browser does not let pages copy. The link is ${location.href}` }),
  )
}

type Known = { actions: PaletteItem[]; pages: PageLink[]; agents: Agent[]; sessions: Session[] }
const maxItems: Record<string, number> = { Actions: 5, Agents: 6, Sessions: 8, 'Go to': 6 }

/** The items that match a query, in groups, the best first in each; without words everything there is. */
export function paletteItemsFor({ kind, words }: PaletteQuery, known: Known): { name: string; items: PaletteItem[] }[] {
  const names = new Map(known.agents.map(({ id, name }) => [id, name]))
  const seeds = new Map(known.agents.map(({ id, look }) => [id, look]))
  const portraitOf = ({ id, agentId, kind }: Session) =>
    kind === 'subagent'
      ? ({ seed: id, kind: 'robot' } as const)
      : ({ seed: seeds.get(agentId) ?? agentId, kind: 'agent' } as const)
  const agents: PaletteItem[] = known.agents.map((agent) => ({
    name: agent.name,
    about: [agent.state, agent.model].filter(Boolean).join(', '),
    href: `/agents/${encodeURIComponent(agent.id)}`,
    state: agent.state,
    portrait: { seed: agent.look, kind: 'agent' },
  }))
  // The server has searched these by more than their names, so they are not filtered here.
  const sessions: PaletteItem[] = known.sessions.map((session) => ({
    name: session.title ?? session.key ?? 'Untitled',
    about: [names.get(session.agentId), whyOf(session) ?? session.state].filter(Boolean).join(', '),
    href: `/sessions/${encodeURIComponent(session.id)}`,
    state: session.state,
    portrait: portraitOf(session),
  }))
  const pages: PaletteItem[] = known.pages.map(({ name, href, icon, key }) => ({
    name,
    about: 'page',
    href,
    icon,
    keys: `G ${key}`,
  }))
  const fitting = (items: PaletteItem[]) =>
    items
      .filter(({ name, about }) => matchOf(words, `${name} ${about}`))
      .sort((a, b) => matchRank(words, a.name) - matchRank(words, b.name))
  const groups = [
    { name: 'Go to', of: 'all', items: fitting(pages) },
    { name: 'Actions', of: 'action', items: words === '' && kind === 'all' ? [] : fitting(known.actions) },
    { name: 'Agents', of: 'agent', items: fitting(agents) },
    { name: 'Sessions', of: 'session', items: sessions },
  ]
  return groups
    .filter((group) => (kind === 'all' || group.of === kind) && group.items.length > 0)
    .map(({ name, items }) => ({ name, items: items.slice(0, kind === 'all' ? maxItems[name] : 30) }))
}
