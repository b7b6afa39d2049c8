import type { ToolAction } from '../facts/tool-action.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import type { DigestFile } from '../facts/transcript-digest.ts'
import { type Touch, touchesOf } from '../files/touches-of.ts'

/** More files than these are not listed. */
const maxFiles = 5_000

/** The files that a session read and changed, from its calls in written order. */
export function createTouchedFiles() {
  const files = new Map<string, DigestFile>()

  function put({ path, how, added, removed, isGuessed }: Touch, { id, at }: TranscriptItem) {
    const before = files.get(path)
    if (!before && files.size >= maxFiles) return
    const isRead = how === 'read'
    const file: DigestFile = before ?? {
      path,
      reads: 0,
      writes: 0,
      change: null,
      added: null,
      removed: null,
      isGuessed: true,
      at: null,
      itemId: id,
    }
    // What was touched last stands last.
    files.delete(path)
    files.set(path, {
      ...file,
      reads: file.reads + (isRead ? 1 : 0),
      writes: file.writes + (isRead ? 0 : 1),
      change: isRead ? file.change : how,
      added: added === null ? file.added : (file.added ?? 0) + added,
      removed: removed === null ? file.removed : (file.removed ?? 0) + removed,
      isGuessed: file.isGuessed && isGuessed,
      at: at ?? file.at,
      itemId: isRead && file.writes > 0 ? file.itemId : id,
    })
  }

  return {
    add(action: ToolAction, call: TranscriptItem) {
      for (const touch of touchesOf(action)) put(touch, call)
    },

    /** The last touched first. */
    list: (): DigestFile[] => [...files.values()].reverse(),
  }
}
