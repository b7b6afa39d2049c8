import type { AgentRuntime } from '../../facts/machine.ts'

/** The fields of `/proc/PID/stat`. Times are in the kernel's ticks, memory in pages. */
type ProcessStat = { name: string; parent: number; ticks: number; startTicks: number; pages: number }

/**
 * Parses `/proc/PID/stat`. The name is in brackets and may contain anything, brackets and line ends too. Undefined for
 * a torn text.
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const opens = text.indexOf('(')
  const closes = text.lastIndexOf(')')
  if (opens === -1 || closes < opens) return undefined
  const fields = text
    .slice(closes + 2)
    .trim()
    .split(' ')
  const at = (index: number) => Number(fields[index])
  const stat = {
    name: text.slice(opens + 1, closes),
    parent: at(1),
    ticks: at(11) + at(12),
    startTicks: at(19),
    pages: at(21),
  }
  return Number.isNaN(stat.parent + stat.ticks + stat.startTicks + stat.pages) ? undefined : stat
}

/** A process and its parent. */
export type Known = { pid: number; parent: number; name: string; runtime: AgentRuntime | undefined }

/** The processes of agents: a process that a gateway started belongs to its runtime, unless it is an agent itself. */
export function agentsAmong(known: Map<number, Known>): Map<number, AgentRuntime> {
  const found = new Map<number, AgentRuntime>()
  for (const { pid, runtime } of known.values()) if (runtime) found.set(pid, runtime)
  for (const { pid } of known.values()) {
    if (found.has(pid)) continue
    const seen = new Set([pid])
    for (let at = known.get(known.get(pid)!.parent); at && !seen.has(at.pid); at = known.get(at.parent)) {
      seen.add(at.pid)
      if (!at.runtime) continue
      if (at.runtime === 'openclaw') found.set(pid, 'openclaw')
      break
    }
  }
  return found
}
