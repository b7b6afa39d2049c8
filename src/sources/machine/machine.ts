import { cpus, release } from 'node:os'
import type { MachineFacts, MachineReading } from '../../facts/machine.ts'
import { checkMachine } from '../../facts/machine-bounds.ts'
import { createLosses } from '../common/losses.ts'
import type { Tick } from './elapsed.ts'
import { createLinux } from './linux.ts'
import { createPortable } from './portable.ts'

/**
 * Reads the machine that the program runs on. On Linux a reading costs some files of `/proc` and no process; elsewhere
 * a library asks the system, which takes longer, so it is asked less often. An executable contains only what its system
 * needs.
 */
export function createMachine() {
  const sample: (tick: Tick) => Promise<MachineReading> =
    process.platform === 'linux' ? createLinux() : createPortable()
  const losses = createLosses('the readings of this machine')
  return {
    async sample(tick: Tick): Promise<MachineReading> {
      const reading = await sample(tick)
      return checkMachine(reading, losses.of('a reading')) ?? reading
    },
    findings: losses.findings,
    facts(): MachineFacts {
      const cores = cpus()
      return {
        platform: process.platform,
        release: release(),
        cpuModel: cores[0]?.model.trim() || null,
        cores: cores.length || null,
      }
    },
  }
}
