import { createMemo, onCleanup } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'

export type Crons = ReturnType<typeof createCrons>

const dayMs = 86_400_000
/** What time alone changes is asked for again this often. */
const fetchEveryMs = 60_000
/** Changes that come together cause one request. */
const delayMs = 250

/** Everything the page of jobs shows, kept up by events; who looks at it, and whether that person may act. */
export function createCrons(id: () => string | undefined) {
  const { overview, subscribe, subscribeTopic } = useOverview()
  const timezone = () => overview()?.timezone ?? 'UTC'
  const minute = createMemo(() => Math.floor(now() / fetchEveryMs))
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  const jobs = createQuery({
    key: () => ['crons'],
    fetcher: (_key, signal) => ask(api.crons.get({ fetch: { signal } })),
    changes: minute,
    throttleMs: 1_000,
    delayMs,
  })
  const week = createQuery({
    key: () => ['crons/week'],
    fetcher: (_key, signal) =>
      ask(api.crons.timeline.get({ query: { back: 7 * dayMs, ahead: 7 * dayMs }, fetch: { signal } })),
    changes: minute,
    delayMs: 1_000,
  })
  const deadlines = createQuery({
    key: () => ['crons/deadlines'],
    fetcher: (_key, signal) => ask(api.crons.deadlines.get({ fetch: { signal } })),
    changes: minute,
    throttleMs: 1_000,
    delayMs,
  })
  /** What each job has cost this month, by its id. */
  const month = createQuery({
    key: () => ['crons/month', dayOf(Date.now(), timezone()).slice(0, 7)] as const,
    fetcher: ([, month], signal) =>
      ask(
        api.costs.report.get({
          query: { by: 'cron', since: `${month}-01`, until: dayOf(Date.now(), timezone()), limit: 500 },
          fetch: { signal },
        }),
      ),
    throttleMs: 15_000,
  })
  const detail = createQuery({
    key: () => (id() === undefined ? undefined : (['cron', id()!] as const)),
    fetcher: ([, id], signal) => ask(api.crons({ id }).get({ fetch: { signal } })),
    changes: minute,
    keepPrevious: false,
    throttleMs: 500,
    delayMs,
  })

  function changed(jobId?: string) {
    jobs.changed()
    week.changed()
    deadlines.changed()
    if (jobId === undefined || jobId === id()) detail.changed()
  }
  subscribe({
    onEvent(event) {
      if (event.kind === 'cron.ran') changed(event.run.jobId)
      if (event.kind === 'cron.changed') changed(event.job.id)
      if (event.kind === 'costs.changed') {
        month.changed()
        detail.changed()
      }
    },
    onGap: () => changed(),
  })
  onCleanup(subscribeTopic('crons', () => changed()))

  const monthCosts = createMemo(() => new Map(month.data()?.rows.map((row) => [row.key, row])))
  const deadlineOf = createMemo(() => new Map(deadlines.data()?.items.map((state) => [state.jobId, state])))
  const gateway = () => overview()?.gateways[0]

  return {
    jobs,
    week,
    month,
    detail,
    timezone,
    changed,
    costOf: (jobId: string) => monthCosts().get(jobId),
    deadlineOf: (jobId: string) => deadlineOf().get(jobId),
    refetchDeadlines: deadlines.refetch,
    mayAct: () => Boolean(me.data()?.mayAct) && atLeast(me.data()?.role ?? 'screen', 'operator'),
    /** Why this person cannot act; undefined while they can, or it is not known yet. */
    whyNot(): string | undefined {
      const known = me.data()
      if (!known || (known.mayAct && atLeast(known.role, 'operator'))) return undefined
      return 'View only. To change jobs, run wheelhouse open and open the link it prints.'
    },
    gateway,
    /** Everything is known that would push the jobs down when it comes: the gateway's word, and what the month has cost. */
    isReady: () =>
      jobs.data() !== undefined &&
      overview() !== undefined &&
      (month.data() !== undefined || month.problem() !== undefined),
    /** Why nothing can be changed at the runtime just now; undefined where it can. */
    gatewayTrouble(): string | undefined {
      const one = gateway()
      if (!one || one.state === 'connected' || one.state === 'unsteady') return undefined
      return gatewayWords[one.state]
    },
  }
}

const gatewayWords = {
  connecting: 'The gateway is being connected. Jobs are shown as its store has them.',
  refused: 'The gateway refuses us, so jobs can be seen here and not changed. Settings, Doctor says why.',
  down: 'The gateway is down: no job starts until it is back. Jobs are shown as its store has them.',
  absent: 'The gateway is not running: no job starts until it does. Jobs are shown as its store has them.',
  restarting: 'The gateway is restarting. Jobs are shown as its store has them.',
} as const
