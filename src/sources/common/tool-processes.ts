import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../../processes/process-row.ts'
import type { ProcessTable } from '../../processes/process-table.ts'

/** A variable that a runtime gives to the tools of a session. */
export type Mark = { variable: string; value: string }

/**
 * The processes of this user that carry a mark in the environment they were started with, without us and those that
 * `except` names. None where the system does not show it (Linux does).
 */
export function markedProcesses(
  { variable, value }: Mark,
  table: Pick<ProcessTable, 'one'>,
  except: readonly number[] = [],
): ProcessIdentity[] {
  if (process.platform !== 'linux') return []
  const wanted = `${variable}=${value}`
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid || except.includes(pid)) return []
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(wanted)) return []
    } catch {
      // It has just ended, or belongs to another user.
      return []
    }
    const row = table.one(pid)
    return row && !row.dead ? [{ pid, startTime: row.startTime }] : []
  })
}
