import type { Agent } from '../agents/agent.ts'
import type { AgentEvent } from '../agents/events.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { AuditEvent } from '../audit/events.ts'
import type { BudgetCrossing } from '../costs/budgets/budget.ts'
import type { CostEvent } from '../costs/events.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { CronEvent } from '../crons/events.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { SourceReport, SourceState } from '../facts/source.ts'
import { nameInId } from '../ids.ts'
import type { IndexingEvent } from '../indexing/events.ts'
import type { Listening } from '../live/bus.ts'
import type { Published } from '../live/event.ts'
import type { SessionEvent } from '../sessions/events.ts'
import type { Session } from '../sessions/session.ts'
import { isActive, patience } from '../sessions/state.ts'
import { type ActivityEntry, activityMaxAgeMs, maxActivityEntries } from './activity-entry.ts'
import type { ActivityEvent } from './events.ts'

const fillingPercent = 80

/** Names for ids; the parent of a sub-agent is known by its session. */
type Named = { agentOf: (id: string) => string; agentOfSession: (id: string) => string | null }

/** What a session's row alone tells of its past: that it began, and how it ended. */
function entriesOfSession(session: Session, { agentOf, agentOfSession }: Named): ActivityEntry[] {
  const { id, startedAt, lastAt, endedAt, title, state, reason } = session
  // The run of a job is told by the job.
  if (session.kind === 'cron' || !session.current) return []
  const about = { agent: agentOf(session.agentId), sessionId: id, title }
  const lines: ActivityEntry[] = []
  if (startedAt !== null) {
    const started = { ...about, id: `started ${id} ${startedAt}`, at: startedAt }
    const by = session.parentId === null ? null : agentOfSession(session.parentId)
    lines.push(
      session.kind === 'subagent'
        ? { ...started, kind: 'subagent.started', by }
        : { ...started, kind: 'session.started' },
    )
  }
  if (lastAt === null) return lines
  const at = state === 'stalled' ? lastAt + patience.stalledAfterMs : state === 'waiting' ? lastAt : (endedAt ?? lastAt)
  switch (state) {
    case 'failed':
    case 'killed':
    case 'timed-out':
    case 'stalled':
      lines.push({ ...about, id: `stopped ${id} ${at}`, at, kind: 'session.stopped', how: state, reason })
      break
    case 'waiting':
      lines.push({ ...about, id: `waits ${id} ${at}`, at, kind: 'session.waits', reason })
      break
    case 'finished':
    case 'idle':
    case 'asleep':
      lines.push({ ...about, id: `finished ${id} ${at}`, at, kind: 'session.finished' })
  }
  return lines
}

/** What is new in a row that was known before; of a row that was not, all it tells. */
function entriesOfChange(before: Session | undefined, after: Session, named: Named): ActivityEntry[] {
  const lines = entriesOfSession(after, named).filter(({ kind }) => {
    if (!before) return true
    if (kind === 'session.started' || kind === 'subagent.started') return before.startedAt !== after.startedAt
    // To fall asleep is not to finish.
    if (kind === 'session.finished') return isActive(before.state)
    return before.state !== after.state
  })
  const percent = after.contextPercent
  if (before && after.current && percent !== null && percent >= fillingPercent && isBelow(before.contextPercent))
    lines.push({
      kind: 'context.filling',
      id: `context ${after.id} ${after.lastAt}`,
      at: after.lastAt ?? 0,
      agent: named.agentOf(after.agentId),
      sessionId: after.id,
      title: after.title,
      percent,
    })
  return lines
}

const isBelow = (percent: number | null) => percent === null || percent < fillingPercent

/** A run that has ended. What runtimes do for themselves is only told where it went wrong. */
function entryOfCronRun(run: CronRun, job: Pick<CronJob, 'name' | 'system'> | undefined): ActivityEntry | undefined {
  if (run.status === 'running' || run.status === 'skipped' || !job) return undefined
  if (job.system && run.status === 'ok') return undefined
  return {
    kind: 'cron.ran',
    id: `ran ${run.id}`,
    at: run.at + (run.durationMs ?? 0),
    job: job.name,
    status: run.status,
    durationMs: run.durationMs,
    error: run.error,
  }
}

/** How an act ended, without what it was done to: the record of that is for operators. */
const entryOfAction = ({ actId, at, who, action, stage }: AuditLine): ActivityEntry | undefined =>
  stage === 'asked'
    ? undefined
    : { kind: 'acted', id: `acted ${actId} ${stage}`, at, who: who.replace(/ \([^()]*\)$/, ''), action, stage }

/** A level of a budget that was crossed. */
const entryOfBudgetCrossing = (
  { period, breakerAction: _, ...crossing }: BudgetCrossing,
  at: number,
): ActivityEntry => ({
  ...crossing,
  kind: 'budget.crossed',
  id: `budget ${crossing.budget} ${period} ${crossing.level}`,
  at,
})

const isThere = (state: SourceState) => state === 'ok' || state === 'reading'

