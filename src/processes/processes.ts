import type { Environment } from './environment.ts'
import { createOrphanGuard } from './orphan-guard.ts'
import { isSameProcess, type ProcessIdentity } from './process-row.ts'
import { processTable } from './process-table.ts'
import { createProcessTrees } from './process-tree.ts'
import type { Program } from './program.ts'
import { openPty, type PtyOptions } from './pty.ts'
import { type Command, runCommand } from './run-command.ts'
import { startDetached } from './start-detached.ts'

export type Processes = ReturnType<typeof createProcesses>

/**
 * Starts programs and ends them. Whatever was started here ends with us: `stopAll` ends it when we stop, and a guard
 * when we are killed. Only what `startDetached` started goes on. `environment` are our own variables, of which a program
 * gets the few that `inheritedNames` lists.
 */
export function createProcesses({ environment }: { environment: Environment }) {
  const table = processTable()
  const trees = createProcessTrees({ table, guard: createOrphanGuard() })
  const deps = { environment, trees }
  return {
    runCommand: (command: Command) => runCommand(command, deps),
    openPty: (options: PtyOptions) => openPty(options, deps),
    startDetached: (program: Program, output: string) =>
      startDetached(program, output, { environment, table, isStopping: trees.isStopping }),
    /** Whether this very process runs. */
    isRunning(identity: ProcessIdentity) {
      const row = table.one(identity.pid)
      return row !== undefined && !row.dead && isSameProcess(row, identity)
    },
    /** The processes that lead a session of their own, as a service does. */
    leaders: () => table.all().filter(({ pid, sessionId, groupId, dead }) => !dead && (sessionId ?? groupId) === pid),
    stopTree: trees.stopTree,
    live: trees.live,
    stopAll: trees.stopAll,
  }
}
