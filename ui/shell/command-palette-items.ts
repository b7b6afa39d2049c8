import CalendarClock from 'lucide-solid/icons/calendar-clock'
import Search from 'lucide-solid/icons/search'
import Settings from 'lucide-solid/icons/sliders-horizontal'
import type { Agent } from '../../src/agents/agent.ts'
import type { CronJob } from '../../src/crons/cron.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import type { Session } from '../../src/sessions/session.ts'
import type { SessionState } from '../../src/sessions/state.ts'
import { labelOfJob } from '../components/cron-job-labels.ts'
import { scheduleLabel } from '../components/schedule-labels.ts'
import { whyOf } from '../components/session-labels.ts'
import { settingsSections } from '../components/settings-sections.ts'
import type { PageLink } from './page-links.ts'
import { matchOf, matchRank } from './text-match.ts'

type Icon = PageLink['icon']
/** What is `passing` is not remembered among the latest choices. */
type Named = { name: string; about: string; keys?: string; isPassing?: true }
export type PaletteItem =
  | (Named & { href: string; state: SessionState; portrait: { seed: string; kind: 'agent' | 'robot' } })
  | (Named & { href: string; icon: Icon })
  | (Named & { run(): void; icon: Icon })

/** What is searched for. The first character of a text may narrow it to one kind: `>`, `@`, `#` or `!`. */
type PaletteQuery = { kind: 'all' | 'action' | 'agent' | 'session' | 'job'; words: string }

const prefixes: Record<string, PaletteQuery['kind']> = { '>': 'action', '@': 'agent', '#': 'session', '!': 'job' }

export function readQuery(text: string): PaletteQuery {
  const kind = prefixes[text.trimStart()[0] ?? '']
  return kind ? { kind, words: text.trimStart().slice(1).trim() } : { kind: 'all', words: text.trim() }
}

type Known = {
  actions: PaletteItem[]
  pages: PageLink[]
  agents: Agent[]
  sessions: Session[]
  jobs: CronJob[]
  /** The latest choices, the last one first, as `choiceId` names them. */
  recent: readonly string[]
}
const maxItems: Record<string, number> = { Recent: 5, Actions: 10, Agents: 6, Sessions: 8, Jobs: 5, 'Go to': 6 }

/** What a choice is remembered by: its address, or the name of its action. */
export const choiceId = (item: PaletteItem) => ('href' in item ? item.href : item.name)

/** The page that finds words in what was said and done. */
export const searchFor = (words: string): PaletteItem => ({
  name: `Search everything for “${words}”`,
  about: 'what was said and done',
  href: words === '' ? '/search' : `/search?q=${encodeURIComponent(words)}`,
  icon: Search,
  keys: 'Ctrl Shift F',
  isPassing: true,
})

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
  const sections: PaletteItem[] = settingsSections.map(({ path, name }) => ({
    name: `Settings: ${name}`,
    about: 'section',
    href: path === '' ? '/settings' : `/settings/${path}`,
    icon: Settings,
  }))
  const jobs: PaletteItem[] = known.jobs
    .filter(({ system }) => !system)
    .map((job) => ({
      name: oneLine(job.name),
      about: [names.get(job.agentId), labelOfJob(job), scheduleLabel(job.schedule)].filter(Boolean).join(', '),
      href: `/crons/${encodeURIComponent(job.id)}`,
      icon: CalendarClock,
    }))
  // The page asks once more before it runs anything.
  const runs: PaletteItem[] = known.jobs.map((job) => ({
    name: `Run ${oneLine(job.name)}`,
    about: `job, ${names.get(job.agentId) ?? 'OpenClaw'}`,
    href: `/crons/${encodeURIComponent(job.id)}?run`,
    icon: CalendarClock,
  }))
  const fitting = (items: PaletteItem[]) =>
    items
      .filter(({ name, about }) => matchOf(words, `${name} ${about}`))
      .sort((a, b) => matchRank(words, a.name) - matchRank(words, b.name))
  const recent = () => {
    const all = [...sessions, ...agents, ...pages, ...known.actions]
    return known.recent.flatMap((id) => all.find((item) => choiceId(item) === id) ?? [])
  }
  const groups = [
    { name: 'Recent', of: 'all', items: words === '' && kind === 'all' ? recent() : [] },
    { name: 'Go to', of: 'all', items: fitting(words === '' ? pages : [...pages, ...sections]) },
    {
      name: 'Actions',
      of: 'action',
      items: words === '' && kind === 'all' ? [] : fitting([...known.actions, ...(/^run\b/i.test(words) ? runs : [])]),
    },
    { name: 'Agents', of: 'agent', items: fitting(agents) },
    { name: 'Jobs', of: 'job', items: words === '' && kind === 'all' ? [] : fitting(jobs) },
    { name: 'Sessions', of: 'session', items: sessions },
    { name: 'Search', of: 'all', items: words === '' ? [] : [searchFor(words)] },
  ]
  return groups
    .filter((group) => (kind === 'all' || group.of === kind) && group.items.length > 0)
    .map(({ name, items }) => ({ name, items: items.slice(0, kind === 'all' ? maxItems[name] : 30) }))
}
