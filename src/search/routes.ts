import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate, Confirmation } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { lazily } from '../lib/lazily.ts'
import { filterOf, sessionFilter, withCommas } from '../sessions/filter-query.ts'
import type { SearchAnswer } from './answer.ts'
import { searchPlaces } from './places.ts'
import type { Search } from './search.ts'

const maxQueryLength = 12_000

/** What is looked for, where, and which sessions: by the same names as in the list of sessions. */
const question = lazily(() =>
  sessionFilter.omit({ q: true }).extend({
    q: withCommas(maxQueryLength).default(''),
    in: z.enum(searchPlaces).default('all'),
    session: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z.string().max(2_000).optional(),
  }),
)

const rebuildQuestion: Confirmation = {
  question: 'Rebuild the search index?',
  effect:
    'The index is taken away and made anew out of the transcripts. Nothing else is touched. Meanwhile everything is still found, by reading, which takes longer.',
  hits: [],
  exact: null,
  phrase: 'rebuild',
  isTyped: false,
  verb: 'Rebuild the index',
  safeVerb: 'Keep it',
}

export const searchRoutes = ({ search, actionGate }: { search: Search; actionGate: ActionGate }) =>
  new Elysia({ prefix: '/api/search' })
    .use(withCaller)
    .get(
      '/',
      ({ query: { q, in: place, session, limit, cursor, ...filter }, request }): Promise<SearchAnswer> =>
        search.search(
          {
            q: typeof q === 'string' ? q : q.join(','),
            place,
            limit,
            cursor: cursor ?? null,
            sessionId: session ?? null,
            filter: filterOf(filter),
          },
          request,
        ),
      { query: question, ...requireRole('viewer') },
    )
    .post(
      '/rebuild',
      ({ caller, body }) =>
        actionGate.pass({
          caller,
          action: 'rebuild the search index',
          target: 'search index',
          needs: 'operator',
          confirm: { given: body?.confirm, ask: rebuildQuestion },
          perform: () => search.rebuild(),
        }),
      {
        body: lazily(() => z.object({ confirm: z.string().max(40).optional() }).optional()),
        ...requireRole('operator'),
      },
    )
