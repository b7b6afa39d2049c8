import { roll, seeded } from './random.ts'

/** One reading of several measures, as the keeper of measures takes it. Times in ms. */
type Reading = { at: number; steadyMs: number; everyMs: number; values: [measure: string, value: number | null][] }

const minute = 60_000
const hour = 60 * minute
const mebibyte = 2 ** 20
const days = 12
/** Between what happened a reading every ten minutes is enough; around it there is one a minute. */
const quietMs = 10 * minute
const aroundMs = 40 * minute

/** How a measure moves where nothing happens: its value at night, how much more it is by day, and its swing. */
const habits: Record<string, { night: number; day: number; swing: number }> = {
  'cpu.percent': { night: 8, day: 24, swing: 0.4 },
  'memory.percent': { night: 52, day: 14, swing: 0.04 },
  'gateway.rss.bytes': { night: 360 * mebibyte, day: 90 * mebibyte, swing: 0.05 },
  'usd.perMinute': { night: 0.01, day: 0.12, swing: 0.5 },
  'tokens.perMinute': { night: 900, day: 21_000, swing: 0.5 },
  'self.rss.bytes': { night: 120 * mebibyte, day: 10 * mebibyte, swing: 0.02 },
}

/** What happened: so many hours ago, a measure rose to a value within a share of the time, and stayed there; null is silence. */
const episodes: { hoursAgo: number; lastsMs: number; measure: string; to: number | null }[] = [
  { hoursAgo: 271, lastsMs: 52 * minute, measure: 'gateway.rss.bytes', to: 782 * mebibyte },
  { hoursAgo: 206, lastsMs: 41 * minute, measure: 'cpu.percent', to: 98.6 },
  { hoursAgo: 149, lastsMs: 37 * minute, measure: 'memory.percent', to: 98.2 },
  { hoursAgo: 105, lastsMs: 28 * minute, measure: 'usd.perMinute', to: 0.94 },
  { hoursAgo: 51, lastsMs: 24 * minute, measure: 'gateway.rss.bytes', to: 668 * mebibyte },
  { hoursAgo: 21, lastsMs: 13 * minute, measure: 'gateway.rss.bytes', to: null },
]

/** What the skipper did about it. */
const taken = [
  {
    ruleId: 'default.gateway-memory',
    afterMs: 6 * minute,
    by: 'skipper',
    note: 'The backfill asked for ninety days at once. It asks for a week at a time now.',
  },
  { ruleId: 'default.memory', afterMs: 9 * minute, by: 'skipper', note: 'Two builds at the same time.' },
]

/** Twelve days before `until` (ms), in which this and that was broken and over again. `steady` is the clock that nobody sets. */
export function pastReadings(seed: number, until: number, steady: (at: number) => number) {
  const random = seeded(seed)
  const happened = episodes.map(({ hoursAgo, lastsMs, ...rest }) => {
    const from = until - hoursAgo * hour
    return { ...rest, from, to: from + lastsMs, value: rest.to }
  })
  const isAround = (at: number) => happened.some(({ from, to }) => at > from - aroundMs && at < to + aroundMs)
  const readings: Reading[] = []
  // The last hour is made up beside this.
  for (let at = until - days * 24 * hour; at < until - hour; ) {
    const everyMs = isAround(at) ? minute : quietMs
    const daylight = Math.max(0, Math.sin(((at / hour - 6) / 24) * 2 * Math.PI))
    const values = Object.entries(habits).map(([measure, { night, day, swing }]): [string, number | null] => {
      const usual = (night + day * daylight) * (1 + (roll(random) - 0.5) * swing)
      const now = happened.find((one) => one.measure === measure && at >= one.from && at < one.to)
      if (!now) return [measure, usual]
      if (now.value === null) return [measure, null]
      const risen = Math.min(1, ((at - now.from) / (now.to - now.from)) * 4)
      return [measure, usual + (now.value * (1 - 0.006 * roll(random)) - usual) * risen]
    })
    readings.push({ at, steadyMs: steady(at), everyMs, values })
    at += everyMs
  }
  return { readings, taken }
}
