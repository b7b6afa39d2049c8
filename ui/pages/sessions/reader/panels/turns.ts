import type { DigestTurn } from '../../../../../src/facts/transcript-digest.ts'

type Turn = Pick<DigestTurn, 'position' | 'by' | 'note'>

/** The last of things in order of their position that begins at or before a position; the index of it, −1 for none. */
export function lastAtOrBefore(things: readonly { position: number }[], position: number): number {
  let [from, to] = [0, things.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (things[middle]!.position <= position) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** The turn around a position; the last where no position is known. */
export const turnAt = <T extends Turn>(turns: readonly T[], position: number | undefined): T | undefined =>
  position === undefined ? turns.at(-1) : (turns[lastAtOrBefore(turns, position)] ?? turns[0])

/** The turn that begins after, or the one that begins before, where somebody reads; notes are passed over. */
export function nextTurn<T extends Turn>(turns: readonly T[], position: number, step: 1 | -1): T | undefined {
  const spoken = turns.filter(({ by }) => by !== 'note')
  return step === 1
    ? spoken.find((turn) => turn.position > position)
    : spoken.findLast((turn) => turn.position < position)
}

/** How many contexts a conversation went through: each compaction, reset and resumption begins another. */
export const windowsOf = (turns: readonly Turn[]): number =>
  1 + turns.filter(({ note }) => note === 'compaction' || note === 'reset' || note === 'resumed').length

/** Which of many turns are listed: as many as `limit` around the current one, in steps, so that the list seldom moves. */
export function turnsListed(count: number, current: number, limit: number): { from: number; to: number } {
  const step = Math.max(1, Math.floor(limit / 3))
  const from = Math.max(0, Math.min(count - limit, Math.floor(current / step) * step - step))
  return { from, to: Math.min(count, from + limit) }
}
