import { readFileSync } from 'node:fs'

const zombie = -1

/** Whether a process exists and, where the system tells start times, is the one that started at `startTime`. */
export function isAlive(pid: number, startTime: number | null, proc = '/proc'): boolean {
  const started = startTimeOf(pid, proc)
  if (started === zombie) return false
  if (started !== undefined) return startTime === null || started === startTime
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The start time of a process in clock ticks since boot (Linux); undefined for a zombie, and where the system does not tell. */
export function startTimeOf(pid: number, proc = '/proc'): number | undefined {
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8')
    // The process name before it may contain spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? zombie : Number(fields[19])
  } catch {
    // Not Linux, or the process is gone.
    return undefined
  }
}

/** The resident memory of a process in bytes; null where the system does not tell. */
export function rssOf(pid: number, proc = '/proc'): number | null {
  try {
    const pages = Number(readFileSync(`${proc}/${pid}/statm`, 'utf8').split(' ')[1])
    return Number.isFinite(pages) ? pages * 4_096 : null
  } catch {
    // Not Linux, or the process is gone.
    return null
  }
}
