import { measureOf } from '../../kept-measures.ts'

type Walk = { id: string; value: number; stride: number; most: number }

const words: [ids: string[], value: number, stride: number, most: number][] = [
  [['cpu.percent', 'memory.percent', 'swap.percent', 'self.cpu.percent', 'gateway.eventLoop.percent'], 20, 4, 100],
  [['load.one', 'load.five', 'load.fifteen'], 2, 0.3, 40],
  [['memory.used.bytes', 'swap.used.bytes', 'gateway.rss.bytes', 'self.rss.bytes'], 4e9, 2e6, 32e9],
  [['net.in.bytesPerSecond', 'net.out.bytesPerSecond'], 1e5, 5e4, 1e7],
  [['tokens.perMinute'], 20_000, 3_000, 1e6],
  [['usd.perMinute'], 0.3, 0.05, 10],
  [['temperature.celsius'], 50, 1, 100],
  [['gateway.eventLoop.delayP99Ms', 'self.eventLoopDelayMs'], 8, 2, 500],
  [['gpu.percent:0'], 30, 5, 100],
  [['gpu.memory.bytes:0'], 6e9, 2e6, 16e9],
  [['gpu.celsius:0'], 60, 1, 100],
  [['sessions.running', 'sessions.thinking', 'sessions.waiting', 'sessions.stalled'], 2, 0.2, 12],
  [['sessions.failed', 'sessions.killed', 'sessions.timedOut'], 0, 0, 1],
]

/** So many measures that walk at random, as those of a machine at work do; each call is the next reading of all. */
export function someMeasures(count: number, random: (below: number) => number) {
  const walks: Walk[] = words.flatMap(([ids, value, stride, most]) => ids.map((id) => ({ id, value, stride, most })))
  for (let disk = 1; walks.length < count; disk++)
    walks.push(
      { id: `disk.percent:/mnt/${disk}`, value: 50, stride: 0.001, most: 100 },
      { id: `disk.used.bytes:/mnt/${disk}`, value: 5e11, stride: 2e5, most: 1e12 },
    )
  walks.length = count
  return (): Record<string, number> =>
    Object.fromEntries(
      walks.map((walk) => {
        const way = (random(1_000) + random(1_000)) / 1_000 - 1
        walk.value = Math.min(walk.most, Math.max(0, walk.value + way * walk.stride))
        return [walk.id, measureOf(walk.id)!.unit === 'sessions' ? Math.round(walk.value) : walk.value]
      }),
    )
}
