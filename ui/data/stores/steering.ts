import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import type { SessionActKind } from '../../../src/facts/session-act.ts'
import type { ShownAct } from '../../../src/steering/act-record.ts'
import { api, ask } from '../api.ts'
import { createConfirm } from '../create-confirm.ts'
import { useOverview } from '../overview-context.ts'
import { Problem } from '../problem.ts'
import { createQuery } from '../query.ts'

export type Steering = ReturnType<typeof createSteering>

/** How often a session of which no runtime takes anything is asked about again. */
const knockEveryMs = 5_000

/** Whether this browser may act on agents; a viewer sees nothing of what could be done. */
export function createMayAct() {
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  return () => Boolean(me.data()?.mayAct) && atLeast(me.data()?.role ?? 'screen', 'operator')
}

/** What can be done to one session just now, what was asked of it lately, and asking it, for as long as the owner lives. */
export function createSteering(id: () => string | undefined) {
  const { subscribe, subscribeTopic } = useOverview()
  const mayAct = createMayAct()
  const known = () => (mayAct() ? id() : undefined)
  const query = createQuery({
    key: () => {
      const session = known()
      return session === undefined ? undefined : (['steering', session] as const)
    },
    fetcher: ([, session], signal) =>
      ask(api.steering.sessions({ id: encodeURIComponent(session) }).get({ fetch: { signal } })),
    keepPrevious: false,
    throttleMs: 1_000,
  })
  const { pending, withConfirm } = createConfirm()
  /** What is being done just now. */
  const [busy, setBusy] = createSignal<SessionActKind>()
  const [problem, setProblem] = createSignal<string>()

  createEffect(
    on(known, (session) => {
      setProblem(undefined)
      if (session !== undefined) onCleanup(subscribeTopic('steering', query.changed))
    }),
  )
  subscribe({
    onEvent(event) {
      if (event.kind === 'session-acts.changed')
        for (const act of event.acts) if (act.sessionId === id()) query.update((before) => withAct(before, act))
      // Its process or its gateway may be another one by now.
      if (event.kind === 'session.changed' && event.session.id === id()) query.changed()
      if (event.kind === 'gateway.changed') query.changed()
    },
    onGap: query.changed,
  })

  // A gateway that connects is asked for its agents before it speaks for them, and no event says when it does.
  createEffect(
    on(
      () => query.answer(),
      (answer) => {
        if (answer?.data.offer.through !== null) return
        const timer = setTimeout(query.changed, knockEveryMs)
        onCleanup(() => clearTimeout(timer))
      },
    ),
  )

  /** The last words that did not arrive, or may not have. */
  const undelivered = (): ShownAct | undefined =>
    query
      .data()
      ?.acts.find(
        ({ text, state, kind }) => text !== null && kind !== 'rename' && (state === 'not-done' || state === 'unknown'),
      )

  return {
    mayAct,
    offer: () => query.data()?.offer,
    can: (kind: SessionActKind) => query.data()?.offer.acts.includes(kind) ?? false,
    undelivered,
    pending,
    problem,
    /** What is on its way; while something is asked back, nothing is. */
    busy: () => (pending() === undefined ? busy() : undefined),

    /** Does something, and answers whether it is seen to be done. Words that did not arrive are kept by the server. */
    async act(kind: SessionActKind, text?: string, again?: string): Promise<boolean> {
      const session = known()
      if (session === undefined || busy() !== undefined) return false
      setBusy(kind)
      setProblem(undefined)
      try {
        const done = await withConfirm((confirm) =>
          ask(
            api.steering
              .sessions({ id: encodeURIComponent(session) })({ kind })
              .post({
                ...(text !== undefined && { text }),
                ...(again !== undefined && { again }),
                ...(confirm !== undefined && { confirm }),
              }),
          ),
        )
        return done !== undefined
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        setProblem(error.message)
        await query.refetch()
        return false
      } finally {
        setBusy(undefined)
        query.changed()
      }
    },

    async discard(act: string) {
      try {
        await ask(api.steering.acts({ id: act }).discard.post())
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        setProblem(error.message)
      }
      query.changed()
    },
  }
}

function withAct<Known extends { acts: ShownAct[] }>(known: Known, act: ShownAct): Known {
  const others = known.acts.filter(({ id }) => id !== act.id)
  return { ...known, acts: [act, ...others].toSorted((a, b) => b.askedAt - a.askedAt) }
}
