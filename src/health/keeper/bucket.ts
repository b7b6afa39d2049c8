/** What is kept of the readings of some time: whole numbers of grains, so that sums are exact. */
export type Bucket = { count: number; sum: number; min: number; max: number; p95: number }

/** How many of so many readings may be greater than their p95, by nearest rank. */
const above = (count: number) => Math.floor(count / 20)

/** The bucket of at least one reading; everything of it is exact. The list is put into order. */
export function bucketOf(values: number[]): Bucket {
  values.sort((a, b) => a - b)
  const count = values.length
  return {
    count,
    sum: values.reduce((sum, value) => sum + value, 0),
    min: values[0]!,
    max: values[count - 1]!,
    p95: values[count - 1 - above(count)]!,
  }
}

/**
 * The bucket of all readings of some buckets (at least one). Count, sum, least and greatest are exact. Their p95 is not
 * known any more: it is told as the least value of which the buckets prove that 95 % of all readings are not above it. So it
 * is never less than the true one, and never more than the greatest p95 of the buckets.
 */
export function mergeBuckets(buckets: readonly Bucket[]): Bucket {
  const [only] = buckets
  if (buckets.length === 1) return only!
  const all = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
  for (const { count, sum, min, max } of buckets) {
    all.count += count
    all.sum += sum
    if (min < all.min) all.min = min
    if (max > all.max) all.max = max
  }
  return { ...all, p95: boundOfP95(buckets, above(all.count)) }
}

/**
 * Below the greatest of a bucket some of its readings may lie above, below its p95 all of them. Going down from the
 * greatest of all, that many may lie above; the last value before it would be too many is proven.
 */
function boundOfP95(buckets: readonly Bucket[], allowed: number): number {
  const steps: { at: number; more: number }[] = []
  for (const { count, max, p95 } of buckets) {
    const most = above(count)
    if (max > p95 && most > 0) steps.push({ at: max, more: most })
    steps.push({ at: p95, more: max > p95 ? count - most : count })
  }
  steps.sort((a, b) => b.at - a.at)
  let mayBeAbove = 0
  for (const { at, more } of steps) {
    mayBeAbove += more
    if (mayBeAbove > allowed) return at
  }
  return steps.at(-1)!.at
}
