/** The quantile of ascending numbers, interpolated between neighbours; 0 for none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share
  const low = Math.floor(place)
  const a = sorted[low] ?? 0
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? a
  return a + (b - a) * (place - low)
}
