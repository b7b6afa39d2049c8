import type { AgentProcess, AgentRuntime } from '../facts/machine.ts'

const mb = 1_000_000
const hourMs = 3_600_000

/** What runs on the made-up machine: how busy each usually is (one core is 100 %), its memory, and for how long it runs. */
const running: { runtime: AgentRuntime; name: string; cpu: number; rss: number; forHours: number }[] = [
  { runtime: 'claude-code', name: 'claude', cpu: 14, rss: 612, forHours: 2.4 },
  { runtime: 'claude-code', name: 'claude', cpu: 6, rss: 488, forHours: 0.7 },
  { runtime: 'openclaw', name: 'openclaw-gateway', cpu: 4, rss: 507, forHours: 96 },
  { runtime: 'codex', name: 'codex', cpu: 9, rss: 188, forHours: 1.2 },
  { runtime: 'gemini', name: 'gemini', cpu: 2, rss: 264, forHours: 5.5 },
  { runtime: 'codex', name: 'codex', cpu: 0.4, rss: 172, forHours: 21 },
]
/** Beyond every number that a system hands out, so that it is nobody's. */
const firstPid = 5_000_001

/** The processes of the crew, which run nowhere; `startedAt` is when the demo was, in ms. */
export function demoProcesses(startedAt: number) {
  return {
    /** As they are at a moment, the busiest first. */
    at: (at: number): AgentProcess[] =>
      running
        .map(({ runtime, name, cpu, rss, forHours }, index) => {
          const wave = Math.sin(at / (31_000 + index * 7_000) + index * 2) + Math.sin(at / (211_000 + index * 900))
          return {
            pid: firstPid + index,
            runtime,
            name,
            cpuPercent: Math.max(0, cpu * (1 + 0.45 * wave)),
            rssBytes: Math.round(rss * mb * (1 + 0.03 * wave)),
            startedAt: startedAt - forHours * hourMs,
          }
        })
        .sort((a, b) => b.cpuPercent - a.cpuPercent),

    /** Which of them runs each of these sessions, the first of each runtime the first; null for none. */
    offers(sessions: readonly { runtime: string }[]): { pid: number | null }[] {
      const free = running.map(({ runtime }, index) => ({ runtime, pid: firstPid + index }))
      return sessions.map(({ runtime }) => {
        const index = free.findIndex((one) => one.runtime === runtime)
        return { pid: index === -1 ? null : free.splice(index, 1)[0]!.pid }
      })
    },
  }
}
