/** The median of some numbers; null for none. */
export function median(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null
  // There may be a hundred thousand: numbers alone are sorted without a comparison of our own.
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
