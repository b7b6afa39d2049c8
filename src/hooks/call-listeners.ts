import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { takingPartEnding } from '../facts/held-request.ts'
import type { AgentRuntime } from '../facts/machine.ts'
import { processAbove } from '../facts/runtime-of-process.ts'

/** What a command that a runtime calls has in common, whatever it is called for: its input, its caller, its listeners. */

const maxListeners = 16
const maxNameLength = 200

/** A name in what a runtime says; null for anything else. */
export const nameIn = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= maxNameLength ? value : null

/** The process of a runtime that called us, among the nearest above; nulls where the system does not tell. */
export const callerOf = (runtime: AgentRuntime): { pid: number | null; startTime: number | null } =>
  processAbove(process.ppid, runtime) ?? { pid: null, startTime: null }

/** Says a line to everybody who listens in one of `folders`. Who is not there or does not listen misses it. */
export const callListeners = (folders: string[], line: string) =>
  Promise.allSettled(
    folders
      .flatMap((folder) => socketsIn(folder, (name) => name.endsWith('.sock') && !name.endsWith(takingPartEnding)))
      .slice(0, maxListeners)
      .map((socket) => send(socket, line)),
  )

/** The sockets of those who take part in approvals. */
export const takingPartIn = (folders: string[]): string[] =>
  folders.flatMap((folder) => socketsIn(folder, (name) => name.endsWith(takingPartEnding))).slice(0, maxListeners)

/** The sockets in a folder that no other user could have put there. */
function socketsIn(folder: string, isWanted: (name: string) => boolean): string[] {
  try {
    if (!isOurs(folder)) return []
    return readdirSync(folder).flatMap((name) => (isWanted(name) ? [join(folder, name)] : []))
  } catch {
    // Nobody has ever listened there.
    return []
  }
}

/** Whether a folder is ours and closed to others. Throws where it is not there. */
export function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder)
  return uid === process.getuid?.() && (mode & 0o170_077) === 0o040_000
}

function send(socket: string, line: string): Promise<void> {
  return new Promise((sent, failed) => {
    Bun.connect({
      unix: socket,
      socket: {
        open(open) {
          open.end(line)
        },
        data() {},
        close: () => sent(),
        error: (_, error) => failed(error),
        connectError: (_, error) => failed(error),
      },
    }).catch(failed)
  })
}
