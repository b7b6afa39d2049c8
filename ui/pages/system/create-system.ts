import { createMemo, createSignal, on } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import type { ListedProcess } from '../../../src/health/agent-processes.ts'
import { valuesOf } from '../../../src/health/kept-measures.ts'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import type { Reading } from '../../../src/health/reading.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { createQuery } from '../../data/query.ts'
import { shareStructure } from '../../data/share-structure.ts'
import { now } from '../../platform/now.ts'
import { type Address, comparisons, spanOf } from './address.ts'
import { type ChartSpec, chartsOf } from './charts.ts'
import { joined } from './series.ts'
import type { Span } from './span.ts'

/** A chart has about so many steps. */
const points = 240
/** So many measures are asked for at once. */
const perRequest = 16
/** A range that ends now is asked for anew at most this often, and a fraction of a step later than it could be. */
const leastRefreshMs = 4_000
const slowRefreshMs = 60_000
const processesMs = 4_000
const outlookMs = 10 * 60_000

export type System = ReturnType<typeof createSystem>

type SeriesKey = readonly ['health/series', string, number, number]

const fetchSeries = async ([, ids, since, until]: SeriesKey, signal: AbortSignal): Promise<MeasuresOverTime> => {
  const all = ids.split('\n')
  const batches = Array.from({ length: Math.ceil(all.length / perRequest) }, (_, batch) =>
    all.slice(batch * perRequest, (batch + 1) * perRequest),
  )
  const answers = await Promise.all(
    batches.map((measure) =>
      ask(
        api.health.series.get({
          query: { measure: measure.join(',') as never, since, until, points },
          fetch: { signal },
        }),
      ),
    ),
  )
  return joined(answers)!
}

/**
 * Everything that the page shows, by its address. `reading` is the latest one, and `moving` where the axis is while a person
 * moves it: nothing is asked for before it has come to rest.
 */
export function createSystem(address: () => Address, reading: () => Reading | null, moving: () => Span | undefined) {
  const kept = createQuery({
    key: () => ['health/measures'] as const,
    fetcher: async (_, signal) => (await ask(api.health.measures.get({ fetch: { signal } }))).items,
    // A measure that is read for the first time has a chart of its own a little later.
    changes: createMemo(() => Math.floor(now() / slowRefreshMs)),
  })
  /** The charts are made anew only where other measures are kept: each holds its plot, and the focus. */
  const keptIds = createMemo(() =>
    kept
      .data()
      ?.map(({ id }) => id)
      .sort()
      .join('\n'),
  )
  const all = createMemo(
    on(keptIds, (_, __, before: ChartSpec[] | undefined) => shareStructure(before, chartsOf(kept.data()))),
  )
  const charts = createMemo((): ChartSpec[] => {
    const { show } = address()
    const chosen = all().filter(({ id }) => show.includes(id))
    return chosen.length > 0 ? chosen : all()
  })
  const ids = createMemo(() => [...new Set(charts().flatMap(({ lines }) => lines.map(({ id }) => id)))].join('\n'))
  const isLive = () => address().span === undefined
  const length = createMemo(() => {
    const { from, to } = spanOf(address(), 0)
    return to - from
  })
  /** How long a refresh waits: about a step of the chart. */
  const refreshMs = createMemo(() => Math.min(slowRefreshMs, Math.max(leastRefreshMs, length() / points)))
  const beat = createMemo(() => (isLive() ? Math.floor(now() / refreshMs()) : 0))
  /** A range that ends now moves on with each refresh. */
  const asked = createMemo(on([address, beat], ([address]): Span => spanOf(address, Date.now())))

  const series = createQuery({
    key: (): SeriesKey | undefined =>
      ids() === '' ? undefined : ['health/series', ids(), Math.floor(asked().from), Math.ceil(asked().to)],
    fetcher: fetchSeries,
  })
  const compare = createMemo(() => {
    const { before, ms } = comparisons[address().compare]
    return ms === 0 ? undefined : { before, ms }
  })
  /** What was before changes only as the range moves on by a step or more. */
  const before = createQuery({
    key: (): SeriesKey | undefined => {
      const by = compare()
      if (!by || ids() === '') return undefined
      const { from, to } = asked()
      const step = Math.max(60_000, (to - from) / points)
      const round = (at: number) => Math.floor(at / step) * step
      return ['health/series', ids(), Math.max(0, round(from) - by.ms), Math.max(1, round(to) + step - by.ms)]
    },
    fetcher: fetchSeries,
  })

  const disks = createQuery({
    key: () => ['health/disks'] as const,
    fetcher: async (_, signal) => (await ask(api.health.disks.get({ fetch: { signal } }))).items,
    changes: createMemo(() => Math.floor(now() / outlookMs)),
  })
  const processes = createQuery({
    key: () => ['health/processes'] as const,
    fetcher: async (_, signal) => (await ask(api.health.processes.get({ fetch: { signal } }))).items,
    changes: createMemo(() => Math.floor(now() / processesMs)),
  })
  const settings = createQuery({
    key: () => ['metrics/settings'] as const,
    fetcher: (_, signal) => ask(api.metrics.settings.get({ fetch: { signal } })),
  })
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })

  const latest = createMemo(() => {
    const known = reading()
    return new Map(known ? valuesOf(known, null) : [])
  })

  const [ending, setEnding] = createSignal<number>()
  const { problem, attempt } = createAttempt(async () => processes.refetch())
  const { pending, withConfirm } = createConfirm()

  return {
    kept,
    charts,
    all,
    /** What the axes show. */
    span: () => moving() ?? asked(),
    isLive: () => isLive() && moving() === undefined,
    series,
    before,
    compare,
    disks,
    processes,
    settings,
    /** The value of a measure just now; undefined where the reading does not have it. */
    latestOf: (id: string) => (id.startsWith('sessions.') || id === 'usd.perMinute' ? undefined : latest().get(id)),
    mayEnd() {
      const caller = me.data()
      return caller?.mayAct === true && atLeast(caller.role, 'operator')
    },
    ending,
    problem,
    pending,
    /** Ends a process, once the person has confirmed it. */
    async end({ pid, startTime, name }: ListedProcess) {
      if (startTime === null) return
      setEnding(pid)
      await attempt(async () => {
        const ended = await withConfirm((confirm) =>
          ask(
            api.health
              .processes({ pid: String(pid) as never })
              .stop.post({ startTime, ...(confirm !== undefined && { confirm }) }),
          ),
        )
        if (ended) toast({ text: `${name} (${pid}) ${ended.outcome === 'killed' ? 'was killed' : 'has ended'}` })
      })
      setEnding(undefined)
    },
  }
}
