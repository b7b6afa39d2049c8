import { Refusal } from '../lib/refusal.ts'
import { backupCommand, restoreCommand } from './backup-command.ts'
import type { MachineDeps } from './machine-deps.ts'
import { serviceCommand } from './service-command.ts'
import { UsageError } from './usage-error.ts'

/** Carries out what is done to Wheelhouse itself, without its server; the answer is the exit code. */
export async function machineCommand([name, ...words]: string[], deps: MachineDeps): Promise<number> {
  try {
    if (name === 'service') return serviceCommand(words, deps)
    return await (name === 'backup' ? backupCommand(words, deps) : restoreCommand(words, deps))
  } catch (error) {
    throw error instanceof Refusal || error instanceof RangeError ? new UsageError(error.message) : error
  }
}
