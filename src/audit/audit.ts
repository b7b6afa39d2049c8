import { desc, lt } from 'drizzle-orm'
import { redact } from '../lib/redact.ts'
import type { Store } from '../store/store.ts'
import { typedQueries } from '../store/typed-queries.ts'
import type { AuditLine } from './audit-line.ts'
import type { AuditEvent } from './events.ts'
import { audit } from './table.ts'

const longestText = 2_000

export type Audit = ReturnType<typeof createAudit>

/** The append-only record of requested actions: by whom, on what, and how they ended. */
export function createAudit(
  store: Store,
  {
    now,
    publish,
    before = [],
  }: {
    now: () => number
    publish: (event: AuditEvent) => unknown
    /** What a demo says was done before it began, the oldest first. */
    before?: readonly Omit<AuditLine, 'id'>[] | undefined
  },
) {
  const queries = typedQueries(store)
  if (before.length > 0)
    queries
      .insert(audit)
      .values([...before])
      .run()
  return {
    /** Records a line before returning; throws where it cannot be recorded. */
    write(draft: Omit<AuditLine, 'id' | 'at'>): AuditLine {
      const line = queries
        .insert(audit)
        .values({
          ...draft,
          at: now(),
          who: oneLine(draft.who),
          target: clean(draft.target),
          detail: draft.detail === null ? null : clean(draft.detail),
        })
        .returning()
        .get()
      publish({ kind: 'audited', line })
      return line
    },

    /** The newest lines first. `cursor` is the `nextCursor` of the previous answer. */
    lines({ cursor, limit }: { cursor?: number | undefined; limit: number }) {
      const found = queries
        .select()
        .from(audit)
        .where(cursor === undefined ? undefined : lt(audit.id, cursor))
        .orderBy(desc(audit.id))
        .limit(limit + 1)
        .all() as AuditLine[]
      const items = found.slice(0, limit)
      return { items, nextCursor: found.length > limit ? String(items.at(-1)!.id) : null }
    },
  }
}

// Names and reasons are foreign text: secrets and line breaks are removed before they are recorded.
const clean = (text: string) => oneLine(redact(text.slice(0, 4 * longestText)))

function oneLine(text: string) {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line
}
