import type { TouchKind } from '../../src/files/file.ts'
import { whole } from '../../src/lib/format.ts'

type Change = { how: TouchKind | null; added: number | null; removed: number | null }

const words: Record<TouchKind, string> = {
  read: 'read',
  create: 'new',
  write: 'written',
  edit: 'edited',
  move: 'moved',
  delete: 'deleted',
  outside: 'from outside',
}

/** What a change came to, in few letters: its lines where they are known, else what was done. */
export function changeWords({ how, added, removed }: Change): string {
  if (how === 'create' && added === null) return words.create
  if (added !== null || removed !== null) return linesWords(added, removed)
  return how === null ? '' : words[how]
}

/** Lines that came and went, as far as they are known: `+18 −4`, `+18`. */
export const linesWords = (added: number | null, removed: number | null) =>
  [added === null ? '' : `+${whole(added)}`, removed === null ? '' : `−${whole(removed)}`].filter(Boolean).join(' ')

/** The same in a sentence about who did it: `wrote 18 lines`. */
export const didWords: Record<TouchKind, string> = {
  read: 'read it',
  create: 'created it',
  write: 'wrote it',
  edit: 'edited it',
  move: 'moved it',
  delete: 'deleted it',
  outside: 'changed it',
}
