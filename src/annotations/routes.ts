import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SessionReads } from '../sessions/reads.ts'
import { maxNoteLength, maxTagLength, maxTags, tagOf } from './annotation.ts'
import type { AnnotationStore } from './annotations.ts'

const maxChanges = 500

const tags = lazily(() =>
  z
    .array(
      z.string().transform((text, context) => {
        const tag = tagOf(text)
        if (tag === undefined) {
          const message = `should be one line of at most ${maxTagLength} characters, without a comma, a star or a quotation mark, and no dash before it`
          context.addIssue({ code: 'custom', message })
          return z.NEVER
        }
        return tag
      }),
    )
    .max(maxTags)
    .optional(),
)

const note = lazily(() =>
  z
    .string()
    .max(maxNoteLength)
    .refine((text) => !/[^\P{C}\n\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text), 'should be printable text')
    .nullable()
    .optional(),
)

const change = lazily(() =>
  z.strictObject({
    id: z.string().min(1).max(400),
    addTags: tags,
    removeTags: tags,
    isPinned: z.boolean().optional(),
    isArchived: z.boolean().optional(),
    note,
  }),
)
type Change = z.infer<typeof change>

const body = lazily(() =>
  z.strictObject({
    changes: z
      .array(change)
      .min(1)
      .max(maxChanges)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'should name each session once'),
  }),
)

export type AnnotationDeps = {
  annotations: AnnotationStore
  reader: Reader<Pick<SessionReads, 'knownSessions'>>
  actionGate: ActionGate
}

/** Tags, pins, notes and archives of sessions. What they are now comes with the lists of sessions. */
export const annotationRoutes = ({ annotations, reader, actionGate }: AnnotationDeps) =>
  new Elysia({ prefix: '/api/annotations' }).use(withCaller).post(
    '/',
    async ({ body: { changes }, caller, request }) => {
      const ids = changes.map(({ id }) => id)
      const known = new Set(fromJson(await reader.knownSessions({ ids }, request)).map(({ id }) => id))
      const gone = ids.filter((id) => !known.has(id))
      if (gone.length > 0)
        throw new Refusal(
          'not-found',
          gone.length === 1
            ? `Nothing was changed: there is no session ${gone[0]}.`
            : `Nothing was changed: ${gone.length} of these sessions are not in the index.`,
        )
      return actionGate.pass({
        caller,
        action: actionOf(changes),
        target: ids.length === 1 ? ids[0]! : `${ids.length} sessions`,
        needs: 'operator',
        perform: (permit) => annotations.change(permit, changes, caller.name),
      })
    },
    { body, ...requireRole('operator') },
  )

/** What is done, in the words of the audit: what it is done with is not repeated there. */
function actionOf(changes: readonly Change[]): string {
  const verbs = new Set(
    changes
      .flatMap(({ addTags, removeTags, isPinned, isArchived, note }) => [
        addTags?.length || removeTags?.length ? 'tag' : [],
        isPinned === undefined ? [] : isPinned ? 'pin' : 'unpin',
        isArchived === undefined ? [] : isArchived ? 'archive' : 'bring back from the archive',
        note === undefined ? [] : 'note',
      ])
      .flat(),
  )
  return [...verbs].join(' and ') || 'annotate'
}
