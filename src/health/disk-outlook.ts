import type { DiskReading } from '../facts/machine.ts'
import { type Point, trendOf } from './disk-trend.ts'
import type { Health } from './health.ts'
import type { MeasuresOverTime } from './measure-messages.ts'
import type { Measures } from './measures.ts'

/**
 * How a disk goes on, at the pace of the last days. `steady`: it does not fill, or not within a year. `bytesPerDayBefore` is
 * the pace of the month before; null where that is not known.
 */
export type DiskOutlook =
  | { state: 'filling'; days: number; bytesPerDay: number; overDays: number; bytesPerDayBefore: number | null }
  | { state: 'steady'; bytesPerDay: number; overDays: number }
  | { state: 'unknown'; observedHours: number }

export type DiskWithOutlook = Omit<DiskReading, 'device'> & { outlook: DiskOutlook }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const lookBackDays = 7
const lookFartherDays = 37
/** The shortest observation from which a pace of days is told. */
const leastHours = 24
const farthestDays = 365
/** The least R² of the straight line: over days a disk fills by fits and starts. */
const leastFit = 0.5
/** So many disks are looked at, the fullest first. */
const maxDisks = 16

/** The pure rule, on points of the last 37 days in their order. */
export function diskOutlook(points: readonly Point[], freeBytes: number, now: number): DiskOutlook {
  const recent = points.filter(({ at }) => at > now - lookBackDays * dayMs)
  const observedMs = recent.length < 2 ? 0 : recent.at(-1)!.at - recent[0]!.at
  if (observedMs < leastHours * hourMs) return { state: 'unknown', observedHours: Math.floor(observedMs / hourMs) }
  const trend = trendOf(recent)
  const overDays = Math.max(1, Math.round(observedMs / dayMs))
  const bytesPerDay = (trend?.bytesPerMs ?? 0) * dayMs
  const days = bytesPerDay > 0 ? freeBytes / bytesPerDay : Number.POSITIVE_INFINITY
  if (!trend || trend.fit < leastFit || days > farthestDays) return { state: 'steady', bytesPerDay, overDays }
  const earlier = points.filter(({ at }) => at <= now - lookBackDays * dayMs)
  const isKnownBefore = earlier.length > 1 && earlier.at(-1)!.at - earlier[0]!.at >= lookBackDays * dayMs
  const before = isKnownBefore ? trendOf(earlier) : null
  return { state: 'filling', days, bytesPerDay, overDays, bytesPerDayBefore: before && before.bytesPerMs * dayMs }
}

/** Every disk of the last reading with how it goes on, by what is kept of it. */
export async function readDiskOutlooks(
  health: Pick<Health, 'latest'>,
  measures: Pick<Measures, 'series'>,
): Promise<DiskWithOutlook[]> {
  const reading = health.latest()
  const disks = (reading?.machine.disks ?? []).slice(0, maxDisks)
  if (!reading || disks.length === 0) return []
  const ids = disks.map(({ path }) => `disk.used.bytes:${path}`)
  const range = { since: reading.at - lookFartherDays * dayMs, until: reading.at, points: lookFartherDays * 24 }
  // Where nothing is kept just now the disks are told all the same.
  const kept = await measures.series({ ids, ...range }).catch((): MeasuresOverTime | null => null)
  return disks.map(({ device: _, ...disk }, index) => {
    const means = kept?.measures[index]?.mean ?? []
    const points = means.flatMap((usedBytes, place) => (usedBytes === null ? [] : { at: kept!.at[place]!, usedBytes }))
    return { ...disk, outlook: diskOutlook(points, disk.freeBytes, reading.at) }
  })
}
