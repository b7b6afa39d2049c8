import { readFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { procTable } from '../process-table.ts'
import { createProcesses } from '../processes.ts'

const table = procTable()

/** A module of its own with a folder to work in. Leaving the scope ends whatever it started. */
export function startProcesses(environment: Record<string, string | undefined> = process.env) {
  const processes = createProcesses({ environment })
  const folder = temporary('processes')
  return {
    ...processes,
    folder,
    /** Runs a line of shell, which is what a test says most briefly. */
    shell: (line: string, more: Partial<Parameters<typeof processes.runCommand>[0]> = {}) =>
      processes.runCommand({ program: 'sh', args: ['-c', line], cwd: folder.path, timeoutMs: 30_000, ...more }),
    async [Symbol.asyncDispose]() {
      await processes.stopAll({ graceMs: 100 })
      folder[Symbol.dispose]()
    },
  }
}

/** Whether a process runs: a zombie does not. */
export const isRunning = (pid: number) => table.one(pid)?.dead === false

/** The numbers that programs have written into a file, each followed by a space or a line end, once there are so many. */
export async function pidsIn(path: string, count: number): Promise<number[]> {
  return until(() => {
    const pids = [...read(path).matchAll(/(\d+)\s/g)].map(([, pid]) => Number(pid))
    return pids.length >= count ? pids : undefined
  })
}

/** Waits for as long as the test may take until `look` answers with something. */
export async function until<Found>(look: () => Found | undefined | false): Promise<Found> {
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    await Bun.sleep(5)
  }
}

function read(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Nobody has written yet.
    return ''
  }
}
