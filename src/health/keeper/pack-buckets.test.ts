import { expect, test } from 'bun:test'
import { type Bucket, bucketOf } from './bucket.ts'
import { type Placed, packRow, packSpan, readRow, readSpan } from './pack-buckets.ts'
import { randomFrom } from './testing/random.ts'

function someBucket(random: (below: number) => number): Bucket {
  const scale = [1, 100, 2 ** 30, 2 ** 42][random(4)]!
  return bucketOf(Array.from({ length: 1 + random(12) }, () => Math.floor((random(1_000) / 1_000 - 0.2) * scale)))
}

const rowOf = (packed: Uint8Array) => {
  const found = new Map<number, Bucket>()
  readRow(
    packed,
    () => true,
    (measure, bucket) => void found.set(measure, bucket),
  )
  return found
}

test('what is packed comes out as it was: negative, great, with gaps, and nothing at all', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed)
    const placed: Placed[] = []
    for (let place = 0; place < 400; place++)
      if (random(20) > seed % 20) placed.push({ place, bucket: someBucket(random) })
    expect(readSpan(packSpan(placed))).toEqual(placed)
    const row = new Map(placed.slice(0, 50).map(({ place, bucket }) => [place, bucket]))
    expect(rowOf(packRow(row))).toEqual(row)
  }
})

test('an hour of a measure that stays the same takes next to nothing', () => {
  const placed = Array.from({ length: 360 }, (_, place) => ({ place, bucket: bucketOf([5_012, 5_012, 5_012]) }))
  expect(packSpan(placed).length).toBeLessThan(60)
})

test('a row or a span that is cut off throws', () => {
  const placed = Array.from({ length: 40 }, (_, place) => ({ place, bucket: bucketOf([place, 3, 900]) }))
  const row = packRow(new Map([[1, bucketOf([1, 2, 3])]]))
  expect(() => rowOf(row.slice(0, -1))).toThrow('cut off')
  const span = packSpan(placed)
  expect(() => readSpan(span.slice(0, -5))).toThrow()
  expect(() => readSpan(new Uint8Array())).toThrow()
})
