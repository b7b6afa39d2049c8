import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { AttentionItem } from '../../../src/attention/need.ts'
import type { IgnoreRule, Snooze } from '../../../src/attention/need-record.ts'
import { atLeast } from '../../../src/auth/role.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { useOverview } from '../../data/overview-context.ts'
import { Problem } from '../../data/problem.ts'
import { createQuery } from '../../data/query.ts'

export type Needs = ReturnType<typeof createNeeds>

type AsideQuery = { q: string; days: number }

/** What is known beside the list of every page, who looks at it, and what that person can do. */
export function createNeeds(asideQuery: () => AsideQuery) {
  const { overview, subscribe, subscribeTopic } = useOverview()
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  /** A screen on a wall sees the list, and nothing beside it. */
  const mayRead = () => atLeast(me.data()?.role ?? 'screen', 'viewer')

  const rows = createQuery({
    key: () => (mayRead() ? ['needs'] : undefined),
    fetcher: (_key, signal) => ask(api.needs.get({ fetch: { signal } })),
    changes: createMemo(() =>
      overview()
        ?.attention.map(({ key }) => key)
        .join(' '),
    ),
    throttleMs: 1_000,
  })
  const aside = createQuery({
    key: () => (mayRead() ? (['needs/aside', asideQuery()] as const) : undefined),
    fetcher: ([, query], signal) => ask(api.needs.aside.get({ query, fetch: { signal } })),
    throttleMs: 300,
  })
  const isOpen = createMemo(() => new Set(overview()?.attention.map(({ id }) => id)))
  subscribe({
    onEvent(event) {
      if (event.kind === 'needs.changed') aside.changed()
      if (event.kind === 'session.changed' && isOpen().has(event.session.id)) rows.changed()
      if (event.kind === 'cron.ran' && isOpen().has(event.run.jobId)) rows.changed()
    },
    onGap() {
      rows.changed()
      aside.changed()
    },
  })
  onCleanup(subscribeTopic('needs', aside.changed))

  const sessions = createMemo(() => new Map(rows.data()?.sessions.map((session) => [session.id, session])))
  const jobs = createMemo(() => new Map(rows.data()?.jobs.map((job) => [job.id, job])))

  const { problem, attempt } = createAttempt()
  /** What takes back the last acts of this page, the last one at the end. */
  const undoing: (() => Promise<void>)[] = []

  /** Does something to a need; what has settled in the meantime is no fault of anybody. */
  function act(done: string, run: () => Promise<unknown>, takeBack: () => Promise<unknown>) {
    return attempt(async () => {
      if (await isGone(run)) return
      const undo = () => attempt(async () => void (await isGone(takeBack)))
      undoing.push(undo)
      toast({
        text: done,
        undo() {
          undoing.splice(undoing.indexOf(undo), 1)
          void undo()
        },
      })
    })
  }

  async function isGone(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run()
      return false
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 409)) throw error
      toast({ text: error.message })
      return true
    }
  }

  const [retrying, setRetrying] = createSignal<string>()

  const bringBack = (key: string) => ask(api.needs({ key })['bring-back'].post())
  const showAgain = ({ kind, subject }: Pick<IgnoreRule, 'kind' | 'subject'>) =>
    ask(api.needs['show-again'].post({ kind, subject }))

  return {
    me: me.data,
    /** Why this person cannot act; undefined while they can, or it is not known yet. */
    whyNot(): string | undefined {
      const known = me.data()
      if (!known) return undefined
      return atLeast(known.role, 'operator') && known.mayAct
        ? undefined
        : 'View only. To dismiss or snooze, run wheelhouse open and open the link it prints.'
    },
    mayAct: () => Boolean(me.data()?.mayAct) && atLeast(me.data()?.role ?? 'screen', 'operator'),
    mayRead,
    /** Whether everything is there that the first look needs, so that nothing moves later. */
    isReady: () =>
      (me.data() !== undefined && !mayRead()) ||
      ((rows.data() ?? rows.problem()) !== undefined && (aside.data() ?? aside.problem()) !== undefined) ||
      me.problem() !== undefined,
    sessionOf: (id: string) => sessions().get(id),
    lastOf: (id: string) => rows.data()?.last[id],
    jobOf: (id: string) => jobs().get(id),
    rowsProblem: rows.problem,
    refetchRows: rows.refetch,
    aside,
    problem,

    isRetrying: (id: string) => retrying() === id,
    /** Sends the last message of a session again; what is left to say is on the page of the session. */
    async retry(id: string, name: string) {
      if (retrying() !== undefined) return
      setRetrying(id)
      await attempt(async () => {
        await ask(
          api.steering
            .sessions({ id: encodeURIComponent(id) })({ kind: 'retry' })
            .post({}),
        )
        toast({ text: `${name} tries again` })
      })
      setRetrying(undefined)
    },
    dismiss: ({ key }: AttentionItem, words: string) =>
      act(
        `Dismissed: ${words}`,
        () => ask(api.needs({ key }).dismiss.post()),
        () => bringBack(key),
      ),
    snooze: ({ key }: AttentionItem, until: Snooze, words: string) =>
      act(
        `Snoozed: ${words}`,
        () => ask(api.needs({ key }).snooze.post({ until })),
        () => bringBack(key),
      ),
    ignore: ({ key }: AttentionItem, words: string) => {
      let rule: Pick<IgnoreRule, 'kind' | 'subject'> | undefined
      return act(
        `Always ignored: ${words}`,
        async () => {
          rule = await ask(api.needs({ key }).ignore.post())
        },
        async () => rule && showAgain(rule),
      )
    },
    bringBack: (key: string) => attempt(async () => void (await isGone(() => bringBack(key)))),
    showAgain: (rule: Pick<IgnoreRule, 'kind' | 'subject'>) =>
      attempt(async () => void (await isGone(() => showAgain(rule)))),
    /** Takes back the last act of this page that was not taken back. */
    undo() {
      const last = undoing.pop()
      if (last) void last()
      else toast({ text: 'There is nothing to take back.' })
    },
  }
}
