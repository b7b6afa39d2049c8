/** A piece of a line: what was looked for, the name in front of an equals sign, or anything else. */
export type Piece = { text: string; kind: 'hit' | 'name' | 'plain' }

/** Nothing is marked behind so many characters: a row does not show them. */
const maxMarked = 2_000
const maxHits = 100

/**
 * What to mark in lines. An expression is only tried on lines that the server found with it within its time, so it does
 * not hang here either.
 */
export function finderOf({ q, isRegex }: { q: string; isRegex: boolean }): RegExp | undefined {
  const words = q.trim()
  if (words === '') return undefined
  try {
    return new RegExp(isRegex ? q : words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  } catch {
    // It is not written to its end yet.
    return undefined
  }
}

/** A text in pieces. */
export function piecesOf(text: string, finder: RegExp | undefined): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  if (finder) {
    let hits = 0
    for (const { 0: hit, index } of text.slice(0, maxMarked).matchAll(finder)) {
      if (hit === '') continue
      if (++hits > maxHits) break
      addPlain(pieces, text.slice(end, index))
      pieces.push({ text: hit, kind: 'hit' })
      end = index + hit.length
    }
  }
  addPlain(pieces, text.slice(end))
  return pieces
}

/** Adds a text in which names are told from what they name: `client=` from `forge`. */
function addPlain(pieces: Piece[], text: string) {
  let end = 0
  for (const { 0: name, index } of text.slice(0, maxMarked).matchAll(/(?<![\w.])[a-z_][\w.]{0,30}=(?=\S)/gi)) {
    if (index > end) pieces.push({ text: text.slice(end, index), kind: 'plain' })
    pieces.push({ text: name, kind: 'name' })
    end = index + name.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), kind: 'plain' })
}
