import type { Permit } from '../audit/action-gate.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import {
  type Annotation,
  type AnnotationChange,
  type Annotations,
  changed,
  isEmpty,
  noAnnotation,
} from './annotation.ts'
import { annotationRows, putAnnotations } from './annotation-rows.ts'
import type { AnnotationEvent } from './events.ts'

/** So many sessions have an annotation at most, and so long are all notes together, in characters. */
const maxAnnotated = 100_000
const maxNotesLength = 10_000_000
/** A message of the feed holds the annotations of so many sessions. */
const maxPerEvent = 100

/** What one session had, and has now; null for nothing. */
type AnnotationStep = { id: string; before: Annotation | null; after: Annotation | null }

export type AnnotationStore = ReturnType<typeof createAnnotations>

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  publish: (event: AnnotationEvent) => unknown
  /** Hears what changed before anybody is told. */
  changed: (steps: readonly AnnotationStep[]) => void
}

/** What people noted about sessions. All of it is held in memory: lists ask for it session by session. */
export function createAnnotations({ store, now, publish, changed: heard }: Deps) {
  const all = new Map(annotationRows(store))
  let notesLength = 0
  for (const { note } of all.values()) notesLength += note?.length ?? 0

  function stepOf({ id, ...change }: AnnotationChange & { id: string }): AnnotationStep {
    const before = all.get(id) ?? null
    try {
      const after = changed(before ?? noAnnotation, change)
      return { id, before, after: isEmpty(after) ? null : after }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new Refusal('bad-input', error.message)
    }
  }

  return {
    all: (): Annotations => all,

    /**
     * Changes the annotations of sessions, all of them or none, and says what each was. They are written before anybody
     * is told. Throws a Refusal where a session would have too many tags, or where there is no room.
     */
    change(
      permit: Permit,
      changes: readonly (AnnotationChange & { id: string })[],
      by: string,
    ): { steps: AnnotationStep[] } {
      permit.check()
      const steps = changes.map(stepOf).filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
      const grown = (of: (one: Annotation | null) => number) =>
        steps.reduce((sum, { before, after }) => sum + of(after) - of(before), 0)
      const length = notesLength + grown((one) => one?.note?.length ?? 0)
      const added = grown((one) => Number(one !== null))
      if (all.size + added > maxAnnotated && added > 0)
        throw new Refusal('too-many', `${maxAnnotated} sessions have tags, notes or marks. Remove some first.`)
      if (length > maxNotesLength && length > notesLength)
        throw new Refusal('too-many', 'There is no room for more notes. Remove some first.')

      putAnnotations(store, steps, { at: now(), by })
      notesLength = length
      for (const { id, after } of steps)
        if (after === null) all.delete(id)
        else all.set(id, after)
      if (steps.length > 0) heard(steps)
      for (let from = 0; from < steps.length; from += maxPerEvent)
        publish({
          kind: 'annotations.changed',
          changes: steps.slice(from, from + maxPerEvent).map(({ id, after }) => ({ sessionId: id, annotation: after })),
        })
      return { steps }
    },
  }
}
