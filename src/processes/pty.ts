import type { ProcessIdentity } from './process-row.ts'
import type { StopOptions, StopOutcome } from './process-tree.ts'
import { endOf, type NotStarted, type Program, start } from './program.ts'
import { ptyFlowOf } from './pty-flow.ts'
import { createPtyOutput } from './pty-output.ts'
import type { StartDeps } from './run-command.ts'

export type PtyOptions = Program & {
  columns: number
  rows: number
  /** From so many unread bytes on, the programs in the terminal wait. */
  maxUnreadBytes?: number
  /** No more than so many bytes may wait for programs that do not read. */
  maxUnsentBytes?: number
}

/** How a terminal ended; see `CommandEnded`. */
type PtyEnded = { exitCode: number | null; signal: string | null; remaining: ProcessIdentity[] }

export type Pty = {
  kind: 'pty'
  identity: ProcessIdentity
  /**
   * What the programs write, as bytes. It ends with the terminal. Reading slowly makes the programs wait; to cancel it
   * is to throw away whatever they write from then on.
   */
  output: ReadableStream<Uint8Array>
  /** How much of the output waits to be read, in bytes. */
  unreadBytes(): number
  /** What was lost, in bytes, where the system cannot make programs wait and nobody read; 0 on Linux. */
  lostBytes(): number
  /** Types into the terminal. False says that nothing was taken: too much waits already, or the terminal has ended. */
  write(data: string | Uint8Array): boolean
  /** Columns and rows from 1 to 1,000; anything else is brought to the nearest of these. */
  resize(columns: number, rows: number): void
  /** Comes when the program has ended, and with it all that it left in the terminal. Never rejects. */
  ended: Promise<PtyEnded>
  /** Ends all of it: SIGHUP, as when a terminal is closed, and SIGKILL after the grace. */
  stop(how?: StopOptions): Promise<StopOutcome>
}

/** How long the last output may take to arrive when the last program has ended. */
const drainPatienceMs = 500

/** Starts a program in a terminal of its own. It sees a colour terminal and leads a session, as a login does. */
export function openPty(
  { columns, rows, maxUnreadBytes = 256 << 10, maxUnsentBytes = 1 << 20, ...program }: PtyOptions,
  { environment, trees }: StartDeps,
): Pty | NotStarted {
  const output = createPtyOutput(maxUnreadBytes)
  const drained = Promise.withResolvers<void>()
  let unsentBytes = 0
  const callbacks: Pick<Bun.TerminalOptions, 'data' | 'drain' | 'exit'> = {
    data: (_, bytes) => output.take(bytes),
    drain: () => {
      unsentBytes = 0
    },
    exit: () => drained.resolve(),
  }
  const terminalEnv = { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...program.env }
  const child = start(
    { ...program, env: terminalEnv },
    { own: environment, isStopping: trees.isStopping },
    (words, options) =>
      Bun.spawn(words, { ...options, terminal: { cols: within(columns), rows: within(rows), ...callbacks } }),
  )
  if ('kind' in child) return child
  const { identity, unending } = trees.add(child.pid, 'SIGHUP')
  const terminal = child.terminal!
  output.setFlow(ptyFlowOf(child.pid))

  async function end(child: Pick<Bun.Subprocess, 'exited' | 'exitCode' | 'signalCode'>): Promise<PtyEnded> {
    // The system has told SIGHUP to what was left; what stays after that ignores it.
    const stuck = await Promise.race([child.exited.then(() => undefined), unending])
    const remaining = stuck ?? (await trees.finish(identity, { thorough: true, signal: 'SIGTERM' })).remaining
    await Promise.race([drained.promise, Bun.sleep(drainPatienceMs)])
    output.close()
    terminal.close()
    return { ...endOf(child), remaining }
  }

  return {
    kind: 'pty',
    identity,
    output: output.stream,
    unreadBytes: output.unreadBytes,
    lostBytes: output.lostBytes,
    ended: end(child),

    stop: (how) => trees.stopTree(identity, how),

    write(data) {
      const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
      if (terminal.closed || unsentBytes + bytes.length > maxUnsentBytes) return false
      unsentBytes += bytes.length
      terminal.write(bytes)
      return true
    },

    resize(columns, rows) {
      if (!terminal.closed) terminal.resize(within(columns), within(rows))
    },
  }
}

const within = (cells: number) => Math.min(1_000, Math.max(1, Math.round(cells) || 1))
