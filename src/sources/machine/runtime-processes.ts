import { runtimeOf } from '../../facts/runtime-of-process.ts'
import type { RuntimeProcess } from '../common/process-witness.ts'
import { createAgentProcesses } from './agent-processes.ts'
import { filesUnder } from './files.ts'

/** Commands by which a program runs the sessions of every folder, and not those of the one it was started in. */
const servers = /\0(app-server|serve|gateway|mcp-server)(\0|$)/

/** Programs that OpenClaw starts for its tools. They outlive it for a moment, and run no session. */
const helpers = /\/openclaw\/dist\/process\//

/** Finds the running processes of runtimes, and where each was started; undefined where not all processes are shown. */
export function createRuntimeProcesses(root = '/') {
  const files = filesUnder(root)
  const scan = createAgentProcesses(files, 4_096, { forgetAfterScans: 1, maxProcesses: 1_000 })
  return (): RuntimeProcess[] | undefined => {
    // With `hidepid` only our own are shown, and the first process is not.
    if (files.read('proc/1/stat') === null) return undefined
    return scan(0, true).flatMap(({ pid, runtime }) => {
      const command = files.read(`proc/${pid}/cmdline`) ?? ''
      // What an agent has started belongs to it, and may outlive it: it runs no session either.
      if (runtimeOf(command) !== runtime || helpers.test(command)) return []
      return { pid, runtime, folder: files.link(`proc/${pid}/cwd`), servesAll: servers.test(command) }
    })
  }
}
