import type { Agent } from '../agents/agent.ts'
import type { AgentEvent } from '../agents/events.ts'
import type { AlertEvent } from '../alerts/events.ts'
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

/** Names of agents, by their id and by the id of a session. */
type Named = { agentOf: (id: string) => string; agentOfSession: (id: string) => string | null }

/** The entries that follow from the row of a session alone: its start and its end. */
function entriesOfSession(session: Session, { agentOf, agentOfSession }: Named): ActivityEntry[] {
  const { id, startedAt, lastAt, endedAt, title, state, reason } = session
  // A run of a cron job has an entry of its own.
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

/** The entries that follow from the change of a row; all of its entries for one that was unknown. */
function entriesOfChange(before: Session | undefined, after: Session, named: Named): ActivityEntry[] {
  const lines = entriesOfSession(after, named).filter(({ kind }) => {
    if (!before) return true
    if (kind === 'session.started' || kind === 'subagent.started') return before.startedAt !== after.startedAt
    // Only a session at work can finish: falling asleep is no end.
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

/** The entry of a run that has ended; of a job of the runtime itself only where it failed. */
function entryOfCronRun(
  run: CronRun,
  job: Pick<CronJob, 'name' | 'system' | 'agentId'> | undefined,
): ActivityEntry | undefined {
  if (run.status === 'running' || run.status === 'skipped' || !job) return undefined
  if (job.system && run.status === 'ok') return undefined
  return {
    kind: 'cron.ran',
    id: `ran ${run.id}`,
    at: run.at + (run.durationMs ?? 0),
    job: job.name,
    agentId: job.agentId,
    sessionId: run.sessionId,
    status: run.status,
    durationMs: run.durationMs,
    error: run.error,
  }
}

/** The entry of an action that has ended, without its target, which only operators may see. */
const entryOfAction = ({ actId, at, who, action, stage }: AuditLine): ActivityEntry | undefined =>
  stage === 'asked'
    ? undefined
    : { kind: 'acted', id: `acted ${actId} ${stage}`, at, who: who.replace(/ \([^()]*\)$/, ''), action, stage }

/** The entry of a level of a budget that was crossed. */
const entryOfBudgetCrossing = (
  { period, breakerAction: _, ...crossing }: BudgetCrossing,
  at: number,
): ActivityEntry => ({
  ...crossing,
  kind: 'budget.crossed',
  id: `budget ${crossing.budget} ${period} ${crossing.level}`,
  at,
})

/** The entry of an incident that was raised, or is over. What stands among what needs a person has one of its own. */
function entriesOfIncident({ change, incident }: EventOf<'incident.changed'>): ActivityEntry[] {
  const { id: incidentId, title, severity, isNeedAlready, openedAt, endedAt, times } = incident
  if (isNeedAlready || incident.isMuted) return []
  const about = { incidentId, title, severity }
  if (change === 'opened' || change === 'reopened')
    return [{ ...about, kind: 'incident.raised', id: `incident ${incidentId} ${times}`, at: openedAt }]
  if (change !== 'closed' || endedAt === null) return []
  return [{ ...about, kind: 'incident.over', id: `incident ${incidentId} over ${endedAt}`, at: endedAt }]
}

type EventOf<Kind extends ActivityCause['kind']> = Extract<ActivityCause, { kind: Kind }>

const isThere = (state: SourceState) => state === 'ok' || state === 'reading'

/** Merges two lists: the newest first, each id once, none too old, at most `maxActivityEntries`. */
function mergeEntries(lines: ActivityEntry[], more: ActivityEntry[], now: number): ActivityEntry[] {
  const byId = new Map([...more, ...lines].map((line) => [line.id, line]))
  return [...byId.values()]
    .filter(({ at }) => at > now - activityMaxAgeMs)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, maxActivityEntries)
}

/** The events that entries are made of. */
type ActivityCause = Extract<
  AgentEvent | AlertEvent | SessionEvent | CronEvent | AuditEvent | CostEvent | IndexingEvent,
  { kind: (typeof causeKinds)[number] }
>

const causeKinds = [
  'agent.changed',
  'session.changed',
  'cron.ran',
  'audited',
  'budget.crossed',
  'incident.changed',
  'source.changed',
  'indexed',
] as const

type Deps = {
  sessions: { since(at: number): Session[] }
  agents: { all(): Pick<Agent, 'id' | 'name'>[] }
  crons: { latestRuns(since: number, limit: number): CronRun[]; jobsByIds(ids: string[]): CronJob[] }
  audit: { lines(page: { limit: number }): { items: AuditLine[] } }
  bus: Listening<ActivityCause>
  publish: (event: ActivityEvent) => unknown
  now: () => number
}

export type ActivityLog = ReturnType<typeof createActivityLog>

/**
 * The activity of the last day. Entries from before the start follow from rows; later ones follow from events on the bus,
 * and each is published as an event of its own.
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

  /** Reads the rows when first needed, and again when history has been read. */
  function gathered(): ActivityEntry[] {
    if (!isBehind) return lines
    isBehind = false
    const since = now() - activityMaxAgeMs
    for (const { id, name } of agents.all()) names.set(id, name)
    const recent = sessions.since(since)
    for (const session of recent) rows.set(session.id, session)
    const runs = crons.latestRuns(since, 4 * maxActivityEntries)
    const jobs = new Map(crons.jobsByIds([...new Set(runs.map(({ jobId }) => jobId))]).map((job) => [job.id, job]))
    const entries = [
      ...recent.flatMap((session) => entriesOfSession(session, named)),
      ...runs.flatMap((run) => entryOfCronRun(run, jobs.get(run.jobId)) ?? []),
      ...audit.lines({ limit: maxActivityEntries }).items.flatMap((line) => entryOfAction(line) ?? []),
    ]
    // Entries that were made before all names were known are replaced.
    lines = mergeEntries(entries, lines, now())
    return lines
  }

  function linesOf(event: Published<ActivityCause>): ActivityEntry[] {
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
      case 'incident.changed':
        return entriesOfIncident(event)
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

  const stop = bus.on(causeKinds, (event) => {
    if (event.kind === 'indexed' && event.done) {
      // Immediately, because later rows are live.
      isBehind = true
      gathered()
    }
    if (event.kind === 'indexed') return
    const known = gathered()
    const news = linesOf(event).filter((line) => !known.some(({ id }) => id === line.id))
    if (news.length === 0) return
    lines = mergeEntries(known, news, now())
    const kept = news.filter((line) => lines.includes(line))
    // Other listeners get this event first, and then the entry that follows from it.
    if (fresh.length === 0) queueMicrotask(tell)
    fresh.push(...kept)
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
