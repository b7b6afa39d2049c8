import { closeSync, openSync } from 'node:fs'
import type { Environment } from './environment.ts'
import type { ProcessIdentity } from './process-row.ts'
import type { ProcessTable } from './process-table.ts'
import { endOf, type NotStarted, type Program, start } from './program.ts'

type Deps = { environment: Environment; table: ProcessTable; isStopping: () => boolean }

/** A program that goes on without us. `ended` comes while we are there to see it. */
type Detached = {
  kind: 'started'
  identity: ProcessIdentity
  ended: Promise<{ exitCode: number | null; signal: string | null }>
}

/**
 * Starts a service: a program that leads a session of its own, is not ended with us, and appends what it prints to the
 * file `output`, which only its user can read. Throws where that file cannot be opened.
 */
export function startDetached(
  program: Program,
  output: string,
  { environment, table, isStopping }: Deps,
): Detached | NotStarted {
  const file = openSync(output, 'a', 0o600)
  try {
    const child = start(program, { own: environment, isStopping }, (words, options) =>
      Bun.spawn(words, { ...options, stdio: ['ignore', file, file], detached: true }),
    )
    if ('kind' in child) return child
    child.unref()
    const identity = { pid: child.pid, startTime: table.one(child.pid)?.startTime ?? 0 }
    return { kind: 'started', identity, ended: child.exited.then(() => endOf(child)) }
  } finally {
    closeSync(file)
  }
}
