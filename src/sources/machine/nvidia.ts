import type { GpuReading } from '../../facts/machine.ts'
import { nvidiaFields, parseNvidia } from './gpu.ts'

const patienceMs = 3_000
/** A program that failed this often is not started again. */
const maxFailures = 3

/** Runs `nvidia-smi`, where it exists, one process at a time. Null is a machine without such a card. */
export function createNvidia(program: string | null) {
  let failures = 0
  let asking: Promise<GpuReading | null> | undefined

  async function answer(path: string): Promise<GpuReading | null> {
    const asked = Bun.spawn([path, `--query-gpu=${nvidiaFields.join(',')}`, '--format=csv,noheader,nounits'], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    })
    const text = await new Response(asked.stdout).text()
    const found = (await asked.exited) === 0 ? parseNvidia(text) : null
    failures = found ? 0 : failures + 1
    return found
  }

  return function ask(): Promise<GpuReading | null> {
    if (program === null || failures >= maxFailures) return Promise.resolve(null)
    asking ??= answer(program)
      .catch(() => {
        // The program is gone, or cannot be started: the machine has no reading.
        failures++
        return null
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}
