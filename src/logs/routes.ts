import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { splitList } from '../lib/comma-list.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { type LogFilter, type LogLevel, logLevels } from './log-line.ts'
import type { Logs } from './logs.ts'

const moment = lazily(() => z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional())
/** The framework takes a text with commas apart. */
const withCommas = (max: number) =>
  lazily(() => z.union([z.string().min(1).max(max), z.array(z.string().max(max)).max(200)]))
type WithCommas = z.infer<ReturnType<typeof withCommas>>
const words = lazily(() => withCommas(500).optional())
const limit = lazily(() => z.coerce.number().int().min(1).max(1_000).default(200))
/** Several names have commas between them. */
const sources = lazily(() => withCommas(1_000).optional())
const levels = lazily(() =>
  withCommas(100)
    .refine(
      (text) => splitList(text.toString()).every(isLevel),
      `should be of ${logLevels.join(', ')}, with commas between them`,
    )
    .optional(),
)

const narrowed = { source: sources, level: levels, since: moment, until: moment }
const regex = lazily(() =>
  words.refine((text) => isExpression(text?.toString() ?? ''), 'should be a regular expression'),
)
const cursor = lazily(() => z.string().regex(/^-?\d{1,16}\.\d{1,16}$/, 'should be the cursor of a page'))
const position = lazily(() =>
  z.string().regex(/^[0-9a-f]{8}-\d{1,16}$/, 'should be a position that was answered before'),
)
const found = lazily(() => z.object({ ...narrowed, q: words, regex, cursor: cursor.optional(), limit }))
const around = lazily(() => z.object({ line: cursor, count: z.coerce.number().int().min(1).max(200).default(5) }))
const news = lazily(() => z.object({ source: sources, level: levels, q: words, after: position.optional(), limit }))
const histogram = lazily(() => z.object({ ...narrowed, steps: z.coerce.number().int().min(1).max(1_000).default(120) }))
const errors = lazily(() => z.object({ source: sources, since: moment, q: words, limit }))
const one = lazily(() => z.object({ id: z.string().regex(/^[a-z0-9]{1,20}$/, 'should be the id of a kind of error') }))
const muting = lazily(() => z.strictObject({ isMuted: z.boolean() }))

/** The logs as they are asked: what does the work is loaded with the first question. */
type Deps = { logs: { ask<Answer>(method: (logs: Logs) => Promise<Answer>): Promise<Answer> }; actionGate: ActionGate }

/** What the logs say: lines over the whole history, what is new, how many there are, and the kinds of errors in them. */
export const logRoutes = ({ logs, actionGate }: Deps) =>
  new Elysia({ prefix: '/api' })
    .use(withCaller)
    .get(
      '/logs',
      ({ query: { cursor, limit, ...narrowing }, request }) =>
        logs.ask(({ search }) => search({ filter: filterOf(narrowing), cursor, limit }, request.signal)),
      { query: found, ...requireRole('viewer') },
    )
    .get(
      '/logs/news',
      ({ query: { after, limit, ...narrowing }, request }) =>
        logs.ask(({ news }) => news({ filter: filterOf(narrowing), after, limit }, request.signal)),
      { query: news, ...requireRole('viewer') },
    )
    .get(
      '/logs/around',
      async ({ query, request }) => ({
        items: await logs.ask(({ around }) => around(query, request.signal)),
        nextCursor: null,
      }),
      { query: around, ...requireRole('viewer') },
    )
    .get('/logs/sources', () => logs.ask(({ sources }) => sources()), requireRole('viewer'))
    .get(
      '/logs/histogram',
      ({ query: { steps, ...narrowing }, request }) =>
        logs.ask(({ histogram }) => histogram(filterOf(narrowing), steps, request.signal)),
      { query: histogram, ...requireRole('viewer') },
    )
    .get(
      '/errors',
      async ({ query: { source, since, q, limit }, request }) => ({
        items: await logs.ask(({ errors }) => errors(filterOf({ source, q, since }), limit, request.signal)),
        nextCursor: null,
      }),
      { query: errors, ...requireRole('viewer') },
    )
    .put(
      '/errors/:id/muted',
      async ({ params: { id }, body: { isMuted }, caller }) => {
        const group = isMuted
          ? (await logs.ask(({ errors }) => errors({}, 1_000))).find((known) => known.id === id)
          : undefined
        if (isMuted && !group) throw new Refusal('not-found', 'There is no kind of error with that id.')
        return actionGate.pass({
          caller,
          action: isMuted ? 'mute errors' : 'show errors again',
          target: group?.signature ?? id,
          needs: 'operator',
          perform: (permit) => logs.ask(({ setMuted }) => setMuted(permit, id, isMuted, caller.name)),
        })
      },
      { params: one, body: muting, ...requireRole('operator') },
    )

type Narrowing = {
  source?: WithCommas | undefined
  level?: WithCommas | undefined
  q?: WithCommas | undefined
  regex?: WithCommas | undefined
  since?: number | undefined
  until?: number | undefined
}

const filterOf = ({ source, level, q, regex, since, until }: Narrowing): LogFilter => ({
  sources: source === undefined ? undefined : splitList(source.toString()),
  levels: level === undefined ? undefined : splitList(level.toString()).filter(isLevel),
  q: q?.toString(),
  regex: regex?.toString(),
  since,
  until,
})

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'i') !== undefined
  } catch {
    // It is said to whoever wrote it.
    return false
  }
}

function isLevel(name: string): name is LogLevel {
  return logLevels.some((level) => level === name)
}
