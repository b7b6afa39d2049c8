import type { FileConflict, FileTouch } from './file.ts'

/** A conversation with its sub-agents: the first session of the family. */
type RootOf = (sessionId: string) => string

/** Writes further apart than this do not meet. */
export const conflictWindowMs = 24 * 3_600_000

/**
 * The latest conflict in the touches of one file, given in order of time; null for none. A write conflicts with that of
 * another conversation where it was made without having read the file since, or where the other, which is still at work,
 * has not. One from outside conflicts with who is still at work and has not seen it, or replaced it unseen. A conversation
 * and its sub-agents are one. Worktrees hold different files, and so never conflict; nor do
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
  let outside: FileTouch | undefined
  let found: Omit<FileConflict, 'path' | 'writers'> | null = null
  for (const touch of touches) {
    if (touch.how === 'outside') {
      outside = touch
      continue
    }
    const root = rootOf(touch.sessionId)
    if (touch.how !== 'read') {
      for (const [other, earlier] of wrote) {
        const isUnseen = other !== root && earlier.at > (sawAt.get(root) ?? Number.NEGATIVE_INFINITY)
        const isKnown = !(touch.isGuessed && earlier.isGuessed)
        if (isUnseen && isKnown && touch.at - earlier.at < conflictWindowMs)
          found = { kind: 'overwrote', earlier, later: touch }
      }
      const isReplaced = outside && outside.at > (sawAt.get(root) ?? Number.NEGATIVE_INFINITY) && replaces(touch)
      if (outside && isReplaced && wrote.has(root) && isAtWork(root) && touch.at - outside.at < conflictWindowMs)
        found = { kind: 'overwrote', earlier: outside, later: touch }
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
  for (const [root, earlier] of wrote) {
    if (!outside || !isAtWork(root) || earlier.how === 'delete') continue
    const isUnseen = outside.at > (sawAt.get(root) ?? 0)
    if (isUnseen && outside.at - earlier.at < conflictWindowMs && outside.at > (found?.later.at ?? 0))
      found = { kind: 'outside', earlier, later: outside }
  }
  const isWithOutside = found?.kind === 'outside' || found?.earlier.how === 'outside'
  return found && { path, ...found, writers: [...(isWithOutside ? [''] : []), ...[...wrote.keys()].sort()] }
}

/** Whether a touch leaves nothing of what was there. An edit is made where its runtime knows the lines around it. */
const replaces = ({ how, isGuessed }: FileTouch) => (how === 'write' || how === 'delete') && !isGuessed
