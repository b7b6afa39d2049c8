import { readdirSync, readFileSync } from 'node:fs'
import { type ProcessRow, parsePs, parseStat } from './process-row.ts'

/** Looks at the system's processes. Both calls take what is there at this moment and never throw. */
export type ProcessTable = {
  all(): ProcessRow[]
  /** One process, a zombie too; undefined when there is none with this pid. */
  one(pid: number): ProcessRow | undefined
}

/** Linux tells everything in `/proc`, in about 15 µs for each process. */
export function procTable(proc = '/proc'): ProcessTable {
  const one = (pid: number | string) => {
    try {
      return parseStat(readFileSync(`${proc}/${pid}/stat`, 'utf8'))
    } catch {
      // The process has ended since it was listed, or there never was one.
      return undefined
    }
  }
  return {
    one,
    all: () =>
      readdirSync(proc)
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => one(pid) ?? []),
  }
}

/** Other systems are asked through `ps`, which takes some milliseconds and knows starts to the second only. */
export function psTable(): ProcessTable {
  const ask = (which: string[]) => {
    const columns = 'pid=,ppid=,pgid=,stat=,lstart='
    const { stdout } = Bun.spawnSync(['/bin/ps', ...which, '-o', columns], { env: { LC_ALL: 'C' }, stderr: 'ignore' })
    return `${stdout}`.split('\n').flatMap((line) => parsePs(line) ?? [])
  }
  return { all: () => ask(['-A']), one: (pid) => ask(['-p', `${pid}`])[0] }
}

export const processTable = (): ProcessTable => (process.platform === 'linux' ? procTable() : psTable())
