import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { type Caller, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { dayOf, startOfDay } from '../lib/timezone.ts'
import type { LastMoments } from '../sessions/last-moments.ts'
import { createLastMoments } from '../sessions/read-last-moments.ts'
import type { ReadTranscript } from '../sessions/read-transcript-ends.ts'
import type { Attention } from './attention.ts'
import { type AttentionItem, needKinds } from './need.ts'
import { type IgnoreRule, type NeedRecord, snoozes } from './need-record.ts'
import type { AttentionReads, NeedRows } from './reads.ts'
import { finderOf, type SetAside, searchTextOf, setAsideOf } from './set-aside.ts'

export type AttentionDeps = {
  attention: Attention
  /** What is open and not set aside. */
  openNeeds: () => AttentionItem[]
  reader: Reader<AttentionReads>
  readTranscript: ReadTranscript
  actionGate: ActionGate
  agentNames: () => { id: string; name: string }[]
  now: () => number
  timezone: string
}

const dayMs = 24 * 3_600_000
const keptDays = 30

const needKey = lazily(() => z.object({ key: z.string().regex(/^[0-9a-f]{16}$/, 'should be the key of a need') }))
const aside = lazily(() =>
  z.object({
    q: z.string().max(200).default(''),
    /** 1 is today; each further day is one more before it. */
    days: z.coerce.number().int().min(1).max(keptDays).default(1),
  }),
)
const rule = lazily(() => z.object({ kind: z.enum(needKinds), subject: z.string().max(1_000) }))

/** Routes for what needs a person: what is known beside the open list, what was set aside, and the acts on each. */
export const attentionRoutes = ({
  attention,
  openNeeds,
  reader,
  readTranscript,
  actionGate,
  agentNames,
  now,
  timezone,
}: AttentionDeps) => {
  /** Does something to a need on behalf of a person. */
  const act = <T>(caller: Caller, action: string, target: string, perform: (by: { name: string; id: string }) => T) =>
    actionGate.pass({
      caller,
      action,
      target,
      needs: 'operator',
      perform: () => perform({ name: caller.name, id: caller.id }),
    })

  const lastOf = createLastMoments(readTranscript)

  /** What a need is called in the record of acts. */
  function nameOf(key: string) {
    const need = attention.byKey(key)
    return need ? `${need.kind}: ${need.title ?? need.id}` : key
  }

  return new Elysia({ prefix: '/api/needs' })
    .use(withCaller)
    .get(
      '/',
      async ({ request }): Promise<NeedRows & { items: AttentionItem[]; last: Record<string, LastMoments> }> => {
        const items = openNeeds()
        const jobIds = items.filter(({ kind }) => kind === 'cron-failed').map(({ id }) => id)
        const sessionIds = items.filter(isOfSession).map(({ id }) => id)
        const rows = fromJson(await reader.needRows({ sessionIds, jobIds }, request))
        return { items, ...rows, last: await lastOf(rows.sessions, request.signal) }
      },
      requireRole('viewer'),
    )
    .get(
      '/aside',
      ({ query: { q, days } }): SetAside => {
        const at = now()
        const since = startOfDay(dayOf(at, timezone), timezone) - (days - 1) * dayMs
        const names = new Map(agentNames().map(({ id, name }) => [id, name]))
        const isFound = finderOf(q)
        const fits = (one: NeedRecord | IgnoreRule) =>
          q.trim() === '' || isFound(searchTextOf(one, (id) => names.get(id) ?? id))
        return setAsideOf(attention.pastSince(since), attention.rules(), fits)
      },
      { query: aside, ...requireRole('viewer') },
    )
    .post(
      '/:key/dismiss',
      ({ params: { key }, caller }) => act(caller, 'dismiss a need', nameOf(key), (by) => attention.dismiss(key, by)),
      { params: needKey, ...requireRole('operator') },
    )
    .post(
      '/:key/snooze',
      ({ params: { key }, body, caller }) =>
        act(caller, 'snooze a need', nameOf(key), (by) => attention.snooze(key, body.until, by)),
      { params: needKey, body: lazily(() => z.object({ until: z.enum(snoozes) })), ...requireRole('operator') },
    )
    .post(
      '/:key/ignore',
      ({ params: { key }, caller }) =>
        act(caller, 'always ignore a kind of need', nameOf(key), (by) => attention.ignore(key, by)),
      { params: needKey, ...requireRole('operator') },
    )
    .post(
      '/:key/bring-back',
      ({ params: { key }, caller }) => act(caller, 'bring back a need', nameOf(key), () => attention.bringBack(key)),
      { params: needKey, ...requireRole('operator') },
    )
    .post(
      '/show-again',
      async ({ body, caller }) => {
        await act(caller, 'show a kind of need again', `${body.kind}: ${body.subject}`, () => attention.showAgain(body))
        return { shown: true }
      },
      { body: rule, ...requireRole('operator') },
    )
}

/** Whether the id of a need is that of a session. */
const isOfSession = ({ kind }: Pick<AttentionItem, 'kind'>) =>
  kind !== 'cron-failed' &&
  kind !== 'budget-passed' &&
  kind !== 'breaker-tripped' &&
  kind !== 'file-conflict' &&
  kind !== 'incident' &&
  kind !== 'terminal-asks' &&
  kind !== 'approval-asked' &&
  kind !== 'agent-asked'
