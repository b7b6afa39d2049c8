import { Elysia } from 'elysia'
import { z } from 'zod'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import type { TranscriptPage } from '../facts/transcript.ts'
import { fromJson, jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { filterOf, sessionFilter, splitWithCommas, withCommas } from './filter-query.ts'
import type { LastMoments } from './last-moments.ts'
import { createLastPrompts, type LastPrompt } from './last-prompts.ts'
import { createLastMoments } from './read-last-moments.ts'
import type { ReadTranscript } from './read-transcript-ends.ts'
import type { SessionReads } from './reads.ts'
import type { SessionFilter } from './session-filter.ts'
import { sorts } from './session-order.ts'

const list = lazily(() =>
  sessionFilter.extend({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(8_000).optional(),
    sort: z.enum(sorts).default('standing'),
    dir: z.enum(['asc', 'desc']).optional(),
    tree: z.enum(['0', '1']).optional(),
  }),
)

/** How far transcripts were looked through for tools: those of sessions that were active since a time (ms). */
export type ToolSurvey = { since: number; sessions: number; done: number }

const page = lazily(() =>
  z.object({
    limit: z.coerce.number().int().min(1).max(400).default(100),
    cursor: z.string().max(1_000).optional(),
    before: z.string().max(1_000).optional(),
    from: z.coerce.number().int().min(0).optional(),
  }),
)

const emptyPage = { items: [], previousCursor: null, complete: true, start: 0, end: 0, size: 0 }

/** The cursor of a transcript of which nothing can be read: it goes on with the first entry that is written. */
const nothing = 'nothing'

/**
 * Lists, counts and transcripts of sessions. `lookForTools` hears when somebody asks for sessions by their tools, and of
 * which time (ms): the transcripts that may hold them are read then.
 */
export const sessionRoutes = (
  reader: Reader<SessionReads>,
  readTranscript: ReadTranscript,
  lookForTools: (of: Pick<SessionFilter, 'since' | 'before'>) => Promise<ToolSurvey>,
) => {
  const lastOf = createLastMoments(readTranscript)
  const promptsOf = createLastPrompts(readTranscript)
  return new Elysia({ prefix: '/api/sessions' })
    .get(
      '/',
      async ({ query: { limit, cursor, sort, dir, tree, ...rest }, request }) => {
        const filter = filterOf(rest)
        const byTool = filter.tool !== undefined || filter.not?.tool !== undefined
        if (byTool && !isScreen(request)) void lookForTools(filter)
        const query = { ...filter, limit, cursor, sort, dir, tree: tree === '1' }
        return jsonBody(await reader.listSessions({ query, forScreen: isScreen(request) }, request))
      },
      { query: list, ...requireRole('screen') },
    )
    .get(
      '/facets',
      async ({ query, request }) =>
        jsonBody(await reader.sessionFacets({ filter: filterOf(query), forScreen: isScreen(request) }, request)),
      { query: sessionFilter, ...requireRole('screen') },
    )
    .get('/tools', ({ query }) => lookForTools(query), {
      query: sessionFilter.pick({ since: true, before: true }),
      ...requireRole('viewer'),
    })
    .get(
      '/prompts',
      async ({ query: { ids }, request }): Promise<Record<string, LastPrompt>> => {
        const known = fromJson(await reader.knownSessions({ ids: splitWithCommas(ids) }, request))
        return promptsOf(known, request.signal)
      },
      { query: lazily(() => z.object({ ids: withCommas(8_000) })), ...requireRole('viewer') },
    )
    .get(
      '/:id',
      async ({ params, request }) => jsonBody(await reader.session(params.id, request)),
      requireRole('viewer'),
    )
    .get(
      '/:id/last',
      async ({ params, request }): Promise<LastMoments> => {
        const session = fromJson(await reader.session(params.id, request))
        const { [session.id]: last } = await lastOf([session], request.signal)
        return last ?? { call: null, words: null }
      },
      requireRole('viewer'),
    )
    .get(
      '/:id/transcript',
      async ({ params, query: { limit, cursor, before, from }, request }): Promise<TranscriptPage> => {
        if ([cursor, before, from].filter((place) => place !== undefined).length > 1)
          throw new Refusal(
            'bad-input',
            'Ask with cursor for what came after, with before for what was before, or with from for what begins at a position: with one of them.',
          )
        // Refuses a session that is not in the index.
        await reader.session(params.id, request)
        const asked = { limit, cursor: cursor === nothing ? undefined : cursor, before, from }
        const answer = await readTranscript(params.id, asked, request.signal)
        switch (answer.kind) {
          case 'page':
            return answer.page
          case 'missing':
            return { ...emptyPage, nextCursor: nothing, missing: answer.reason }
          case 'bad-cursor':
            throw new Refusal(
              'bad-input',
              'cursor and before must be the nextCursor and previousCursor of a page of this transcript. It may have been written anew since: ask without them.',
            )
          case 'failed':
            throw new Refusal('unavailable', `The transcript cannot be read now. ${answer.reason}`)
        }
      },
      { query: page, ...requireRole('viewer') },
    )
}
