import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { Incident, Mute } from '../../../src/alerts/incident.ts'
import type { RuleDraft } from '../../../src/alerts/rule.ts'
import { spanWords } from '../../../src/alerts/rule-words.ts'
import { atLeast } from '../../../src/auth/role.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createNewestFirst } from '../../data/newest-first.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import type { Address } from './address.ts'

const pageSize = 60
const hourMs = 3_600_000

/** What maintenance is about: everything where both are null. */
export type Muted = Pick<Mute, 'ruleId' | 'subject'>

export type Alerts = ReturnType<typeof createAlerts>

/** What is open and what keeps quiet, kept up by events, and what a person does about it. */
export function createAlerts() {
  const { subscribe, subscribeTopic } = useOverview()
  const [version, setVersion] = createSignal(0)
  const changed = () => setVersion((before) => before + 1)
  subscribe({
    onEvent: ({ kind }) => (kind === 'incident.changed' || kind === 'alerts.changed') && changed(),
    onGap: changed,
  })
  onCleanup(subscribeTopic('alerts', changed))

  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const query = createQuery({
    key: () => ['alerts'],
    fetcher: (_key, signal) => ask(api.alerts.get({ fetch: { signal } })),
    changes: version,
    throttleMs: 500,
  })
  const { problem, attempt } = createAttempt()
  const unmute = (id: number) => attempt(() => ask(api.alerts.mutes({ id: String(id) }).delete()))

  return {
    version,
    query,
    /** Whether what is open and what this person may do are known: then nothing moves any more. */
    isReady: () => query.data() !== undefined && (me.data() !== undefined || me.problem() !== undefined),
    open: (): Incident[] => query.data()?.open ?? [],
    mutes: () => query.data()?.mutes ?? [],
    mayAct: () => me.data()?.mayAct === true && atLeast(me.data()?.role ?? 'screen', 'operator'),
    whyNot: () =>
      me.data() === undefined || me.data()?.mayAct
        ? undefined
        : 'View only. To act, run `wheelhouse open` and open the link it prints.',
    problem,
    attempt,

    acknowledge: ({ id, title }: Incident) =>
      attempt(async () => {
        await ask(api.incidents({ id: String(id) }).acknowledge.post())
        toast({ text: `Acknowledged: ${title}` })
      }),

    snooze: ({ id, title }: Incident, ms = hourMs) =>
      attempt(async () => {
        await ask(api.incidents({ id: String(id) }).snooze.post({ until: Date.now() + ms }))
        toast({
          text: `Snoozed: ${title}`,
          undo: () => void attempt(() => ask(api.incidents({ id: String(id) }).snooze.post({ until: null }))),
        })
      }),

    wake: ({ id }: Incident) => attempt(() => ask(api.incidents({ id: String(id) }).snooze.post({ until: null }))),

    note: ({ id }: Incident, text: string) =>
      attempt(() => ask(api.incidents({ id: String(id) }).notes.post({ text }))),

    /** Keeps everything, one rule or one subject quiet from now on. */
    mute: (what: Muted, forMs = hourMs, why = '') =>
      attempt(async () => {
        const at = Date.now()
        const { id } = await ask(
          api.alerts.mutes.post({ ...what, from: at, until: at + forMs, why: why.trim() || null }),
        )
        toast({ text: `Quiet for ${spanWords(forMs)}`, undo: () => void unmute(id) })
      }),

    unmute,
  }
}

type Page = { items: Incident[]; nextCursor: string | null }

/** The incidents that the address names and that are over, the newest first. */
export function createHistory(address: () => Address, version: () => number) {
  const asked = createMemo(() => {
    const { show: _, ...asked } = address()
    return asked
  })
  const askFor = (
    { q, severity, rule, days }: Omit<Address, 'show'>,
    signal?: AbortSignal,
    cursor?: string,
  ): Promise<Page> =>
    ask(
      api.incidents.get({
        query: {
          state: 'over',
          limit: pageSize,
          ...(q.trim() !== '' && { q }),
          ...(severity && { severity }),
          ...(rule && { rule }),
          ...(days !== 'all' && { since: Date.now() - Number(days) * 24 * hourMs }),
          ...(cursor && { cursor: Number(cursor) }),
        },
        ...(signal && { fetch: { signal } }),
      }),
    )
  return createNewestFirst({ name: 'incidents', asked, askFor, changes: version })
}

/** Every rule, and changing them. */
export function createRules(alerts: Alerts) {
  const query = createQuery({
    key: () => ['alert-rules'],
    fetcher: (_key, signal) => ask(api.alerts.rules.get({ fetch: { signal } })),
    changes: alerts.version,
    throttleMs: 500,
  })
  const measures = createQuery({
    key: () => ['measures'],
    fetcher: (_key, signal) => ask(api.health.measures.get({ fetch: { signal } })),
    throttleMs: 60_000,
  })
  return {
    query,
    /** Whether the rules are known, and the measures they can be about or why those are not. */
    isReady: () => query.data() !== undefined && (measures.data() !== undefined || measures.problem() !== undefined),
    all: () => query.data()?.items ?? [],
    measures: () => measures.data()?.items ?? [],

    switchTo: (id: string, isOn: boolean) =>
      alerts.attempt(async () => {
        await ask(api.alerts.rules({ id }).switch.post({ isOn }))
        await query.refetch()
      }),

    /** Keeps a rule, and answers its id; undefined where the server refused it. */
    async save(id: string | undefined, draft: RuleDraft): Promise<string | undefined> {
      let saved: string | undefined
      await alerts.attempt(async () => {
        const rule = await ask(id === undefined ? api.alerts.rules.post(draft) : api.alerts.rules({ id }).put(draft))
        saved = rule.id
        toast({ text: 'The rule is kept.' })
        await query.refetch()
      })
      return saved
    },

    async remove(id: string): Promise<boolean> {
      let isDone = false
      await alerts.attempt(async () => {
        await ask(api.alerts.rules({ id }).delete())
        isDone = true
        await query.refetch()
      })
      return isDone
    },
  }
}

/** The names of all budgets, which are asked for where `isWanted`. */
export function createBudgetNames(isWanted: () => boolean) {
  const query = createQuery({
    key: () => (isWanted() ? (['budget-names'] as const) : undefined),
    fetcher: (_key, signal) => ask(api.costs.summary.get({ fetch: { signal } })),
    throttleMs: 60_000,
  })
  return () => (query.data()?.budgets ?? []).map(({ name }) => name)
}
