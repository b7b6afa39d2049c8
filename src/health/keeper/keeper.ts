import { rmSync, statSync } from 'node:fs'
import type { Finding } from '../../facts/source.ts'
import type { Store } from '../../store/store.ts'
import { measureOf } from '../kept-measures.ts'
import type { MeasureSeries, MeasuresOverTime, Sample, SeriesAsked } from '../measure-messages.ts'
import { type Bucket, mergeBuckets } from './bucket.ts'
import { createRemembered } from './remembered.ts'
import { rememberedMs, startOf, type Tier, tiers } from './tiers.ts'
import { createMeasureStore, type MeasureSince, type MeasureStore, type Row, type Work } from './write-measures.ts'

type Deps = {
  /** metrics.sqlite. */
  path: string
  /** Opens the database for writing. Throws what SQLite throws. */
  open: (path: string) => Store
}

/** Beyond so many measures no other is taken up. */
const maxMeasures = 512
/** A greater number of grains is no reading of anything: the sums of a bucket would not be exact. */
const maxGrains = 2 ** 42
/** So many buckets wait for the disk; beyond them the oldest are a gap. */
const maxWaiting = 450
/** A clock may be this far beside the steady one before it is said. */
const setBackMs = 15_000
const setForwardMs = 3_600_000
/** Nothing is removed before both clocks have agreed for so long. */
const agreedForMs = 3_600_000

/**
 * Keeps what is read of every measure, in tiers, as the one that writes metrics.sqlite. A bucket is written when it ends,
 * so that a kill loses the ten seconds that are open; those of the coarser tiers are then made of the finer ones.
 */
