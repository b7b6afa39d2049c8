/** Texts with `*` for anything, in any case of the letters from a to z, as SQLite's LIKE compares them. */

export const hasWildcard = (text: string) => text.includes('*')

/** More stars than this in one text would make it slow to compare. */
export const maxWildcards = 4

/** Whether a text is as the pattern says. The pieces between the stars are looked for one after another. */
export function wildcard(pattern: string): (text: string) => boolean {
  const pieces = lower(pattern).split('*')
  const first = pieces[0]!
  const last = pieces.at(-1)!
  if (pieces.length === 1) return (text) => lower(text) === first
  const between = pieces.slice(1, -1)
  return (text) => {
    const whole = lower(text)
    const end = whole.length - last.length
    if (!whole.startsWith(first) || !whole.endsWith(last) || end < first.length) return false
    let at = first.length
    for (const piece of between) {
      const found = whole.indexOf(piece, at)
      if (found === -1) return false
      at = found + piece.length
    }
    return at <= end
  }
}

/** A pattern for `LIKE … ESCAPE '\'`. */
export const likeOf = (pattern: string) => pattern.replace(/[\\%_]/g, '\\$&').replace(/\*+/g, '%')

const lower = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
