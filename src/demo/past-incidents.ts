/** What went wrong in the days before the demo began, and what the skipper did about it. */

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const mebibyte = 2 ** 20
/** Around what happened there is a reading a minute. */
const aroundMs = 40 * minuteMs

/** So many hours ago a measure rose to a value, within a quarter of the time, and stayed there; null is silence. */
type Episode = { hoursAgo: number; lastsMs: number; measure: string; to: number | null }

const episodes: Episode[] = [
  { hoursAgo: 271, lastsMs: 52 * minuteMs, measure: 'gateway.rss.bytes', to: 782 * mebibyte },
  { hoursAgo: 206, lastsMs: 41 * minuteMs, measure: 'cpu.percent', to: 98.6 },
  { hoursAgo: 149, lastsMs: 37 * minuteMs, measure: 'memory.percent', to: 98.2 },
  { hoursAgo: 105, lastsMs: 28 * minuteMs, measure: 'usd.perMinute', to: 0.94 },
  { hoursAgo: 51, lastsMs: 24 * minuteMs, measure: 'gateway.rss.bytes', to: 668 * mebibyte },
  { hoursAgo: 21, lastsMs: 13 * minuteMs, measure: 'gateway.rss.bytes', to: null },
]

/** What the skipper did about incidents of a rule, so long after they were raised. */
export const takenIncidents = [
  {
    ruleId: 'default.gateway-memory',
    afterMs: 6 * minuteMs,
    by: 'skipper',
    note: 'The backfill asked for ninety days at once. It asks for a week at a time now.',
  },
  { ruleId: 'default.memory', afterMs: 9 * minuteMs, by: 'skipper', note: 'Two builds at the same time.' },
]

/** The days in which something went wrong. */
export const troubledMs = 12 * 24 * hourMs

/** What happened before `until` (ms). */
export function pastEpisodes(until: number) {
  const happened = episodes.map(({ hoursAgo, ...rest }) => ({ ...rest, from: until - hoursAgo * hourMs }))
  return {
    isAround: (at: number) =>
      happened.some(({ from, lastsMs }) => at > from - aroundMs && at < from + lastsMs + aroundMs),

    /** What a measure was instead of its usual value; null where nothing was read of it. */
    valueOf(measure: string, at: number, usual: number): number | null {
      const one = happened.find((one) => one.measure === measure && at >= one.from && at < one.from + one.lastsMs)
      if (!one) return usual
      if (one.to === null) return null
      const risen = Math.min(1, ((at - one.from) / one.lastsMs) * 4)
      return usual + (one.to - usual) * risen
    },
  }
}
