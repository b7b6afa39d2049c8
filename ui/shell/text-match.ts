/** Where the words of a query occur in a text, as ranges of characters; undefined where one of them does not occur. */
export function matchOf(query: string, text: string): [from: number, to: number][] | undefined {
  const low = text.toLowerCase()
  // Some letters change their length in lower case. Then the ranges cannot be told, and none is.
  if (low.length !== text.length) return wordsOf(query).every((word) => low.includes(word)) ? [] : undefined
  const found: [number, number][] = []
  for (const word of wordsOf(query)) {
    const begins = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'u').exec(low)
    const at = begins?.index ?? low.indexOf(word)
    if (at === -1) return undefined
    found.push([at, at + word.length])
  }
  return found.sort((a, b) => a[0] - b[0])
}

/** How well a text matches, the lower the better: at the beginning of the text, then of a word, then anywhere. */
export function matchRank(query: string, text: string): number {
  const low = text.toLowerCase()
  return wordsOf(query).reduce((sum, word) => {
    const at = low.indexOf(word)
    return sum + (at === 0 ? 0 : at > 0 && /[^\p{L}\p{N}]/u.test(low[at - 1]!) ? 1 : at > 0 ? 2 : 3)
  }, 0)
}

/** A text divided into the pieces that match and those that do not. */
export function pieces(query: string, text: string): { text: string; hit: boolean }[] {
  const cut: { text: string; hit: boolean }[] = []
  let end = 0
  for (const [from, to] of matchOf(query, text) ?? []) {
    if (from < end) continue
    if (from > end) cut.push({ text: text.slice(end, from), hit: false })
    cut.push({ text: text.slice(from, to), hit: true })
    end = to
  }
  return end < text.length ? [...cut, { text: text.slice(end), hit: false }] : cut
}

const wordsOf = (query: string) => query.toLowerCase().split(/\s+/).filter(Boolean)
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
