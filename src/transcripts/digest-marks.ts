import { positionIn } from '../facts/item-id.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import type { DigestMark } from '../facts/transcript-digest.ts'

/** A map of a transcript needs no more marks than a screen has lines. */
const maxMarks = 2_048

/** Where two marks become one, the first of these that either has is what the whole is. */
const severity: DigestMark['kind'][] = ['error', 'person', 'note', 'agent', 'tool']

/** Adds an item to the marks of a map; where they become too many, each two neighbours become one. */
export function addMark(marks: DigestMark[], item: TranscriptItem) {
  const mark = markOf(item)
  if (!mark) return
  marks.push(mark)
  if (marks.length <= maxMarks) return
  for (let number = 0; number * 2 < marks.length; number++) {
    const [one, other] = [marks[number * 2]!, marks[number * 2 + 1]]
    marks[number] = other ? merged(one, other) : one
  }
  marks.length = Math.ceil(marks.length / 2)
}

const merged = (one: DigestMark, other: DigestMark): DigestMark => ({
  position: one.position,
  bytes: one.bytes + other.bytes,
  kind: severity.find((kind) => one.kind === kind || other.kind === kind) ?? one.kind,
})

function markOf(item: TranscriptItem): DigestMark | undefined {
  const position = positionIn(item.id)
  switch (item.kind) {
    case 'message':
      return { position, bytes: item.bytes, kind: item.role === 'user' ? 'person' : 'agent' }
    case 'thinking':
      return { position, bytes: item.bytes, kind: 'agent' }
    case 'tool':
      return {
        position,
        bytes: (item.input?.bytes ?? 0) + (item.result?.bytes ?? 0),
        kind: item.result?.isError ? 'error' : 'tool',
      }
    case 'note':
      if (item.note === 'context' || item.note === 'other' || item.note === 'model-change') return undefined
      return { position, bytes: item.bytes, kind: item.note === 'error' ? 'error' : 'note' }
    case 'record':
      return undefined
  }
}
