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

export type Point = { at: number; usedBytes: number }

/** The straight line through points, and how well it fits them (R²); null where all of them are the same. */
export function trendOf(points: readonly Point[]): { bytesPerMs: number; fit: number } | null {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanAt, meanUsed] = [mean(({ at }) => at), mean(({ usedBytes }) => usedBytes)]
  const along = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  const across = points.reduce((sum, { usedBytes }) => sum + (usedBytes - meanUsed) ** 2, 0)
  const both = points.reduce((sum, { at, usedBytes }) => sum + (at - meanAt) * (usedBytes - meanUsed), 0)
  return along === 0 || across === 0 ? null : { bytesPerMs: both / along, fit: both ** 2 / (along * across) }
}

/**
 * Predicts when a disk will be full at the pace of the last hour, by linear regression; null before half an hour of
 * readings and where it does not fill steadily. A single large file is no trend.
 */
export function diskFullIn(points: Point[], disk: DiskReading): DiskFull | null {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.at - first.at < minMinutes * minuteMs) return null
  const trend = trendOf(points)
  if (!trend || trend.bytesPerMs <= 0 || trend.fit < leastFit) return null
  const days = disk.freeBytes / trend.bytesPerMs / dayMs
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
