import type { TranscriptItem } from '../facts/transcript.ts'
import type { ContextPart, TranscriptDigest } from '../facts/transcript-digest.ts'

/** A picture takes about as much of a context as so many bytes of text. */
const pictureBytes = 6_000

/**
 * What stands in the context, by the size of its text since the last compaction. What the program itself adds (its
 * prompt, the descriptions of tools) is written nowhere: a share of a context is an estimate.
 */
export function createContextParts() {
  const parts = new Map<ContextPart, number>()
  let largest: TranscriptDigest['context']['largest'] = null

  function put(part: ContextPart, bytes: number) {
    if (bytes > 0) parts.set(part, (parts.get(part) ?? 0) + bytes)
  }

  function compare(itemId: string, name: string, bytes: number) {
    if (bytes > (largest?.bytes ?? 0)) largest = { itemId, name, bytes }
  }

  return {
    add(item: TranscriptItem) {
      switch (item.kind) {
        case 'message':
          put('conversation', item.bytes)
          put('pictures', item.pictures.length * pictureBytes)
          return compare(item.id, item.role === 'user' ? 'A message' : 'An answer', item.bytes)
        case 'thinking':
          return put('thinking', item.bytes)
        case 'tool': {
          put('tool-calls', item.input?.bytes ?? 0)
          put('tool-results', item.result?.bytes ?? 0)
          put('pictures', (item.result?.pictures.length ?? 0) * pictureBytes)
          return compare(item.id, item.tool === 'tool' ? 'A result' : item.tool, item.result?.bytes ?? 0)
        }
        case 'note':
          if (item.note === 'compaction' || item.note === 'reset') {
            parts.clear()
            largest = null
          }
          if (item.note === 'compaction' || item.note === 'context') put('program', item.bytes)
          return
        case 'record':
          return
      }
    },

    digest: (): TranscriptDigest['context'] => ({
      parts: [...parts].map(([part, bytes]) => ({ part, bytes })).sort((a, b) => b.bytes - a.bytes),
      largest,
    }),
  }
}
