/** The time each core has spent since the machine started, in the kernel's ticks, by the number of the core. */
export type CoreTimes = Map<number, { busy: number; total: number }>

/** Parses `/proc/stat`. Cores that are switched off have no line. */
export function parseCoreTimes(text: string): CoreTimes {
  const times: CoreTimes = new Map()
  for (const line of text.split('\n')) {
    const found = /^cpu(\d+) (.*)$/.exec(line)
    if (!found) {
      if (times.size > 0) break
      continue
    }
    // The time of guests is a part of user and nice.
    const spent = found[2]!.trim().split(/\s+/).slice(0, 8).map(Number)
    if (spent.length < 4 || spent.some(Number.isNaN)) continue
    const total = spent.reduce((sum, ticks) => sum + ticks, 0)
    times.set(Number(found[1]), { busy: total - spent[3]! - (spent[4] ?? 0), total })
  }
  return times
}

/**
 * The utilisation of all cores between two readings, in percent. A core that came or went in between, or whose counters
 * went back, is left out.
 */
export function busyPercent(before: CoreTimes, after: CoreTimes): number | null {
  let busy = 0
  let total = 0
  for (const [core, now] of after) {
    const then = before.get(core)
    if (!then || now.total <= then.total) continue
    total += now.total - then.total
    // The kernel corrects idle time backwards at times.
    busy += Math.min(Math.max(0, now.busy - then.busy), now.total - then.total)
  }
  return total > 0 ? (busy / total) * 100 : null
}

/** Parses `/proc/loadavg`. */
export function parseLoad(text: string): [number, number, number] | null {
  const [one, five, fifteen] = text.split(' ', 3).map(Number.parseFloat)
  if (one === undefined || five === undefined || fifteen === undefined) return null
  return [one, five, fifteen].some(Number.isNaN) ? null : [one, five, fifteen]
}
