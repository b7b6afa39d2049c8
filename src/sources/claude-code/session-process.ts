import type { ActedSession } from '../../facts/session-act.ts'
import type { ProcessTable } from '../../processes/process-table.ts'
import type { FoundProcess } from '../common/process-door.ts'
import { readSessionFiles, type SessionFile } from './session-files.ts'

type Deps = {
  folders: readonly string[]
  table: Pick<ProcessTable, 'one'>
  /** Finds it by its folder, for versions that write no session files. */
  byFolder: (session: ActedSession) => FoundProcess
  /** The number of our own process namespace; null where the system does not tell. */
  namespace: string | null
}

/**
 * Finds the process of a session of Claude Code by its session file: a pid with the start that Claude wrote down. A
 * process that has the pid by now, and began at another time, is not it.
 */
export function createClaudeFinder({ folders, table, byFolder, namespace }: Deps) {
  return (session: ActedSession): FoundProcess => {
    const files = folders.flatMap(readSessionFiles)
    const own = files.filter(({ sessionId }) => sessionId === session.key)
    const [file, ...others] = own.filter((one) => isThere(one, table))
    if (others.length > 0)
      return {
        identity: null,
        why: `Several processes have this session open: ${[file!, ...others].map(({ pid }) => pid).join(', ')}. End them in their terminals.`,
      }
    if (file && file.namespace !== null && namespace !== null && file.namespace !== namespace)
      return { identity: null, why: 'It runs in a container, whose processes cannot be ended from here.' }
    const row = file && table.one(file.pid)
    if (row) return { identity: { pid: row.pid, startTime: row.startTime }, alsoEnds: null }
    if (own.length > 0) return { identity: null, why: 'Its process has ended.' }
    // Others write files: then this one has no process.
    if (files.length > 0) return { identity: null, why: 'No process has this session open.' }
    return byFolder(session)
  }
}

function isThere({ pid, procStart }: SessionFile, table: Pick<ProcessTable, 'one'>) {
  const row = table.one(pid)
  return row !== undefined && !row.dead && (procStart === null || Number(procStart) === row.startTime)
}
