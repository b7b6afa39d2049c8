import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../../audit/action-gate.ts'
import { isScreen, withCaller } from '../../auth/caller.ts'
import { requireRole } from '../../auth/require-role.ts'
import { lazily } from '../../lib/lazily.ts'
import { officeLayout } from '../plan.ts'
import { layoutForScreen, readLayout } from './layout.ts'
import type { Layouts } from './layouts.ts'

export type LayoutRouteDeps = { layouts: Layouts; actionGate: ActionGate }

/** Some 5,000 pieces have so many values; many more keys would hold the server up while they are parsed. */
const mostValues = 40_000

const revision = lazily(() => z.int().min(0))
const draft = lazily(() =>
  z.strictObject({
    /** null has the office composed by itself again. */
    layout: officeLayout.nullable(),
    /** The revision that was loaded, on which this goes on. */
    revision,
    note: z
      .string()
      .max(200)
      .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'should be printable text')
      .transform((text) => text.trim() || null)
      .optional(),
  }),
)
const imported = lazily(() => z.strictObject({ layout: z.unknown() }))

/** The office as people have built it: what is there, what was before, and saving another one. It stands below `/api/office`. */
export const layoutRoutes = ({ layouts, actionGate }: LayoutRouteDeps) =>
  new Elysia({ prefix: '/layout' })
    .use(withCaller)
    .get(
      '/',
      ({ request }) => (isScreen(request) ? layoutForScreen(layouts.current()) : layouts.current()),
      requireRole('screen'),
    )
    .put(
      '/',
      ({ body, caller }) =>
        actionGate.pass({
          caller,
          action: body.layout === null ? 'have the office composed by itself' : 'save the office',
          target: `office version ${body.revision + 1}`,
          needs: 'operator',
          perform(permit) {
            const { revision, savedAt, savedBy } = layouts.save(permit, body, caller.name)
            return { revision, savedAt, savedBy }
          },
        }),
      { body: draft, ...requireRole('operator', { bodyValues: mostValues }) },
    )
    .get('/versions', () => ({ items: layouts.versions(), nextCursor: null }), requireRole('viewer'))
    .get('/versions/:revision', ({ params }) => layouts.version(params.revision), {
      params: lazily(() => z.object({ revision: z.coerce.number().pipe(revision) })),
      ...requireRole('viewer'),
    })
    .post(
      '/check',
      ({ body }): { faults: string[] } => {
        const read = readLayout(body.layout)
        return 'faults' in read ? read : { faults: [] }
      },
      { body: imported, ...requireRole('operator', { bodyValues: mostValues }) },
    )
