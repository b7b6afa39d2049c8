import type { TranscriptItem } from '../facts/transcript.ts'
import type { ContextPart, TranscriptDigest } from '../facts/transcript-digest.ts'

/** A picture takes about as much of a context as so many bytes of text. */
const pictureBytes = 6_000

type Tool = Extract<TranscriptItem, { kind: 'tool' }>

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
    /** `call` is the call that a result belongs to, where it is known. */
    add(item: TranscriptItem, call?: Tool) {
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
          return compare(item.id, nameOf(call ?? item), item.result?.bytes ?? 0)
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

/** What a call was about, in a few words: `Read src/main.ts`. */
function nameOf({ tool, argument, input }: Tool): string {
  if (input === null && argument === null) return 'A result'
  return [tool, argument?.slice(0, 80)].filter(Boolean).join(' ')
}
