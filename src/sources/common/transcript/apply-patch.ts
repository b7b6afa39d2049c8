import type { DiffHunk, FileChange } from '../../../facts/tool-action.ts'
import { bounded, linesOf, noLines } from './line-diff.ts'

/** How a patch begins that the tool `apply_patch` takes. */
const patchStart = '*** Begin Patch'

const maxFiles = 500

/**
 * The changes in a patch as the tool `apply_patch` takes it: files that are added, updated, moved or deleted, with the
 * changed lines and without their numbers. What is no such patch has no changes.
 */
export function changesOfPatch(patch: string): FileChange[] {
  const begin = patch.indexOf(patchStart)
  if (begin === -1) return []
  const changes: FileChange[] = []
  let hunks: DiffHunk[] = []
  const endFile = () => {
    const change = changes.at(-1)
    if (change && change.change !== 'delete') Object.assign(change, bounded(hunks))
    hunks = []
  }
  for (const line of linesOf(patch.slice(begin))) {
    if (line.startsWith('*** ')) {
      const [, what, path] = /^\*\*\* (Add File|Update File|Delete File|Move to): (.{1,4000})$/.exec(line) ?? []
      if (line.startsWith('*** End Patch')) break
      const change = changes.at(-1)
      if (path === undefined) continue
      if (what === 'Move to') {
        if (change) Object.assign(change, { change: 'move', movedTo: path })
        continue
      }
      endFile()
      if (changes.length >= maxFiles) return changes
      changes.push({ path, change: kinds[what as keyof typeof kinds], movedTo: null, ...noLines })
      continue
    }
    if (line.startsWith('@@')) {
      hunks.push({ oldStart: null, newStart: null, lines: [] })
      continue
    }
    if (hunks.length === 0) hunks.push({ oldStart: null, newStart: null, lines: [] })
    hunks.at(-1)?.lines.push(line === '' ? ' ' : line)
  }
  endFile()
  return changes
}

const kinds = { 'Add File': 'create', 'Update File': 'edit', 'Delete File': 'delete' } as const