/** The newest first, none twice, none too old, and no more than are remembered. */
function mergeEntries(lines: ActivityEntry[], more: ActivityEntry[], now: number): ActivityEntry[] {
  const byId = new Map([...more, ...lines].map((line) => [line.id, line]))
  return [...byId.values()]
    .filter(({ at }) => at > now - activityMaxAgeMs)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, maxActivityEntries)
}

/** The events that entries are made of. */
type Heard = Extract<
  AgentEvent | SessionEvent | CronEvent | AuditEvent | CostEvent | IndexingEvent,
  { kind: (typeof heardKinds)[number] }
>

const heardKinds = [
  'agent.changed',
  'session.changed',
  'cron.ran',
  'audited',
  'budget.crossed',
  'source.changed',
  'indexed',
] as const

type Deps = {
  sessions: { since(at: number): Session[] }
  agents: { all(): Pick<Agent, 'id' | 'name'>[] }
  crons: { latestRuns(since: number, limit: number): CronRun[]; jobsByIds(ids: string[]): CronJob[] }
  audit: { lines(page: { limit: number }): { items: AuditLine[] } }
  bus: Listening<Heard>
  publish: (event: ActivityEvent) => unknown
  now: () => number
}

export type ActivityLog = ReturnType<typeof createActivityLog>

/**
 * The last things that happened, the newest first. What was before the start is taken from the rows that tell of it;
 * what comes later is heard on the bus and published as a line of its own.
 */
export function createActivityLog({ sessions, agents, crons, audit, bus, publish, now }: Deps) {
  let lines: ActivityEntry[] = []
  let isBehind = true
  const rows = new Map<string, Session>()
  const names = new Map<string, string>()
  const sources = new Map<Runtime, SourceState>()
  const named: Named = {
    agentOf: (id) => names.get(id) ?? nameInId(id),
    agentOfSession(id) {
      const agentId = rows.get(id)?.agentId
      return agentId === undefined ? null : named.agentOf(agentId)
    },
  }
  let fresh: ActivityEntry[] = []

  /** Read once, when first asked, and again when history has been read. */
  function gathered(): ActivityEntry[] {
    if (!isBehind) return lines
    isBehind = false
    const since = now() - activityMaxAgeMs
    for (const { id, name } of agents.all()) names.set(id, name)
    const recent = sessions.since(since)
    for (const session of recent) rows.set(session.id, session)
    const runs = crons.latestRuns(since, 4 * maxActivityEntries)
    const jobs = new Map(crons.jobsByIds([...new Set(runs.map(({ jobId }) => jobId))]).map((job) => [job.id, job]))
    const told = [
      ...recent.flatMap((session) => entriesOfSession(session, named)),
      ...runs.flatMap((run) => entryOfCronRun(run, jobs.get(run.jobId)) ?? []),
      ...audit.lines({ limit: maxActivityEntries }).items.flatMap((line) => entryOfAction(line) ?? []),
    ]
    // What was said before everybody was known is said again with their names.
    lines = mergeEntries(told, lines, now())
    return lines
  }

  function linesOf(event: Published<Heard>): ActivityEntry[] {
    switch (event.kind) {
      case 'agent.changed':
        names.set(event.agent.id, event.agent.name)
        return []
      case 'session.changed': {
        const { session } = event
        const before = rows.get(session.id)
        rows.set(session.id, session)
        return entriesOfChange(before, session, named)
      }
      case 'cron.ran':
        return [entryOfCronRun(event.run, crons.jobsByIds([event.run.jobId])[0]) ?? []].flat()
      case 'audited':
        return [entryOfAction(event.line) ?? []].flat()
      case 'budget.crossed':
        return [entryOfBudgetCrossing(event.crossing, event.at)]
      case 'source.changed':
        return linesOfSource(event.source, event.at)
      case 'indexed':
        return []
    }
  }

  function linesOfSource({ runtime, state }: SourceReport, at: number): ActivityEntry[] {
    const before = sources.get(runtime)
    sources.set(runtime, state)
    if (before === undefined || isThere(before) === isThere(state)) return []
    const kind = isThere(state) ? 'source.found' : 'source.lost'
    return [{ kind, id: `${kind} ${runtime} ${at}`, at, runtime }]
  }

  const stop = bus.on(heardKinds, (event) => {
    if (event.kind === 'indexed' && event.done) {
      // At once: what is read after this is news.
      isBehind = true
      gathered()
    }
    if (event.kind === 'indexed') return
    const known = gathered()
    const news = linesOf(event).filter((line) => !known.some(({ id }) => id === line.id))
    if (news.length === 0) return
    lines = mergeEntries(known, news, now())
    const told = news.filter((line) => lines.includes(line))
    // Others have not heard this event yet: what follows from it is said after it.
    if (fresh.length === 0) queueMicrotask(tell)
    fresh.push(...told)
    forgetOldRows()
  })

  function tell() {
    const telling = fresh
    fresh = []
    for (const line of telling.sort((a, b) => a.at - b.at)) publish({ kind: 'logged', line })
  }

  function forgetOldRows() {
    if (rows.size < 5_000) return
    const since = now() - activityMaxAgeMs
    for (const [id, { lastAt }] of rows) if ((lastAt ?? 0) < since) rows.delete(id)
  }

  return { lines: () => mergeEntries(gathered(), [], now()), stop }
}
