import { expect, test } from 'bun:test'
import { type Bucket, bucketOf, mergeBuckets } from './bucket.ts'
import { randomFrom } from './testing/random.ts'

test('a bucket of readings is exact: p95 is the least reading that 95 of 100 are not above', () => {
  expect(bucketOf([3])).toEqual({ count: 1, sum: 3, min: 3, max: 3, p95: 3 })
  expect(bucketOf([5, 1, 3])).toEqual({ count: 3, sum: 9, min: 1, max: 5, p95: 5 })
  expect(bucketOf(Array.from({ length: 100 }, (_, number) => 100 - number)).p95).toBe(95)
  expect(bucketOf(Array.from({ length: 20 }, (_, number) => number + 1)).p95).toBe(19)
})

test('a single bucket stays as it is', () => {
  const one = bucketOf([4, 2, 9])
  expect(mergeBuckets([one])).toEqual(one)
})

test('of many buckets one with a spike says nothing of the others: the p95 is not its greatest', () => {
  const quiet = Array.from({ length: 39 }, () => bucketOf([10, 11, 12]))
  expect(mergeBuckets([...quiet, bucketOf([10, 11, 900])]).p95).toBe(12)
})

test('merged in any way, count, sum, least and greatest are exact, and p95 lies between the true one and the greatest of the parts', () => {
  for (let seed = 0; seed < 400; seed++) {
    const random = randomFrom(seed)
    const parts = Array.from({ length: 1 + random(30) }, () =>
      Array.from({ length: 1 + random(60) }, () => random(random(10) === 0 ? 100_000 : 50)),
    )
    const buckets = parts.map((values) => bucketOf([...values]))
    const exact = bucketOf(parts.flat())
    // Also of buckets that were merged before.
    const half = buckets.length >> 1
    const groups = [buckets.slice(0, half), buckets.slice(half)].filter((group) => group.length > 0)
    for (const found of [mergeBuckets(buckets), mergeBuckets(groups.map(mergeBuckets))]) {
      expect(sums(found)).toEqual(sums(exact))
      expect(found.p95).toBeGreaterThanOrEqual(exact.p95)
      expect(found.p95).toBeLessThanOrEqual(Math.max(...buckets.map(({ p95 }) => p95)))
    }
  }
})

const sums = ({ count, sum, min, max }: Bucket) => ({ count, sum, min, max })
