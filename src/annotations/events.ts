import type { Annotation } from './annotation.ts'

/** What people note about sessions, as it is now; null where nothing is left of it. */
export type AnnotationEvent = {
  kind: 'annotations.changed'
  changes: { sessionId: string; annotation: Annotation | null }[]
}