export function createMeasureKeeper({ path, open }: Deps) {
  const remembered = createRemembered()
  const known = new Map<string, ReturnType<typeof measureOf>>()
  const findings = new Map<string, Finding>()
  const refused = new Map<string, number>()
  /** The bucket of each tier that is open: when it begins, and the first of its readings. */
  let opens: { tier: Tier; start: number; from: number }[] = []
  let waiting: Row[] = []
  let database: { store: Store; kept: MeasureStore; inode: number } | undefined
  let foldWanted = true
  let last: { at: number; steadyMs: number } | undefined
  let agreedSinceMs: number | undefined
  let retiredAtMs = Number.NEGATIVE_INFINITY
  let unread = 0

  function find(code: string, level: Finding['level'], message: string, fix: string | null = null) {
    findings.set(code, { level, code, message, fix })
  }

  function noteUnread() {
    unread++
    find(
      'measures-unread',
      'warn',
      `${times(unread, 'piece')} of the kept measures could not be read and ${unread === 1 ? 'is' : 'are'} a gap.`,
    )
  }

  function openAt(): MeasureStore {
    const store = open(path)
    try {
      const kept = createMeasureStore(store, noteUnread)
      for (const { id } of kept.measures()) known.set(id, measureOf(id))
      database = { store, kept, inode: inodeOf(path) }
      foldWanted = true
      return kept
    } catch (error) {
      store.$client.close()
      throw error
    }
  }

  /** Opens the database where it is not open; one that is no database, or was deleted, is begun anew. */
  function opened(): MeasureStore {
    if (database && path !== ':memory:' && inodeOf(path) !== database.inode) {
      close()
      find('measures-lost', 'warn', 'The database of measures was deleted. What it kept is gone; a new one was begun.')
    }
    if (database) return database.kept
    try {
      return openAt()
    } catch (error) {
      if (!isTorn(error)) throw error
      beginAnew(error)
      return openAt()
    }
  }

  function close() {
    try {
      database?.store.$client.close()
    } catch {
      // A connection to a torn file may refuse even this.
    }
    database = undefined
  }

  function beginAnew(error: unknown) {
    close()
    for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
    find(
      'measures-torn',
      'warn',
      `The database of measures was torn (${(error as Error).message}) and was begun anew. What it kept is gone.`,
    )
  }

  /** What went wrong with the database, as a person should know it. What waits for it is tried again with the next bucket. */
  function failed(error: unknown) {
    if (isTorn(error)) return beginAnew(error)
    const { name, code, message } = error as { name: string; code?: string; message: string }
    if (name === 'StoreTooNew') find('measures-newer', 'error', `Measures are not kept: ${message}`)
    else if (code === 'SQLITE_FULL')
      find(
        'measures-not-kept',
        'error',
        'The disk is full, so measures are not kept. What was read in the last hour is written once there is room; what is older is a gap.',
        'Make room; nothing has to be restarted.',
      )
    else find('measures-not-kept', 'error', `Measures cannot be kept: ${message}. It is tried again every ten seconds.`)
    // Another thing may lie there by then.
    if (code !== 'SQLITE_FULL') close()
  }

  /** Writes what waits, and packs and removes what is due. */
  function write(now: number) {
    try {
      const kept = opened()
      if (waiting.length > 0) kept.put(waiting)
      waiting = []
      for (const code of ['measures-not-kept', 'measures-newer']) findings.delete(code)
      while (foldWanted) foldWanted = kept.fold(now)
      const { steadyMs } = last!
      if (steadyMs - (agreedSinceMs ?? steadyMs) < agreedForMs || steadyMs - retiredAtMs < agreedForMs) return
      kept.retire(now)
      retiredAtMs = steadyMs
    } catch (error) {
      failed(error)
      waiting = waiting.slice(-maxWaiting)
    }
  }

  /** Ends the open buckets that a moment is not in. */
  function endBuckets(at: number | undefined) {
    const ending = opens.filter(({ tier, start }) => at === undefined || startOf(at, tier.stepMs) !== start)
    if (ending.length === 0) return false
    for (const { tier, start, from } of ending) {
      const buckets = remembered.bucketsFrom(from)
      if (buckets.size > 0) waiting.push({ tier, at: start, buckets })
      foldWanted ||= at !== undefined && startOf(at, tier.spanMs) !== startOf(start, tier.spanMs)
    }
    opens = opens.filter((one) => !ending.includes(one))
    return true
  }

  /** Compares the clock with the one that nobody sets. */
  function judgeClock({ at, steadyMs }: Sample) {
    agreedSinceMs ??= steadyMs
    if (last) {
      const aheadMs = at - last.at - (steadyMs - last.steadyMs)
      if (aheadMs < -setBackMs)
        find(
          'clock-back',
          'info',
          `The clock was put back by ${span(-aheadMs)} at ${stamp(at)}. What was read in both passes over that time is kept together.`,
        )
      if (aheadMs > setForwardMs)
        find(
          'clock-forward',
          'info',
          `The clock went ahead by ${span(aheadMs)} at ${stamp(at)}, by itself or while this machine slept. What lies between is a gap.`,
        )
      if (aheadMs < -setBackMs || aheadMs > setForwardMs) agreedSinceMs = steadyMs
    }
    last = { at, steadyMs }
  }

  /** The readings that can be kept, in grains; the others are counted. */
  function grainsOf({ values }: Sample) {
    const grains: [string, number][] = []
    for (const [id, value] of values) {
      if (value === null) continue
      const measure = known.get(id) ?? measureOf(id)
      const whole = measure && Math.round(value * measure.perUnit)
      const isReading =
        whole !== undefined && Math.abs(whole) <= maxGrains && (whole >= 0 || measure!.unit === 'celsius')
      if (!isReading) {
        // Its id may be anything; the word before it is one of ours, or nothing is said of it.
        const name = measure ? id.split(':')[0]! : 'unknown measures'
        refused.set(name, (refused.get(name) ?? 0) + 1)
        const all = [...refused].map(([name, count]) => `${name} (${count})`).join(', ')
        find(
          'measures-refused',
          'warn',
          `Readings that are no number, below zero or beyond all measure were left out: ${all}.`,
        )
      } else if (known.has(id) || known.size < maxMeasures) {
        known.set(id, measure)
        grains.push([id, whole === 0 ? 0 : whole])
      } else
        find('measures-many', 'warn', `There are more than ${maxMeasures} measures. Those beyond that are not kept.`)
    }
    return grains
  }

  /** Calls `take` with all buckets of a tier in a range: of the disk, those that wait for it, and the open one. */
  function read(
    tier: Tier,
    range: { from: number; to: number },
    ids: readonly string[],
    take: (id: string, at: number, bucket: Bucket) => void,
  ) {
    try {
      // Whoever asks before the first reading may be the first to open it.
      opened().read(tier, range, ids, take)
    } catch (error) {
      failed(error)
    }
    const unwritten = [
      ...waiting.filter((row) => row.tier === tier),
      ...opens.flatMap(({ tier: of, start, from }) =>
        of === tier ? { at: start, buckets: remembered.bucketsFrom(from) } : [],
      ),
    ]
    for (const { at, buckets } of unwritten) {
      if (at < range.from || at >= range.to) continue
      for (const id of ids) {
        const bucket = buckets.get(id)
        if (bucket) take(id, at, bucket)
      }
    }
  }

  return {
    /** Takes a reading, and answers what people should know of the measures. */
    take(sample: Sample): Finding[] {
      const { at, steadyMs, everyMs } = sample
      if (!Number.isSafeInteger(at) || at < 0 || at > maxTime) {
        find('measures-time', 'warn', 'The clock says a time that there is not. What was read then is a gap.')
        return [...findings.values()]
      }
      judgeClock(sample)
      const hasEnded = endBuckets(at)
      for (const tier of tiers)
        if (!opens.some((one) => one.tier === tier))
          opens.push({ tier, start: startOf(at, tier.stepMs), from: remembered.next() })
      remembered.add({ at, steadyMs, everyMs, grains: grainsOf(sample) })
      if (hasEnded) write(at)
      remembered.trim(steadyMs, Math.min(...opens.map(({ from }) => from)))
      return [...findings.values()]
    },

    /** Some measures over a range, in about so many steps, out of the tier that fits. */
    series(asked: SeriesAsked): MeasuresOverTime {
      const { ids, since, until, points, now } = asked
      const pace = remembered.paceOf(since, until)
      const oldest = remembered.oldestAt()
      const wantedMs = (until - since) / points
      const isRemembered =
        pace !== undefined && now - since <= rememberedMs && oldest !== undefined && oldest <= since + tiers[0]!.stepMs
      const reaching = tiers.filter(({ keepMs }) => now - since <= keepMs)
      const tier = reaching.findLast(({ stepMs }) => stepMs <= wantedMs) ?? reaching[0] ?? tiers.at(-1)!
      const isFine = isRemembered && wantedMs < tiers[0]!.stepMs && pace < tiers[0]!.stepMs
      const unitMs = isFine ? Math.ceil(pace / 1_000) * 1_000 : tier.stepMs
      const stepMs = Math.max(1, Math.ceil(wantedMs / unitMs)) * unitMs
      const first = Math.floor(since / stepMs)
      const count = Math.max(1, Math.ceil(until / stepMs) - first)
      const range = { from: first * stepMs, to: (first + count) * stepMs }
      const steps = new Map(ids.map((id) => [id, new Map<number, Bucket[]>()]))
      const take = (id: string, at: number, bucket: Bucket) => {
        const of = steps.get(id)!
        const place = Math.floor(at / stepMs) - first
        const parts = of.get(place)
        if (parts) parts.push(bucket)
        else of.set(place, [bucket])
      }
      if (isFine)
        remembered.read(range, ids, (id, at, value) =>
          take(id, at, { count: 1, sum: value, min: value, max: value, p95: value }),
        )
      else read(tier, range, ids, take)
      return {
        tier: isFine ? 'reading' : tier.name,
        stepMs,
        at: Array.from({ length: count }, (_, place) => (first + place) * stepMs),
        measures: ids.map((id) => seriesOf(id, count, steps.get(id)!)),
      }
    },

    /** Every measure that is kept, and since when. */
    measures(): MeasureSince[] {
      const kept = new Map<string, MeasureSince>()
      try {
        for (const one of opened().measures()) kept.set(one.id, one)
      } catch (error) {
        failed(error)
      }
      const unwritten = [
        ...waiting,
        ...opens.map(({ start, from }) => ({ at: start, buckets: remembered.bucketsFrom(from) })),
      ]
      for (const { at, buckets } of unwritten)
        for (const id of buckets.keys()) {
          const { since = at, until = at } = kept.get(id) ?? {}
          kept.set(id, { id, since: Math.min(since, at), until: Math.max(until, at) })
        }
      return [...kept.values()]
    },

    findings: (): Finding[] => [...findings.values()],

    /** How much of the disk was read for answers. */
    work: (): Work => ({ ...(database?.kept.work ?? { spans: 0, rows: 0 }) }),

    /** Writes what is open as well: what goes on after a restart comes to it. */
    stop(): void {
      if (endBuckets(undefined) && last) write(last.at)
      close()
    },
  }
}

const maxTime = 8_640_000_000_000_000

/** One measure in steps, in its unit. */
function seriesOf(id: string, count: number, steps: ReadonlyMap<number, Bucket[]>): MeasureSeries {
  const { unit, kind, perUnit } = measureOf(id)!
  const empty = () => Array.from({ length: count }, (): number | null => null)
  const series: MeasureSeries = { id, unit, kind, min: empty(), mean: empty(), max: empty(), p95: empty() }
  for (const [place, parts] of steps) {
    const { count, sum, min, max, p95 } = mergeBuckets(parts)
    series.min[place] = min / perUnit
    series.mean[place] = sum / count / perUnit
    series.max[place] = max / perUnit
    series.p95[place] = p95 / perUnit
  }
  return series
}

function inodeOf(path: string): number {
  try {
    return statSync(path).ino
  } catch {
    // It is not there.
    return 0
  }
}

const isTorn = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? '')

const times = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function span(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return times(Math.round(ms / 1_000), 'second')
  if (minutes < 120) return times(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? times(hours, 'hour') : times(Math.round(hours / 24), 'day')
}

export type MeasureKeeper = ReturnType<typeof createMeasureKeeper>
