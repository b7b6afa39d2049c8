import type { AgentProcess } from '../../facts/machine.ts'
import { programName, runtimeOf } from '../../facts/runtime-of-process.ts'
import { agentsAmong, type Known, parseProcessStat } from './agent-process.ts'
import type { Files } from './files.ts'

/** The kernel reports times of processes in hundredths of a second, on every machine. */
const ticksPerSecond = 100
type Limits = {
  /** A process that is no agent is checked again after so many scans: a shell may have started one in its place. */
  forgetAfterScans?: number
  /** The maximum number of listed processes. */
  maxProcesses?: number
}

/** Finds the processes of agents. Other processes are read once and then skipped for some scans. */
export function createAgentProcesses(
  files: Files,
  pageBytes: number,
  { forgetAfterScans = 6, maxProcesses = 40 }: Limits = {},
) {
  let known = new Map<number, Known>()
  let spent = new Map<number, { startTicks: number; ticks: number; steadyMs: number }>()
  let scans = 0

  /** `steadyMs` is the time by a clock that does not jump; `isGap` means that the last scan is too long ago. */
  return function scan(steadyMs: number, isGap: boolean): AgentProcess[] {
    const fresh = scans++ % forgetAfterScans === 0
    const next = new Map<number, Known>()
    for (const entry of files.list('proc')) {
      const pid = Number(entry)
      if (!(pid > 0)) continue
      const before = fresh ? undefined : known.get(pid)
      const process = before ?? look(pid)
      if (process) next.set(pid, process)
    }
    known = next

    const startedAtMs = bootedAtMs(files.read('proc/stat'))
    const nowSpent: typeof spent = new Map()
    const found: AgentProcess[] = []
    for (const [pid, runtime] of agentsAmong(known)) {
      const stat = parseProcessStat(files.read(`proc/${pid}/stat`) ?? '')
      if (!stat) continue
      nowSpent.set(pid, { startTicks: stat.startTicks, ticks: stat.ticks, steadyMs })
      const then = spent.get(pid)
      // A process id that was reused starts anew.
      const isSame = then?.startTicks === stat.startTicks && stat.ticks >= then.ticks
      const seconds = isSame ? (steadyMs - then.steadyMs) / 1_000 : 0
      found.push({
        pid,
        runtime,
        name: known.get(pid)!.name,
        cpuPercent:
          isSame && seconds > 0 && !isGap ? ((stat.ticks - then.ticks) / ticksPerSecond / seconds) * 100 : null,
        rssBytes: stat.pages * pageBytes,
        startedAt: startedAtMs === null ? null : startedAtMs + (stat.startTicks * 1_000) / ticksPerSecond,
      })
    }
    spent = nowSpent
    const weight = ({ cpuPercent, rssBytes }: AgentProcess) => (cpuPercent ?? 0) * 1e12 + (rssBytes ?? 0)
    return found.sort((a, b) => weight(b) - weight(a)).slice(0, maxProcesses)
  }

  function look(pid: number): Known | undefined {
    const stat = parseProcessStat(files.read(`proc/${pid}/stat`) ?? '')
    if (!stat) return undefined
    // A kernel thread has neither memory nor a command line.
    const commandLine = stat.pages === 0 ? '' : (files.read(`proc/${pid}/cmdline`) ?? '')
    return { pid, parent: stat.parent, name: programName(commandLine) || stat.name, runtime: runtimeOf(commandLine) }
  }
}

const bootedAtMs = (stat: string | null) => {
  const [, seconds] = /^btime (\d+)$/m.exec(stat ?? '') ?? []
  return seconds === undefined ? null : Number(seconds) * 1_000
}
