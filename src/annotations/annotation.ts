import { oneLine } from '../lib/plain-text.ts'

/** What people noted about a session: all of it is theirs, none of it is read from a runtime. */
export type Annotation = {
  /** In the order of the alphabet, each once. */
  tags: readonly string[]
  isPinned: boolean
  /** Lists leave it out unless they ask for what is archived; sums keep it. */
  isArchived: boolean
  /** May have several lines; null where there is none. */
  note: string | null
}

/** What is changed of an annotation; what is undefined stays as it is. */
export type AnnotationChange = {
  addTags?: readonly string[] | undefined
  removeTags?: readonly string[] | undefined
  isPinned?: boolean | undefined
  isArchived?: boolean | undefined
  /** null or nothing but space removes it. */
  note?: string | null | undefined
}

/** By session id; sessions without an annotation are not in it. */
export type Annotations = ReadonlyMap<string, Annotation>

export const maxTagLength = 40
export const maxTags = 20
export const maxNoteLength = 2_000

export const noAnnotation: Annotation = { tags: [], isPinned: false, isArchived: false, note: null }

export const isEmpty = ({ tags, isPinned, isArchived, note }: Annotation) =>
  tags.length === 0 && !isPinned && !isArchived && note === null

/**
 * A tag as it is kept: one line in lower case, dashes for spaces, so that it can be typed as `tag:…`. Undefined where
 * nothing is left, where it is too long, or where it holds a sign that means something in a filter.
 */
export function tagOf(text: string): string | undefined {
  const tag = oneLine(text).toLowerCase().replace(/\s+/g, '-')
  return tag === '' || tag.length > maxTagLength || /^-|[*,"]/.test(tag) ? undefined : tag
}

/** An annotation after a change. Throws a RangeError in a sentence where it would have too many tags. */
export function changed(before: Annotation, change: AnnotationChange): Annotation {
  const removed = new Set(change.removeTags)
  const tags = [...new Set([...before.tags, ...(change.addTags ?? [])])].filter((tag) => !removed.has(tag)).sort()
  if (tags.length > maxTags) throw new RangeError(`A session may have ${maxTags} tags.`)
  const note = change.note === undefined ? before.note : change.note?.trim() || null
  return {
    tags,
    isPinned: change.isPinned ?? before.isPinned,
    isArchived: change.isArchived ?? before.isArchived,
    note,
  }
}
