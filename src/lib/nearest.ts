/** The known word that a mistyped one is closest to; undefined where none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const allowed = word.length < 4 ? 1 : 2
  let best: { word: string; steps: number } | undefined
  for (const one of known) {
    if (Math.abs(one.length - word.length) > allowed) continue
    const steps = stepsBetween(word, one)
    if (steps <= allowed && steps < (best?.steps ?? Infinity)) best = { word: one, steps }
  }
  return best?.word
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour to make one word of the other. */
function stepsBetween(a: string, b: string): number {
  let last: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + Number(a[i - 1] !== b[j - 1])
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change, isSwap ? last[j - 2]! + 1 : Infinity))
    }
    last = row
    row = next
  }
  return row[b.length]!
}
