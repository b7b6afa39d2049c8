import { createMemo, createSignal } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { type Guard, type Measure, usualPercent } from '../../../src/breaker/guard.ts'
import { joinList } from '../../../src/lib/comma-list.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { mostPressing } from './headroom-words.ts'

export type Draft = Pick<Guard, 'measures' | 'atPercent' | 'jobs'>
export type Headrooms = ReturnType<typeof createHeadroom>

/** What the page knows and does. `chosen` names the budget or the plan window of the address. */
export function createHeadroom(chosen: () => string | undefined) {
  const { overview, subscribe } = useOverview()
  const query = createQuery({
    key: () => ['headroom'],
    fetcher: (_key, signal) => ask(api.breaker.get({ fetch: { signal } })),
    changes: () => overview()?.costs.todayTokens,
    throttleMs: 5_000,
  })
  subscribe({
    onEvent: (event) => {
      if (event.kind === 'breaker.changed' || event.kind === 'budgets.changed') void query.refetch()
    },
    onGap: () => query.changed(),
  })
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const mayAct = () => {
    const caller = me.data()
    return caller?.mayAct === true && atLeast(caller.role, 'operator')
  }

  const selected = createMemo(() => {
    const data = query.data()
    return data && (data.gauges.find(({ subject }) => subject === chosen()) ?? mostPressing(data, now()))
  })
  /** What is chosen while nothing is switched on: a person chooses first, and throws the lever then. */
  const [unset, setUnset] = createSignal<Record<string, Pick<Draft, 'atPercent' | 'jobs'>>>({})
  const guardOf = (subject: string) => query.data()?.guards.find((guard) => guard.subject === subject)
  const draft = createMemo((): Draft => {
    const subject = selected()?.subject ?? ''
    const guard = guardOf(subject)
    const { measures = [], atPercent = usualPercent(subject), jobs = null } = guard ?? {}
    return { measures, atPercent, jobs, ...unset()[subject] }
  })

  const [withStop, setWithStop] = createSignal(false)
  const rehearsed = (): Measure[] => {
    const set = draft().measures.length > 0 ? draft().measures : (['notify', 'hold-crons'] as const)
    return withStop() ? [...new Set([...set, 'stop-sessions' as const])] : [...set]
  }
  const rehearsal = createQuery({
    key: () => {
      const subject = selected()?.subject
      if (subject === undefined) return undefined
      const { atPercent, jobs } = draft()
      return ['rehearsal', subject, rehearsed().join(), atPercent, jobs && joinList(jobs)] as const
    },
    fetcher: ([, subject, measures, atPercent, jobs], signal) =>
      ask(
        api.breaker.guards({ subject: encodeURIComponent(subject) }).rehearsal.get({
          query: { measures, atPercent, ...(jobs !== null && { jobs }) },
          fetch: { signal },
        }),
      ),
    throttleMs: 60_000,
  })

  const { pending, withConfirm } = createConfirm()
  const { problem, attempt } = createAttempt(() => query.refetch())
  const [busy, setBusy] = createSignal(false)
  async function doing(act: () => Promise<unknown>) {
    if (busy()) return
    setBusy(true)
    await attempt(act)
    setBusy(false)
  }

  const save = (wanted: Draft) =>
    doing(async () => {
      const { subject } = selected()!
      const saved = await withConfirm((confirm) =>
        ask(
          api.breaker
            .guards({ subject: encodeURIComponent(subject) })
            .put({ ...wanted, ...(confirm !== undefined && { confirm }) }),
        ),
      )
      if (saved) setUnset(({ [subject]: _, ...rest }) => rest)
    })

  return {
    query,
    selected,
    guardOf,
    draft,
    rehearsal,
    rehearsed,
    withStop,
    setWithStop,
    mayAct,
    busy,
    problem,
    pending,

    /** Throws the lever of a measure. */
    setMeasure: (measure: Measure, isOn: boolean) => {
      const { measures } = draft()
      return save({ ...draft(), measures: isOn ? [...measures, measure] : measures.filter((one) => one !== measure) })
    },

    /** Changes at which share it acts, or which jobs it may hold. */
    choose(change: Partial<Pick<Draft, 'atPercent' | 'jobs'>>) {
      const { measures, atPercent, jobs } = draft()
      const wanted = { atPercent, jobs, ...change }
      if (measures.length > 0) return void save({ measures, ...wanted })
      setUnset({ ...unset(), [selected()!.subject]: wanted })
    },

    goOn: (tripId: string) =>
      doing(async () => {
        await ask(api.breaker.trips({ id: encodeURIComponent(tripId) })['go-on'].post())
        toast({ text: 'What was held goes on. Nothing more is done until it begins anew.' })
      }),

    undo: (actId: number, name: string) =>
      doing(async () => {
        await ask(api.breaker.acts({ id: actId }).undo.post())
        toast({ text: `${name} is on again.` })
      }),
  }
}
