import { Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import { placeOfItem } from '../facts/item-id.ts'
import type { TranscriptGone } from '../facts/transcript-access.ts'
import { fromJson, jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { streamOf } from '../lib/stream-of.ts'
import type { SessionReads } from '../sessions/reads.ts'
import { costLabelOf, type Session } from '../sessions/session.ts'
import { contextsAtCompactions } from './compactions.ts'
import { type ExportedSession, type ExportHead, exportFileName, exportFormats, formatFiles } from './export/formats.ts'
import { inTree } from './export/in-tree.ts'
import { type FindAnswer, findPlaces } from './find.ts'
import type { SessionDigest } from './meter.ts'
import type { TranscriptReads } from './reads.ts'
import type { TranscriptTexts } from './texts.ts'
import { turnCosts } from './turn-costs.ts'

/** A whole text comes in pieces of so many letters. */
const maxPieceLength = 256 << 10

const itemId = lazily(() =>
  z
    .string()
    .max(40)
    .refine((id) => placeOfItem(id) !== undefined, 'must be the id of an item'),
)
const whole = (max = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(0).max(max)

const askedText = lazily(() =>
  z.object({
    item: itemId,
    part: z.enum(['text', 'input', 'result']).default('text'),
    from: whole().default(0),
  }),
)
const askedPicture = lazily(() => z.object({ item: itemId, number: whole(1_000).default(0) }))
const askedWords = lazily(() =>
  z.object({
    q: z.string().trim().min(1).max(200),
    in: z.enum(findPlaces).default('all'),
    before: whole().optional(),
  }),
)
const askedMoment = lazily(() => z.object({ at: whole() }))
const askedFile = lazily(() => z.object({ as: z.enum(exportFormats) }))

type Deps = {
  reader: Reader<SessionReads & TranscriptReads>
  texts: TranscriptTexts
  agentNames: () => readonly { id: string; name: string }[]
  timezone: string
}

/** The text of a session beyond its pages: in short, as a file, and what is looked for in it. */
export function transcriptRoutes({ reader, texts, agentNames, timezone }: Deps) {
  /** Refuses a session that is not in the index, so that no other id reaches a source. */
  const sessionOf = async (id: string, request: Request) => fromJson(await reader.session(id, request))

  return new Elysia({ prefix: '/api/sessions/:id' })
    .get(
      '/digest',
      async ({ params, request }): Promise<SessionDigest> => {
        await sessionOf(params.id, request)
        const [answer, calls] = await Promise.all([
          texts.digest(params.id, request.signal),
          reader.sessionCalls(params.id, request),
        ])
        if (answer.kind === 'missing') return { ...emptyDigest, missing: answer.reason }
        if (answer.kind !== 'digest') throw unreadable(answer)
        const { turns, ...digest } = answer.digest
        const known = fromJson(calls)
        const { costs, before } = turnCosts(turns, known, digest.turnsLeftOut)
        return {
          ...digest,
          turns: turns.map((turn, number) => ({ ...turn, costUsd: costs[number] ?? null })),
          costBeforeUsd: before,
          compactedAtTokens: contextsAtCompactions(turns, known),
          missing: null,
        }
      },
      requireRole('viewer'),
    )
    .get(
      '/meter',
      async ({ params, request }) => {
        await sessionOf(params.id, request)
        return jsonBody(await reader.sessionMeter(params.id, request))
      },
      requireRole('viewer'),
    )
    .get(
      '/transcript/text',
      async ({ params, query: { item, part, from }, request }) => {
        await sessionOf(params.id, request)
        const answer = await texts.text(params.id, { itemId: item, part }, request.signal)
        if (answer.kind !== 'text') throw notThere(answer)
        const { text } = answer
        const end = Math.min(text.length, from + maxPieceLength)
        return { text: text.slice(from, end).toWellFormed(), next: end < text.length ? end : null, length: text.length }
      },
      { query: askedText, ...requireRole('viewer') },
    )
    .get(
      '/transcript/picture',
      async ({ params, query: { item, number }, request }) => {
        await sessionOf(params.id, request)
        const answer = await texts.picture(params.id, { itemId: item, number }, request.signal)
        if (answer.kind !== 'picture') throw notThere(answer)
        return new Response(answer.bytes, {
          headers: {
            'content-type': answer.type,
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'private, max-age=3600',
          },
        })
      },
      { query: askedPicture, ...requireRole('viewer') },
    )
    .get(
      '/transcript/find',
      async ({ params, query: { q, in: place, before }, request }): Promise<FindAnswer> => {
        await sessionOf(params.id, request)
        return texts.find(params.id, { query: q, place, before: before ?? null }, request.signal)
      },
      { query: askedWords, ...requireRole('viewer') },
    )
    .get(
      '/transcript/item-at',
      async ({ params, query: { at }, request }) => {
        await sessionOf(params.id, request)
        return { itemId: await texts.itemAt(params.id, at, request.signal) }
      },
      { query: askedMoment, ...requireRole('viewer') },
    )
    .get(
      '/export',
      async ({ params, query: { as }, request }) => {
        const session = await sessionOf(params.id, request)
        const names = new Map(agentNames().map(({ id, name }) => [id, name]))
        const exported = (one: Session): ExportedSession => ({
          sessionId: one.id,
          title: one.title ?? 'Untitled session',
          agentName: names.get(one.agentId) ?? 'Agent',
          runtime: one.runtime,
          model: one.model,
          startedAt: one.startedAt,
          costLabel: costLabelOf(one),
          costUsd: one.costUsd,
        })
        const below = fromJson(await reader.sessionsBelow(params.id, request))
        const head: ExportHead = {
          ...exported(session),
          timezone,
          subagents: inTree(below, params.id).map(({ session, depth }) => ({
            ...exported(session),
            depth,
            parentId: session.parentId,
          })),
        }
        return new Response(await streamOf(bytesOf(texts.export(params.id, as, head, request.signal))), {
          headers: {
            'content-type': formatFiles[as].type,
            'content-disposition': attachment(exportFileName(head, as)),
            'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          },
        })
      },
      { query: askedFile, ...requireRole('viewer') },
    )
}

const emptyDigest: Omit<SessionDigest, 'missing'> = {
  read: 0,
  size: 0,
  turns: [],
  turnsLeftOut: 0,
  exchanges: 0,
  marks: [],
  tools: [],
  records: [],
  todos: [],
  subagents: [],
  files: [],
  context: { parts: [], largest: null },
  costBeforeUsd: 0,
  compactedAtTokens: [],
}

const unreadable = ({ reason }: TranscriptGone) =>
  new Refusal('unavailable', `The transcript cannot be read now. ${reason}`)

const notThere = (answer: TranscriptGone) =>
  answer.kind === 'missing' ? new Refusal('not-found', answer.reason) : unreadable(answer)

/** A file name in a header: its letters, and a form without those that an old program may not take. */
const attachment = (name: string) =>
  `attachment; filename="${name.normalize('NFKD').replace(/[^\w.-]+/g, '') || 'session'}"; filename*=UTF-8''${encodeURIComponent(name)}`

async function* bytesOf(pieces: AsyncGenerator<string, void>): AsyncGenerator<Uint8Array, void> {
  const utf8 = new TextEncoder()
  for await (const piece of pieces) if (piece !== '') yield utf8.encode(piece)
}
