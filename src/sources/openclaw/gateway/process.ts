import { readFileSync } from 'node:fs'

const zombie = -1

/** Whether there is such a process, and where the system tells, that it is the one that started then. */
export function isAlive(pid: number, startTime: number | null, proc = '/proc'): boolean {
  const started = startTimeOf(pid, proc)
  if (started === zombie) return false
  if (started !== undefined) return startTime === null || started === startTime
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM says that there is such a process, only not one of ours.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, in the ticks Linux counts since boot; undefined where it does not say. A zombie is none. */
export function startTimeOf(pid: number, proc = '/proc'): number | undefined {
  try {
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8')
    // The name before it may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? zombie : Number(fields[19])
  } catch {
    // Another system, or gone.
    return undefined
  }
}

/** How much memory a process holds; null where nobody can tell. */
export function rssOf(pid: number, proc = '/proc'): number | null {
  try {
    const pages = Number(readFileSync(`${proc}/${pid}/statm`, 'utf8').split(' ')[1])
    return Number.isFinite(pages) ? pages * 4_096 : null
  } catch {
    // Another system, or gone.
    return null
  }
}
