import { createMemo, createSignal } from 'solid-js'
import type { SessionBurn } from '../../../src/costs/reports/session-burn.ts'
import type { LastPrompt } from '../../../src/sessions/last-prompts.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'

export type RowDetails = ReturnType<typeof createRowDetails>

/** Longer ago nothing was spent that is drawn. */
const burnMs = 30 * 60_000
const maxAsked = 60
/** Prompts of so many sessions are remembered. */
const maxPrompts = 1_000

/**
 * What the list shows of the rows in view alone, and asks for in one question: what they cost lately, and what they were
 * asked last. Of rows that are not in view nothing is asked.
 */
export function createRowDetails({
  inView,
  wantsBurn,
  wantsPrompts,
}: {
  inView: () => SessionItem[]
  wantsBurn: () => boolean
  wantsPrompts: () => boolean
}) {
  /** A minute more makes another minute of the drawing, and another end of it. */
  const minute = createMemo(() => Math.floor(now() / 60_000))
  const burning = createMemo(() =>
    !wantsBurn()
      ? ''
      : inView()
          .filter(({ lastAt }) => lastAt !== null && lastAt > minute() * 60_000 - burnMs)
          .slice(0, maxAsked)
          .map(({ id }) => id)
          .sort()
          .join(),
  )
  const burn = createQuery({
    key: () => (burning() === '' ? undefined : (['sessions/burn', burning()] as const)),
    fetcher: ([, ids], signal) => ask(api.costs.burn.get({ query: { sessions: ids }, fetch: { signal } })),
    changes: () =>
      [
        minute(),
        inView()
          .map(({ costUsd }) => costUsd)
          .join(),
      ].join(' '),
    throttleMs: 3_000,
    delayMs: 250,
  })

  const [prompts, setPrompts] = createSignal<ReadonlyMap<string, { lastAt: number | null; prompt: LastPrompt }>>(
    new Map(),
  )
  const unread = createMemo(() =>
    !wantsPrompts()
      ? ''
      : inView()
          .filter(({ id, lastAt }) => prompts().get(id)?.lastAt !== lastAt)
          .slice(0, maxAsked)
          .map(({ id }) => id)
          .sort()
          .join(),
  )
  const [failed, setFailed] = createSignal<ReadonlySet<string>>(new Set())
  createQuery({
    key: () => (unread() === '' || failed().has(unread()) ? undefined : (['sessions/prompts', unread()] as const)),
    async fetcher([, ids], signal) {
      const times = new Map(inView().map(({ id, lastAt }) => [id, lastAt]))
      const found: Record<string, LastPrompt> = await ask(
        api.sessions.prompts.get({ query: { ids }, fetch: { signal } }),
      )
      setPrompts((before) => {
        const next = new Map(before)
        for (const id of ids.split(',')) {
          next.delete(id)
          next.set(id, { lastAt: times.get(id) ?? null, prompt: found[id] ?? { text: null, at: null } })
        }
        for (const id of next.keys()) if (next.size > maxPrompts) next.delete(id)
        return next
      })
      // What could not be kept under its time is not asked for over and over.
      setFailed((before) => (before.size > 50 ? new Set([ids]) : new Set([...before, ids])))
      return null
    },
    throttleMs: 3_000,
    delayMs: 250,
  })

  return {
    /** What a session cost lately; null where nothing was asked in it, undefined while that is not known. */
    burnOf({ id, lastAt }: SessionItem): SessionBurn | null | undefined {
      if (lastAt === null || lastAt <= minute() * 60_000 - burnMs) return null
      const answer: Record<string, SessionBurn> | undefined = burn.data()
      if (answer === undefined) return undefined
      return answer[id] ?? (burning().split(',').includes(id) && !burn.isPrevious() ? null : undefined)
    },
    /** What was asked last in a session; undefined while that is not known. */
    promptOf: ({ id }: SessionItem): LastPrompt | undefined => prompts().get(id)?.prompt,
  }
}
