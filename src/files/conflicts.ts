import type { FileConflict, FileTouch } from './file.ts'

/** A conversation with its sub-agents: the first session of the family. */
type RootOf = (sessionId: string) => string

/** Writes further apart than this do not meet. */
export const conflictWindowMs = 24 * 3_600_000

/**
 * The latest conflict in the touches of one file, given in order of time; null for none. A write conflicts with that of
 * another conversation where it was made without having read the file since, or where the other, which is still at work,
 * has not. A conversation and its sub-agents are one. Worktrees hold different files, and so never conflict; nor do
 * two changes that are both guessed from commands.
 */
export function conflictIn(
  path: string,
  touches: readonly FileTouch[],
  { rootOf, isAtWork }: { rootOf: RootOf; isAtWork: (root: string) => boolean },
): FileConflict | null {
  /** When each conversation last knew the content, and what it last wrote. */
  const sawAt = new Map<string, number>()
  const wrote = new Map<string, FileTouch>()
  let found: Omit<FileConflict, 'path' | 'writers'> | null = null
  for (const touch of touches) {
    const root = rootOf(touch.sessionId)
    if (touch.how !== 'read') {
      for (const [other, earlier] of wrote) {
        const isUnseen = other !== root && earlier.at > (sawAt.get(root) ?? Number.NEGATIVE_INFINITY)
        const isKnown = !(touch.isGuessed && earlier.isGuessed)
        if (isUnseen && isKnown && touch.at - earlier.at < conflictWindowMs)
          found = { kind: 'overwrote', earlier, later: touch }
      }
      wrote.set(root, touch)
    }
    sawAt.set(root, touch.at)
  }
  if (!found) {
    const last = [...wrote.values()].reduce<FileTouch | undefined>((a, b) => (a && a.at >= b.at ? a : b), undefined)
    for (const [root, earlier] of wrote) {
      if (!last || root === rootOf(last.sessionId) || !isAtWork(root)) continue
      const isUnseen = last.at > (sawAt.get(root) ?? 0)
      const isKnown = !(last.isGuessed && earlier.isGuessed)
      if (isUnseen && isKnown && last.at - earlier.at < conflictWindowMs)
        found = { kind: 'outdated', earlier, later: last }
    }
  }
  return found && { path, ...found, writers: [...wrote.keys()].sort() }
}
