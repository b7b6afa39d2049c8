import type { DiskReading } from '../facts/machine.ts'
import type { DiskFull } from './reading.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** The shortest observation from which a trend is computed. */
const minMinutes = 30
const most = 60
/** A disk that fills up later than this is not reported. */
const farthestDays = 90
/** The least R² of the straight line for a trend to count. */
const leastFit = 0.8

type Point = { at: number; usedBytes: number }

/**
 * Predicts when a disk will be full at the pace of the last hour, by linear regression; null before half an hour of
 * readings and where it does not fill steadily. A single large file is no trend.
 */
export function diskFullIn(points: Point[], disk: DiskReading): DiskFull | null {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.at - first.at < minMinutes * minuteMs) return null
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanAt, meanUsed] = [mean(({ at }) => at), mean(({ usedBytes }) => usedBytes)]
  const along = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  const across = points.reduce((sum, { usedBytes }) => sum + (usedBytes - meanUsed) ** 2, 0)
  const both = points.reduce((sum, { at, usedBytes }) => sum + (at - meanAt) * (usedBytes - meanUsed), 0)
  if (along === 0 || across === 0) return null
  const bytesPerMs = both / along
  if (bytesPerMs <= 0 || both ** 2 / (along * across) < leastFit) return null
  const days = disk.freeBytes / bytesPerMs / dayMs
  if (days > farthestDays) return null
  return { path: disk.path, days, trendMinutes: Math.floor((last.at - first.at) / minuteMs) }
}

/** Keeps the used bytes of each disk by the minute, for an hour. */
export function createDiskTrend() {
  let points = new Map<string, Point[]>()

  return function judge(at: number, disks: DiskReading[]): DiskFull | null {
    // Points of a removed disk are dropped; a replaced disk is recognised by its size.
    const next: typeof points = new Map()
    for (const { device, totalBytes, usedBytes } of disks) {
      const key = `${device} ${totalBytes}`
      const known = (points.get(key) ?? []).filter((point) => point.at <= at && at - point.at <= most * minuteMs)
      const isDue = at - (known.at(-1)?.at ?? 0) >= minuteMs
      next.set(key, isDue ? [...known, { at, usedBytes }] : known)
    }
    points = next
    const soonest = disks.flatMap(
      (disk) => diskFullIn(points.get(`${disk.device} ${disk.totalBytes}`) ?? [], disk) ?? [],
    )
    return soonest.sort((a, b) => a.days - b.days)[0] ?? null
  }
}
