import type { Environment } from './environment.ts'
import { createOrphanGuard } from './orphan-guard.ts'
import { processTable } from './process-table.ts'
import { createProcessTrees } from './process-tree.ts'
import { openPty, type PtyOptions } from './pty.ts'
import { type Command, runCommand } from './run-command.ts'

/**
 * Starts programs and ends them. Whatever was started here ends with us: `stopAll` ends it when we stop, and a guard
 * when we are killed. `environment` are our own variables, of which a program gets the few that `inheritedNames` lists.
 */
export function createProcesses({ environment }: { environment: Environment }) {
  const trees = createProcessTrees({ table: processTable(), guard: createOrphanGuard() })
  const deps = { environment, trees }
  return {
    runCommand: (command: Command) => runCommand(command, deps),
    openPty: (options: PtyOptions) => openPty(options, deps),
    stopTree: trees.stopTree,
    live: trees.live,
    stopAll: trees.stopAll,
  }
}
