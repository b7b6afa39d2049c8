import type { SelfReading } from '../../facts/machine.ts'

/** The reading of this program's own process. `late` is how late the event loop ran what was due, in ms. */
export function createOwnProcess() {
  let before: NodeJS.CpuUsage | undefined

  return (elapsedMs: number | null, eventLoopDelayMs: number | null): SelfReading => {
    const now = process.cpuUsage()
    const spentMs = before ? (now.user - before.user + now.system - before.system) / 1_000 : 0
    const cpuPercent = before && elapsedMs !== null ? (Math.max(0, spentMs) / elapsedMs) * 100 : null
    before = now
    return {
      pid: process.pid,
      rssBytes: process.memoryUsage.rss(),
      cpuPercent,
      upMs: process.uptime() * 1_000,
      eventLoopDelayMs,
    }
  }
}
