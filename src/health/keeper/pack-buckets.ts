import type { Bucket } from './bucket.ts'

/**
 * How buckets are written. A bucket is told by its mean rounded down, and by how far the rest lies from it: these are
 * small numbers, and most of them the same. All numbers are of variable length, seven bits a byte, the lowest first.
 *
 *   row    measure, bucket … of all measures at one moment; the measure as the difference to the one before
 *   span   zstd of: how many buckets, runs of those that follow each other (gap, length), then column by column
 *          (mean as difference to the one before, rest of the sum, count, down to the least, up to the greatest, p95)
 */

export type Placed = { place: number; bucket: Bucket }

/** The buckets at one moment, by the number of their measure. */
export function packRow(buckets: ReadonlyMap<number, Bucket>): Uint8Array {
  const out = writer()
  let before = 0
  for (const [measure, bucket] of [...buckets].sort(([a], [b]) => a - b)) {
    out.put(measure - before)
    before = measure
    const base = baseOf(bucket)
    out.put(bucket.count)
    out.putSigned(base)
    out.put(bucket.sum - base * bucket.count)
    out.put(base - bucket.min)
    out.put(bucket.max - base)
    out.put(bucket.max - bucket.p95)
  }
  return out.bytes()
}

/** Calls `take` for each bucket that is wanted. Throws where the row is torn. */
export function readRow(
  packed: Uint8Array,
  wants: (measure: number) => boolean,
  take: (measure: number, bucket: Bucket) => void,
) {
  const input = reader(packed)
  for (let measure = 0; !input.isDone(); ) {
    measure += input.get()
    if (!wants(measure)) {
      input.skip(6)
      continue
    }
    const count = input.get()
    const base = input.getSigned()
    const sum = base * count + input.get()
    const min = base - input.get()
    const max = base + input.get()
    take(measure, { count, sum, min, max, p95: max - input.get() })
  }
}

/** The buckets of one measure in a span, in order; a place is counted from the beginning of the span. */
export function packSpan(placed: readonly Placed[]): Uint8Array {
  const out = writer()
  out.put(placed.length)
  for (let from = 0, end = 0; from < placed.length; ) {
    const start = placed[from]!.place
    let to = from + 1
    while (to < placed.length && placed[to]!.place === placed[to - 1]!.place + 1) to++
    out.put(start - end)
    out.put(to - from)
    end = start + to - from
    from = to
  }
  let before = 0
  for (const { bucket } of placed) {
    const base = baseOf(bucket)
    out.putSigned(base - before)
    before = base
  }
  for (const { bucket } of placed) out.put(bucket.sum - baseOf(bucket) * bucket.count)
  before = 0
  for (const { bucket } of placed) {
    out.putSigned(bucket.count - before)
    before = bucket.count
  }
  for (const { bucket } of placed) out.put(baseOf(bucket) - bucket.min)
  for (const { bucket } of placed) out.put(bucket.max - baseOf(bucket))
  for (const { bucket } of placed) out.put(bucket.max - bucket.p95)
  return Bun.zstdCompressSync(out.bytes(), { level: 9 })
}

/** Throws where the span is torn. */
export function readSpan(packed: Uint8Array): Placed[] {
  const input = reader(Bun.zstdDecompressSync(packed))
  const size = input.get()
  const placed: Placed[] = []
  for (let place = 0; placed.length < size; ) {
    place += input.get()
    for (let left = input.get(); left > 0; left--, place++)
      placed.push({ place, bucket: { count: 0, sum: 0, min: 0, max: 0, p95: 0 } })
  }
  // The mean stands in the place of the least and the greatest until these are read.
  let base = 0
  for (const { bucket } of placed) {
    base += input.getSigned()
    bucket.min = base
    bucket.max = base
  }
  for (const { bucket } of placed) bucket.sum = input.get()
  let count = 0
  for (const { bucket } of placed) {
    count += input.getSigned()
    bucket.count = count
    bucket.sum += bucket.min * count
  }
  for (const { bucket } of placed) bucket.min -= input.get()
  for (const { bucket } of placed) bucket.max += input.get()
  for (const { bucket } of placed) bucket.p95 = bucket.max - input.get()
  return placed
}

/** The mean, rounded down. */
const baseOf = ({ sum, count }: Bucket) => Math.floor(sum / count)

function writer() {
  let bytes = new Uint8Array(512)
  let size = 0

  function put(value: number) {
    if (size + 10 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2)
      larger.set(bytes)
      bytes = larger
    }
    let rest = value
    while (rest >= 0x80) {
      bytes[size++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    bytes[size++] = rest
  }

  return {
    put,
    putSigned: (value: number) => put(value < 0 ? -2 * value - 1 : 2 * value),
    bytes: () => bytes.slice(0, size),
  }
}

function reader(bytes: Uint8Array) {
  let at = 0

  function get(): number {
    const first = bytes[at++]
    // Most are small.
    if (first !== undefined && first < 0x80) return first
    let value = (first ?? 0) & 0x7f
    if (first === undefined) throw new Error('a packed bucket is cut off')
    for (let scale = 0x80; ; scale *= 0x80) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('a packed bucket is cut off')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }

  return {
    get,
    getSigned() {
      const value = get()
      return value % 2 === 1 ? -(value + 1) / 2 : value / 2
    },
    /** Passes over so many numbers. */
    skip(count: number) {
      for (let left = count; left > 0; ) {
        const byte = bytes[at++]
        if (byte === undefined) throw new Error('a packed bucket is cut off')
        if (byte < 0x80) left--
      }
    },
    isDone: () => at >= bytes.length,
  }
}
