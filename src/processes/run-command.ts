import { createBoundedOutput, type OutputLimit } from './bounded-output.ts'
import type { Environment } from './environment.ts'
import type { ProcessIdentity } from './process-row.ts'
import type { ProcessTrees } from './process-tree.ts'
import { endOf, type NotStarted, notStarted, type Program, start } from './program.ts'

export type Command = Program & {
  /** Afterwards the program and everything below it is ended. */
  timeoutMs: number
  /** Ends it the same way. */
  signal?: AbortSignal
  /** What it reads from its standard input; without it, the end of a file. */
  input?: string | Uint8Array
  stdout?: OutputLimit
  stderr?: OutputLimit
  /** How long it may take to end by itself when it has to, in milliseconds. */
  graceMs?: number
}

/**
 * How a command went. Exactly one of `exitCode` and `signal` is null; both are where the program could not be ended,
 * and then `remaining` says which processes are still there. `timedOut` and `aborted` say why it was ended.
 */
export type CommandEnded = {
  kind: 'ended'
  exitCode: number | null
  signal: string | null
  /** What was kept. In a template it reads as UTF-8 text. */
  stdout: Buffer
  stderr: Buffer
  /** Whether something was left out, by stream. */
  truncated: { stdout: boolean; stderr: boolean }
  timedOut: boolean
  aborted: boolean
  remaining: ProcessIdentity[]
}

export type CommandResult = CommandEnded | NotStarted

export type StartDeps = { environment: Environment; trees: ProcessTrees }

const usualLimit: OutputLimit = { maxBytes: 1 << 20, keep: 'head' }
/** How long a daemon that a command has left may hold the command's output open. */
const drainPatienceMs = 500

/**
 * Runs a program to its end and answers with a value, whatever happens. Output is read as fast as it comes, however
 * little of it is kept. When the program has ended, what it left behind in its process group is ended as well.
 */
export async function runCommand(command: Command, { environment, trees }: StartDeps): Promise<CommandResult> {
  const { program, timeoutMs, signal, input, graceMs } = command
  if (signal?.aborted) return notStarted('aborted', `${program} was not started: it was no longer wanted.`)
  const child = start(command, { own: environment, isStopping: trees.isStopping }, (words, options) =>
    Bun.spawn(words, {
      ...options,
      stdin: input === undefined ? 'ignore' : Buffer.from(input as string),
      stdout: 'pipe',
      stderr: 'pipe',
      detached: true,
    }),
  )
  if ('kind' in child) return child
  const { identity, unending } = trees.add(child.pid)
  const how = graceMs === undefined ? {} : { graceMs }

  const [stdout, stderr] = [command.stdout, command.stderr].map((limit) => createBoundedOutput(limit ?? usualLimit))
  const readers = [drain(child.stdout, stdout!), drain(child.stderr, stderr!)]
  const why = { timedOut: false, aborted: false }
  function stopBecause(reason: keyof typeof why) {
    if (why.timedOut || why.aborted) return
    why[reason] = true
    void trees.stopTree(identity, how)
  }
  const timer = setTimeout(stopBecause, timeoutMs, 'timedOut')
  const abort = () => stopBecause('aborted')
  signal?.addEventListener('abort', abort)

  const remaining = await Promise.race([child.exited.then(() => undefined), unending])
  clearTimeout(timer)
  signal?.removeEventListener('abort', abort)
  const left = remaining ?? (await trees.finish(identity, { thorough: false, ...how })).remaining
  await Promise.race([Promise.all(readers.map(({ done }) => done)), Bun.sleep(drainPatienceMs)])
  for (const { cancel } of readers) cancel()

  return {
    kind: 'ended',
    ...endOf(child),
    stdout: stdout!.bytes(),
    stderr: stderr!.bytes(),
    truncated: { stdout: stdout!.truncated(), stderr: stderr!.truncated() },
    ...why,
    remaining: left,
  }
}

function drain(stream: ReadableStream<Uint8Array>, into: { push(piece: Uint8Array): void }) {
  const reader = stream.getReader()
  async function readAll() {
    for (let next = await reader.read(); !next.done; next = await reader.read()) into.push(next.value)
  }
  return {
    done: readAll().catch(() => {
      // The stream broke with the program; what came before is kept.
    }),
    cancel: () => void reader.cancel().catch(() => {}),
  }
}
