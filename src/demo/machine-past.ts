import { pastEpisodes } from './past-incidents.ts'
import { chance, roll, seeded } from './random.ts'

/** One reading of the past, by the ids of measures. */
type PastReading = { at: number; everyMs: number; values: [id: string, value: number][] }

/**
 * How a measure lived before the demo began: around a usual value (or, where `usual` is null, around what it is now), by a
 * share of it that the work of the day moves and one that is chance.
 */
type Habit = { usual: number | null; work: number; chance: number; burst: number; most: number; isCount?: boolean }

const share = { most: 100 }
const bytes = { most: 1e12 }
const habits: Record<string, Habit> = {
  'cpu.percent': { usual: 22, work: 0.7, chance: 0.35, burst: 2.4, ...share },
  'load.one': { usual: 1.6, work: 0.7, chance: 0.3, burst: 2.2, most: 64 },
  'load.five': { usual: 1.6, work: 0.7, chance: 0.12, burst: 1.6, most: 64 },
  'load.fifteen': { usual: 1.6, work: 0.7, chance: 0.06, burst: 1.2, most: 64 },
  'memory.percent': { usual: null, work: 0.08, chance: 0.03, burst: 1.05, ...share },
  'memory.used.bytes': { usual: null, work: 0.08, chance: 0.03, burst: 1.05, ...bytes },
  'swap.percent': { usual: null, work: 0.02, chance: 0.01, burst: 1, ...share },
  'swap.used.bytes': { usual: null, work: 0.02, chance: 0.01, burst: 1, ...bytes },
  'net.in.bytesPerSecond': { usual: 90_000, work: 0.8, chance: 0.5, burst: 8, most: 1e9 },
  'net.out.bytesPerSecond': { usual: 24_000, work: 0.8, chance: 0.5, burst: 6, most: 1e9 },
  'temperature.celsius': { usual: null, work: 0.12, chance: 0.04, burst: 1.15, most: 105 },
  'gpu.percent:0': { usual: null, work: 0.6, chance: 0.4, burst: 2.5, ...share },
  'gpu.memory.bytes:0': { usual: null, work: 0.1, chance: 0.02, burst: 1.1, ...bytes },
  'gpu.celsius:0': { usual: null, work: 0.2, chance: 0.04, burst: 1.1, most: 105 },
  'gateway.rss.bytes': { usual: 430e6, work: 0.1, chance: 0.02, burst: 1.08, ...bytes },
  'gateway.eventLoop.delayP99Ms': { usual: 9, work: 0.3, chance: 0.2, burst: 2, most: 500 },
  'gateway.eventLoop.percent': { usual: 6, work: 0.7, chance: 0.3, burst: 2.2, ...share },
  'agents.cpu.percent': { usual: 24, work: 0.8, chance: 0.3, burst: 2.6, most: 800 },
  'agents.rss.bytes': { usual: null, work: 0.35, chance: 0.06, burst: 1.2, ...bytes },
  'tokens.perMinute': { usual: 110_000, work: 1, chance: 0.6, burst: 2.2, most: 1e6 },
  'usd.perMinute': { usual: 0.06, work: 0.8, chance: 0.3, burst: 1.4, most: 10 },
  'sessions.running': { usual: 2.2, work: 1, chance: 0.5, burst: 1.5, most: 9, isCount: true },
  'sessions.thinking': { usual: 1, work: 1, chance: 0.7, burst: 1.4, most: 9, isCount: true },
  'sessions.waiting': { usual: 0.5, work: 0.9, chance: 1, burst: 1.6, most: 6, isCount: true },
  'sessions.stalled': { usual: 0.25, work: 0.8, chance: 1, burst: 1, most: 3, isCount: true },
  'self.cpu.percent': { usual: 0.6, work: 0.4, chance: 0.3, burst: 2, ...share },
  'self.rss.bytes': { usual: null, work: 0.02, chance: 0.02, burst: 1.03, ...bytes },
  'self.eventLoopDelayMs': { usual: 1.1, work: 0.3, chance: 0.4, burst: 3, most: 200 },
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

type Part = { fromMs: number; everyMs: number }

/** How far apart the readings are, from how long ago on, the oldest first; the last hour is invented apart. */
const parts: Part[] = [
  { fromMs: 33 * dayMs, everyMs: 5 * minuteMs },
  { fromMs: 3 * dayMs, everyMs: 2 * minuteMs },
  { fromMs: 3 * hourMs, everyMs: 10_000 },
]
const lastHour: Part = { fromMs: hourMs - 10_000, everyMs: 10_000 }
/** The disk that fills would be full so long from now, and did not take more than this share a day. */
const fullInDays = 19
const mostOfDiskADay = 0.012

/** The nights in which the machine slept, as days ago: nothing was read from two to six in the morning. */
const sleptDaysAgo = [3, 17]

type Now = readonly (readonly [id: string, value: number | null])[]

/**
 * The hour of readings before `until` (ms), one every ten seconds, the oldest first, that leads to what was read `now`:
 * the demo has just begun, and its lines would be empty. `offsetMs` says which hours are day. What `now` does not know,
 * and has no usual value, is left out.
 */
export const inventHour = (seed: number, now: Now, until: number, offsetMs = 0): PastReading[] => [
  ...invent(seed, now, until, offsetMs, [lastHour], 0),
]

/** The same for the month before that hour, in which readings are farther apart. */
export const inventMonth = (seed: number, now: Now, until: number, offsetMs = 0): Generator<PastReading> =>
  invent(seed + 1, now, until, offsetMs, parts, lastHour.fromMs)

function* invent(
  seed: number,
  now: Now,
  until: number,
  offsetMs: number,
  parts: Part[],
  endMs: number,
): Generator<PastReading> {
  const random = seeded(seed)
  const known = new Map(now)
  const happened = pastEpisodes(until)
  const walks = now.flatMap(([id, value]) => {
    const habit = habits[id]
    const base = habit && (habit.usual ?? value)
    return habit && base !== null && base !== undefined ? [{ id, habit, base, drift: 0 }] : []
  })
  const disks = now.flatMap(([id, used]) => {
    const mount = /^disk\.used\.bytes:(.*)$/s.exec(id)?.[1]
    const percent = known.get(`disk.percent:${mount}`)
    return mount === undefined || used === null || !percent ? [] : [{ mount, used, percent }]
  })
  const fullest = Math.max(...disks.map(({ percent }) => percent), 0)
  let burstLeftMs = 0

  for (const [index, part] of parts.entries()) {
    const end = until - (parts[index + 1]?.fromMs ?? endMs)
    let everyMs: number
    for (let at = until - part.fromMs; at < end; at += everyMs) {
      everyMs = happened.isAround(at) ? Math.min(part.everyMs, minuteMs) : part.everyMs
      const local = at + offsetMs
      const hour = (local % dayMs) / hourMs
      const daysAgo = Math.floor((until + offsetMs) / dayMs) - Math.floor(local / dayMs)
      if (sleptDaysAgo.includes(daysAgo) && hour >= 2 && hour < 6) continue
      const busy = busyAt(hour, Math.floor(local / dayMs))
      // Whatever works the machine works all of it.
      burstLeftMs -= everyMs
      if (burstLeftMs <= 0 && chance(random, (busy * everyMs) / (50 * minuteMs)))
        burstLeftMs = (2 + roll(random) * 14) * minuteMs
      const values: [string, number][] = walks.flatMap((walk) => {
        const { id, habit, base } = walk
        walk.drift = walk.drift * 0.9 + (roll(random) - 0.5) * habit.chance
        const worked = 1 - habit.work + habit.work * busy * 1.5
        const burst = burstLeftMs > 0 ? 1 + (habit.burst - 1) * (0.5 + 0.5 * roll(random)) : 1
        const value = Math.min(habit.most, Math.max(0, base * (worked + walk.drift) * burst))
        const then = happened.valueOf(id, at, habit.isCount ? Math.round(value) : value)
        return then === null ? [] : [[id, then]]
      })
      for (const { mount, used, percent } of disks) {
        const free = used * (100 / percent - 1)
        const perDay = percent === fullest ? Math.min(free / fullInDays, used * mostOfDiskADay) : 0
        const then = used - (perDay * (until - at)) / dayMs + used * 0.0008 * (roll(random) - 0.5)
        values.push([`disk.used.bytes:${mount}`, then], [`disk.percent:${mount}`, (then / used) * percent])
        if (percent === fullest) values.push(['disk.percent', (then / used) * percent])
      }
      yield { at, everyMs, values }
    }
  }
}

/** How much there is to do at an hour of a day, from 0 to 1: nights are quiet, and so are weekends. */
function busyAt(hour: number, day: number): number {
  const byHour = hour < 7 ? 0.18 : hour < 9 ? 0.18 + (hour - 7) * 0.35 : hour < 19 ? 0.88 : 0.88 - (hour - 19) * 0.13
  // The first day of the epoch was a Thursday.
  const isWeekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6
  return byHour * (isWeekend ? 0.45 : 0.85 + 0.15 * Math.sin(day * 2.4))
}
