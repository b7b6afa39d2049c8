import type { Agents } from '../agents/agents.ts'
import type { Costs } from '../costs/costs.ts'
import type { Crons } from '../crons/crons.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Overview, Verdict } from './overview.ts'

/** How many sessions the first page lists. */
const listed = 40

type Needed = {
  agents: Agents
  sessions: Sessions
  costs: Costs
  crons: Crons
  indexing: () => IndexingState
  about: { demo: boolean; build: string; host: string; timezone: string; startedAt: number }
}

/** Puts the first page together, in one answer. */
export function readOverview({ agents, sessions, costs, crons, indexing, about }: Needed): Overview {
  const { progress, done, reports, trouble } = indexing()
  const { items } = sessions.list({ limit: listed })
  return {
    demo: about.demo,
    build: about.build,
    host: about.host,
    timezone: about.timezone,
    verdict: verdictOf(trouble, reports.find((report) => report.state === 'trouble')?.detail, items),
    agents: agents.all(),
    sessions: { active: items.filter(isActive).length, total: sessions.count(), items },
    costs: costs.today(),
    health: { startedAt: about.startedAt, rssBytes: process.memoryUsage.rss(), indexed: { ...progress, done } },
    crons: crons.jobs(),
    attention: [],
    sources: reports,
  }
}

export const isActive = ({ state }: Pick<Session, 'state'>) =>
  state === 'running' || state === 'thinking' || state === 'waiting' || state === 'stalled'

/** The worst thing that is so, in a few words. */
export function verdictOf(
  trouble: string | null,
  source: string | undefined,
  sessions: Pick<Session, 'state'>[],
): Verdict {
  if (trouble) return { level: 'fault', text: trouble }
  if (source) return { level: 'fault', text: `A source is in trouble: ${source}` }
  const waiting = sessions.filter(({ state }) => state === 'waiting' || state === 'stalled').length
  if (waiting > 0) return { level: 'needs-you', text: waiting === 1 ? '1 needs you' : `${waiting} need you` }
  return { level: 'well', text: "All's well" }
}
