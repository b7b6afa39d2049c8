import { createSignal, onCleanup } from 'solid-js'
import { type Approval, isOpen } from '../../../src/approvals/approval.ts'
import { atLeast } from '../../../src/auth/role.ts'
import type { ApprovalAnswer, ApprovalRuntime } from '../../../src/facts/approval.ts'
import { api, ask } from '../api.ts'
import { createAttempt } from '../create-attempt.ts'
import { createConfirm } from '../create-confirm.ts'
import { useOverview } from '../overview-context.ts'
import { Problem } from '../problem.ts'
import { createQuery } from '../query.ts'

export type Approvals = ReturnType<typeof createApprovals>

/** What has ended is still told to whoever looks at it, for so long. */
const keptMs = 8_000

/**
 * What waits for a decision, the oldest first, and deciding it, for as long as the owner lives. All parts of the page
 * that ask share one answer of the server and its events.
 */
export function createApprovals() {
  const { subscribe, subscribeTopic } = useOverview()
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  /** A screen on a wall sees none of it. */
  const mayRead = () => atLeast(me.data()?.role ?? 'screen', 'viewer')
  const mayAct = () => Boolean(me.data()?.mayAct) && atLeast(me.data()?.role ?? 'screen', 'operator')

  const query = createQuery({
    key: () => (mayRead() ? (['approvals'] as const) : undefined),
    fetcher: (_key, signal) => ask(api.approvals.get({ query: { state: 'waiting', limit: 200 }, fetch: { signal } })),
    throttleMs: 500,
  })
  const [ended, setEnded] = createSignal<Approval[]>([])
  const [sending, setSending] = createSignal<ReadonlySet<string>>(new Set())
  const [problems, setProblems] = createSignal<ReadonlyMap<string, string>>(new Map())
  const { pending, withConfirm } = createConfirm()
  const timers = new Set<ReturnType<typeof setTimeout>>()

  subscribe({
    onEvent(event) {
      if (event.kind === 'approvals.changed') {
        for (const approval of event.approvals) take(approval)
        // An answer that is on its way may be older than the event.
        query.changed()
      }
      if (event.kind === 'approvals.switched') {
        query.update((known) => ({ ...known, takingPart: event.takingPart }))
        query.changed()
      }
    },
    onGap: query.changed,
  })
  onCleanup(subscribeTopic('approvals', query.changed))
  onCleanup(() => {
    for (const timer of timers) clearTimeout(timer)
  })

  function take(approval: Approval) {
    const isKnown = waiting().some(({ id }) => id === approval.id)
    query.update((known) => ({ ...known, items: withApproval(known.items, approval) }))
    if (isOpen(approval) || !isKnown) return
    setEnded((before) => [...before.filter(({ id }) => id !== approval.id), approval])
    const timer = setTimeout(() => {
      timers.delete(timer)
      setEnded((before) => before.filter(({ id }) => id !== approval.id))
    }, keptMs)
    timers.add(timer)
  }

  const waiting = () => query.data()?.items ?? []

  function setProblem(id: string, text: string | undefined) {
    setProblems((before) => {
      const after = new Map(before)
      if (text === undefined) after.delete(id)
      else after.set(id, text)
      return after
    })
  }

  const { problem: switchProblem, attempt } = createAttempt()

  return {
    me: me.data,
    mayRead,
    mayAct,
    isAdmin: () => Boolean(me.data()?.mayAct) && me.data()?.role === 'admin',
    /** Why this person cannot decide; undefined while they can, or it is not known yet. */
    whyNot: () =>
      me.data() === undefined || mayAct()
        ? undefined
        : 'View only. To decide, run `wheelhouse open` and open the link it prints.',
    isReady: () =>
      query.data() !== undefined || query.problem() !== undefined || (me.data() !== undefined && !mayRead()),
    problem: query.problem,
    refetch: query.refetch,
    waiting,
    /** What has ended in the last seconds. */
    ended,
    ofSession: (sessionId: string) => waiting().filter((one) => one.sessionId === sessionId),
    byId: (id: string) => waiting().find((one) => one.id === id),
    takingPart: () => query.data()?.takingPart ?? [],
    /** The question that a decision asks back. */
    pending,
    /** Whether a decision is on its way; what asks back has not been sent. */
    isSending: (id: string) => sending().has(id) && pending() === undefined,
    /** Why the last decision of this page about a request came to nothing. */
    problemOf: (id: string) => problems().get(id),

    /** Decides, and resolves once the runtime has taken it, or it has come to nothing. */
    async decide(id: string, answer: ApprovalAnswer): Promise<void> {
      if (sending().has(id)) return
      setProblem(id, undefined)
      setSending((before) => new Set([...before, id]))
      try {
        const after = await withConfirm((confirm) =>
          ask(api.approvals({ id }).post({ ...answer, ...(confirm !== undefined && { confirm }) })),
        )
        if (after) take(after)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        setProblem(id, error.message)
        query.changed()
      } finally {
        setSending((before) => new Set([...before].filter((other) => other !== id)))
      }
    },

    switchProblem,
    switchTo: (runtime: ApprovalRuntime, isOn: boolean) =>
      attempt(async () => {
        const after = await withConfirm((confirm) =>
          ask(api.approvals.settings({ runtime }).post({ isOn, ...(confirm !== undefined && { confirm }) })),
        )
        if (after) query.update((known) => ({ ...known, takingPart: after.takingPart }))
      }),
  }
}

/** A list with a request as it is now, the oldest first; one that has ended is not in it. */
export function withApproval(items: Approval[], approval: Approval): Approval[] {
  const others = items.filter(({ id }) => id !== approval.id)
  return isOpen(approval) ? [...others, approval].toSorted((a, b) => a.askedAt - b.askedAt) : others
}
