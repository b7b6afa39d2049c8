import { readFileSync, readlinkSync } from 'node:fs'

/** A file of a process below `/proc`; '' where the process is gone or hides it, and where there is no `/proc`. */
export function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** What a link of a process leads to, such as its working directory (`cwd`); null where that cannot be seen. */
export function linkInProc(pid: number | 'self', name: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${name}`)
  } catch {
    return null
  }
}

/** The fields of `/proc/PID/stat` behind the name, which may hold anything; the state is the first. */
export function statFields(pid: number): string[] {
  const stat = readProc(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** The terminal that a process is in, as `pts/3`; null where it has none, or that cannot be seen. */
export const terminalOf = (pid: number): string | null =>
  /^\/dev\/((?:pts\/|tty)\w+)$/.exec(linkInProc(pid, 'fd/0') ?? '')?.[1] ?? null
