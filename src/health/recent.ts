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

/** The last hour by the minute of the measures on the first page; the last minute is not over yet. */
export type Recent = { minute: number; values: Record<Drawn, (number | null)[]> }

export const minuteMs = 60_000
export const minutes = 60

/**
 * Adds a reading to the series: averaged into its minute, or as a new minute, with gaps for missed minutes. After the
 * clock was set back, readings go into the last minute until the clock has caught up.
 */
export function continueSeries(recent: Recent, at: number, read: (name: Drawn) => number | null): Recent {
  const minute = Math.floor(at / minuteMs)
  const passed = Math.min(minutes, Math.max(0, minute - recent.minute))
  const gone = Array.from({ length: passed }, () => null)
  // Readings are evenly spaced, so the newest has the weight of its share of the minute.
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

/** Rounds a value to what a line of twenty pixels can show. */
export const rounded = (value: number) => (value < 1_000 ? Math.round(value * 10) / 10 : Math.round(value))
