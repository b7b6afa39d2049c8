import type { Entries, StoredEntry } from '../../common/transcript/entries.ts'

/**
 * The order of a transcript of opencode, and the positions in it. opencode rewrites what it has stored: a part is there
 * once it begins and is whole later. What it says is therefore placed where nothing that was read before can be missed:
 * a call of a tool where it began, its result where it was last written, an answer's end likewise. A position is that
 * time, counted from the first, so that it stays what it is while the transcript grows; what is written later stands
 * behind every position that was given out. Texts that are still being written end what can be read (`isOpen`).
 */
export type Stored = {
  /** Which row or file, in the store's own terms, and which part of what it says. */
  key: string | number
  says: 'part' | 'result' | 'message' | 'session'
  /** In ms. */
  at: number
  isOpen: boolean
}

/** So many entries of one millisecond have positions of their own; more push the next ones on. */
const perMs = 16
const readAtOnce = 64

/** Entries that are read where they are wanted. `textsOf` answers one text for each that it is given, or why it has none. */
export function entriesInOrder(
  stored: Stored[],
  textsOf: (wanted: Stored[]) => ({ text: string } | { reason: string })[],
): Entries {
  const open = stored.findIndex(({ isOpen }) => isOpen)
  const all = open === -1 ? stored : stored.slice(0, open)
  const first = all[0]?.at ?? 0
  const starts: number[] = []
  for (const { at } of all) starts.push(Math.max((starts.at(-1) ?? -1) + 1, Math.round((at - first) * perMs)))
  const end = (starts.at(-1) ?? -1) + 1

  function read(from: number, to: number): StoredEntry[] {
    const texts = textsOf(all.slice(from, to))
    return texts.map((text, number) => ({ start: starts[from + number]!, end: starts[from + number]! + 1, ...text }))
  }

  /** The number of the first entry at or behind a position. */
  function numberAt(position: number): number {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (starts[middle]! < position) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    end,
    startOf: (position) => starts[numberAt(position)] ?? end,
    *backwards(before) {
      for (let to = numberAt(before); to > 0; to -= readAtOnce) yield* read(Math.max(0, to - readAtOnce), to).reverse()
    },
    *forwards(from) {
      for (let next = numberAt(from); next < all.length; next += readAtOnce)
        yield* read(next, Math.min(all.length, next + readAtOnce))
    },
    close() {},
  }
}

/** What comes first in time; of one time what says less: what happened to the session, a message's parts, their results, itself. */
export const inOrder = (stored: Stored[]) =>
  stored
    .map((one, number) => ({ one, number }))
    .sort((a, b) => a.one.at - b.one.at || ranks[a.one.says] - ranks[b.one.says] || a.number - b.number)
    .map(({ one }) => one)

const ranks: Record<Stored['says'], number> = { session: -1, part: 0, result: 1, message: 2 }
