import { chance, roll, seeded } from './random.ts'

type Values<Name extends string> = Record<Name, number | null>

/** How a measure moves: around its value now, by a share of it, with bursts of several times as much. */
type Habit = { usual: number | null; swing: number; burst: number; most: number }

const share = { most: 100 }
const habits: Record<string, Habit> = {
  'cpu.percent': { usual: 22, swing: 0.35, burst: 2.6, ...share },
  'memory.percent': { usual: null, swing: 0.02, burst: 1.06, ...share },
  'disk.percent': { usual: null, swing: 0, burst: 1, ...share },
  'gpu.percent': { usual: null, swing: 0.4, burst: 3, ...share },
  'net.in.bytesPerSecond': { usual: 90_000, swing: 0.5, burst: 9, most: 1e9 },
  'net.out.bytesPerSecond': { usual: 24_000, swing: 0.5, burst: 7, most: 1e9 },
  'self.rss.bytes': { usual: null, swing: 0.01, burst: 1.03, most: 1e12 },
}

const hourMs = 3_600_000

/**
 * An hour of readings before `until` (ms), one every ten seconds, oldest first: the demo has just begun, and its lines
 * would be empty. They lead to what was read of this machine just now. Measures without a habit are left out, as are
 * those that this machine does not have.
 */
export function inventHour<Name extends string>(seed: number, now: Values<Name>, until: number) {
  const random = seeded(seed)
  const names = (Object.keys(now) as Name[]).filter((name) => habits[name])
  const walks = names.flatMap((name) => {
    const { usual, swing, burst, most } = habits[name]!
    const base = now[name] || usual
    return base === null ? [] : [{ name, base, swing, burst, most, drift: 0, burstLeft: 0 }]
  })
  const readings: { at: number; values: Partial<Record<Name, number>> }[] = []
  for (let at = until - hourMs + 10_000; at < until; at += 10_000) {
    // Whatever works the machine works all of it.
    if (chance(random, 0.035)) for (const walk of walks) walk.burstLeft = 2 + Math.floor(roll(random) * 12)
    const values: Partial<Record<Name, number>> = {}
    for (const walk of walks) {
      walk.drift = walk.drift * 0.92 + (roll(random) - 0.5) * walk.swing
      const times = (1 + walk.drift) * (walk.burstLeft-- > 0 ? 1 + (walk.burst - 1) * (0.4 + 0.6 * roll(random)) : 1)
      values[walk.name] = Math.min(walk.most, Math.max(0, walk.base * times))
    }
    readings.push({ at, values })
  }
  return readings
}
