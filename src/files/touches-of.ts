import type { TouchHow } from '../facts/fact.ts'
import type { FileChange, ToolAction } from '../facts/tool-action.ts'
import { filesInCommand } from './files-in-command.ts'

/** What one call did to one file, its path as it is written there. A guessed one is read out of a command of the shell. */
export type Touch = {
  path: string
  how: TouchHow
  /** Lines that came and went; null where that is not known. */
  added: number | null
  removed: number | null
  /** What an edit put in and took out, as hashes of its lines; null where not all of them are known. */
  addedHash: number | null
  removedHash: number | null
  isGuessed: boolean
}

const noLines = { added: null, removed: null, addedHash: null, removedHash: null }

/** The files that a call read or changed, as far as it says. */
export function touchesOf(action: ToolAction): Touch[] {
  switch (action.kind) {
    case 'read':
      return [{ path: action.path, how: 'read', ...noLines, isGuessed: false }]
    case 'edit':
      return action.changes.flatMap((one): Touch[] => {
        const { path, change, movedTo, added, removed } = one
        const touch = { path, how: change, added, removed, ...hashesOf(one), isGuessed: false }
        return movedTo === null ? [touch] : [touch, { ...touch, path: movedTo }]
      })
    case 'command':
      return filesInCommand(action.command).map(({ path, how }) => ({
        path,
        how,
        ...noLines,
        isGuessed: true,
      }))
    default:
      return []
  }
}

/** Only an edit says what it took out. */
function hashesOf({ change, hunks, truncated }: FileChange) {
  if (change !== 'edit' || truncated || hunks.length === 0) return { addedHash: null, removedHash: null }
  const hashOf = (sign: string) =>
    Bun.hash.xxHash32(
      hunks
        .flatMap(({ lines }) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1)))
        .join('\n'),
    )
  return { addedHash: hashOf('+'), removedHash: hashOf('-') }
}
