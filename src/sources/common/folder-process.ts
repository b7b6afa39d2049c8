import { runtimeName } from '../../facts/runtimes.ts'
import type { ActedSession } from '../../facts/session-act.ts'
import type { ProcessTable } from '../../processes/process-table.ts'
import type { FoundProcess } from './process-door.ts'
import { couldRun, type RuntimeProcess } from './process-witness.ts'

type Deps = {
  processes: () => RuntimeProcess[] | undefined
  table: Pick<ProcessTable, 'one'>
}

/**
 * Finds the process of a session by the folder that both are in, where a runtime says no more. It counts only where
 * exactly one program of that runtime runs there: which of several it is cannot be known.
 */
export function createFolderFinder({ processes, table }: Deps) {
  return ({ runtime, key, folder }: ActedSession): FoundProcess => {
    const name = runtimeName(runtime)
    if (folder === null || key === null) return { identity: null, why: `The folder of its ${name} is not known.` }
    const all = processes()
    if (!all) return { identity: null, why: 'This system does not show which processes run.' }
    const turn = { runtime, key, folder, lastAt: null }
    const inFolder = all.filter((one) => one.folder !== null && !one.servesAll && couldRun(one, turn))
    const pids = new Set(inFolder.map(({ pid }) => pid))
    const rows = inFolder.flatMap(({ pid }) => table.one(pid) ?? [])
    // A program that starts itself once more is one, by its first process.
    const roots = rows.filter(({ parentPid }) => !pids.has(parentPid))
    const [root] = roots
    if (!root) return { identity: null, why: `No ${name} runs in ${folder}.` }
    if (roots.length > 1)
      return {
        identity: null,
        why: `${roots.length} ${name} run in ${folder}, and which of them this session is cannot be known. End it in its terminal.`,
      }
    return {
      identity: { pid: root.pid, startTime: root.startTime },
      alsoEnds: `It is the one ${name} in ${folder}; whatever session it has open ends with it.`,
    }
  }
}
