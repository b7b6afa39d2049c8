/** The measures the first page draws. */
export const drawn = [
  'cpu.percent',
  'memory.percent',
  'disk.percent',
  'gpu.percent',
  'net.in.bytesPerSecond',
  'net.out.bytesPerSecond',
  'self.rss.bytes',
  'tokens.perMinute',
] as const

export type Drawn = (typeof drawn)[number]

/** The last hour by the minute, of what the first page draws: the last value is of a minute that is not over. */
export type Recent = { minute: number; values: Record<Drawn, (number | null)[]> }

export const minuteMs = 60_000
export const minutes = 60

/**
 * Goes on with one more reading: a mean within its minute, a new minute when that is over, gaps for those that were
 * missed. A clock that was put back goes on in the last minute until it has caught up.
 */
export function continueSeries(recent: Recent, at: number, read: (name: Drawn) => number | null): Recent {
  const minute = Math.floor(at / minuteMs)
  const passed = Math.min(minutes, Math.max(0, minute - recent.minute))
  const gone = Array.from({ length: passed }, () => null)
  // Readings come evenly, so the share of the newest is the share of its time.
  const share = passed > 0 ? 1 : Math.min(1, typicalTickMs / Math.max(typicalTickMs, at - minute * minuteMs))
  const values = { ...recent.values }
  for (const name of drawn) {
    const next = [...recent.values[name], ...gone].slice(-minutes)
    const before = next.at(-1) ?? null
    const value = read(name)
    if (value !== null) next[next.length - 1] = rounded(before === null ? value : before + (value - before) * share)
    values[name] = next
  }
  return { minute: Math.max(minute, recent.minute), values }
}

const typicalTickMs = 2_000

/** No more digits than a line of twenty pixels can show. */
export const rounded = (value: number) => (value < 1_000 ? Math.round(value * 10) / 10 : Math.round(value))
