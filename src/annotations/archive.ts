import { fromJson, type Reader } from '../lib/json.ts'
import type { SessionEvent } from '../sessions/events.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { Annotation, Annotations } from './annotation.ts'

type Deps = {
  annotations: () => Annotations
  reader: Reader<Pick<SessionReads, 'sessionsOf' | 'countListed'>>
  publish: (event: SessionEvent) => unknown
  /** How many are archived has become known, or what is archived has changed. */
  changed: () => void
  onError: (error: unknown) => void
}

/** What is archived stays away from every view that does not ask for it, also while it is at work. */
export function createArchive({ annotations, reader, publish, changed, onError }: Deps) {
  let listed = 0
  /** Of several counts at once the last one holds. */
  let asked = 0

  const isArchived = (id: string) => annotations().get(id)?.isArchived ?? false

  async function count() {
    const own = ++asked
    const ids = [...annotations()].flatMap(([id, one]) => (one.isArchived ? [id] : []))
    const found = ids.length === 0 ? 0 : fromJson(await reader.countListed({ ids })).sessions
    if (own !== asked || found === listed) return
    listed = found
    changed()
  }

  return {
    isArchived,

    /** How many of the listed sessions are archived, as far as that has been counted. */
    listed: () => listed,

    count: () => count().catch(onError),

    /** An event of a session, marked where the session is archived. */
    marked: (event: SessionEvent): SessionEvent =>
      event.kind === 'session.changed' && isArchived(event.session.id) ? { ...event, isArchived: true } : event,

    /** Tells every page which sessions were archived or brought back, as an event of each. */
    async tell(steps: readonly { id: string; before: Annotation | null; after: Annotation | null }[]) {
      const ids = steps.flatMap(({ id, before, after }) =>
        (before?.isArchived ?? false) === (after?.isArchived ?? false) ? [] : [id],
      )
      if (ids.length === 0) return
      changed()
      try {
        for (const session of fromJson(await reader.sessionsOf({ ids })))
          publish({ kind: 'session.changed', session, ...(isArchived(session.id) && { isArchived: true as const }) })
        await count()
      } catch (error) {
        onError(error)
      }
    },
  }
}
