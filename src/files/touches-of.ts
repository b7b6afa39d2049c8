import type { TouchHow } from '../facts/fact.ts'
import type { ToolAction } from '../facts/tool-action.ts'
import { filesInCommand } from './files-in-command.ts'

/** What one call did to one file, its path as it is written there. A guessed one is read out of a command of the shell. */
export type Touch = {
  path: string
  how: TouchHow
  /** Lines that came and went; null where that is not known. */
  added: number | null
  removed: number | null
  isGuessed: boolean
}

/** The files that a call read or changed, as far as it says. */
export function touchesOf(action: ToolAction): Touch[] {
  switch (action.kind) {
    case 'read':
      return [{ path: action.path, how: 'read', added: null, removed: null, isGuessed: false }]
    case 'edit':
      return action.changes.flatMap(({ path, change, movedTo, added, removed }): Touch[] => {
        const touch = { path, how: change, added, removed, isGuessed: false }
        return movedTo === null ? [touch] : [touch, { ...touch, path: movedTo }]
      })
    case 'command':
      return filesInCommand(action.command).map(({ path, how }) => ({
        path,
        how,
        added: null,
        removed: null,
        isGuessed: true,
      }))
    default:
      return []
  }
}
