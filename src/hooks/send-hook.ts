import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type HookCall, hookCallLine, maxHookCallBytes } from '../facts/hook-call.ts'
import { runtimeOf } from '../facts/runtime-of-process.ts'
import { readProc, statFields } from '../lib/proc.ts'
import { startTimeOf } from '../lib/process.ts'
import { type HookedRuntime, isHooked } from './hooked-runtimes.ts'

/** A hook has ended this long after its start, in ms, whatever happens. */
export const hookDeadlineMs = 180

/** What a runtime hands to its hook is not read beyond this. */
const maxPayloadBytes = 4 << 20
const maxListeners = 16
/** The runtime stands this close above its hook: between them is the shell that runs it. */
const maxAncestors = 6
const maxNameLength = 200

/**
 * `wheelhouse hook EVENT [--runtime NAME]`: tells everybody who listens in one of `folders` what a runtime has written
 * to our input. Whatever is wrong, it says nothing and throws nothing: nothing is to appear in the agent's terminal.
 */
export async function sendHook(words: string[], input: ReadableStream<Uint8Array>, folders: string[]): Promise<void> {
  try {
    const runtime = runtimeFrom(words)
    const payload = runtime && (await payloadOf(input))
    const call = payload && callOf(runtime, words[0] ?? '', payload)
    if (!call) return
    const line = hookCallLine(call)
    if (line.length > maxHookCallBytes) return
    await Promise.allSettled(
      folders
        .flatMap(listenersIn)
        .slice(0, maxListeners)
        .map((socket) => send(socket, line)),
    )
  } catch {
    // Who is not there or does not listen misses it.
  }
}

function runtimeFrom(words: string[]): HookedRuntime | undefined {
  const at = words.indexOf('--runtime')
  const name = at < 0 ? 'claude-code' : (words[at + 1] ?? '')
  return isHooked(name) ? name : undefined
}

async function payloadOf(input: ReadableStream<Uint8Array>): Promise<Record<string, unknown> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input) {
    size += chunk.length
    if (size > maxPayloadBytes) return undefined
    chunks.push(chunk)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function callOf(runtime: HookedRuntime, event: string, payload: Record<string, unknown>): HookCall | undefined {
  const key = nameIn(payload.session_id)
  if (key === null) return undefined
  const pid = ownerOf(runtime)
  return {
    runtime,
    event: nameIn(payload.hook_event_name) ?? event.slice(0, maxNameLength),
    key,
    tool: nameIn(payload.tool_name),
    notification: nameIn(payload.notification_type),
    pid,
    startTime: pid === null ? null : (startTimeOf(pid) ?? null),
  }
}

const nameIn = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= maxNameLength ? value : null

/** The process of a runtime that called us, among the nearest above. */
function ownerOf(runtime: HookedRuntime): number | null {
  let pid = process.ppid
  for (let i = 0; i < maxAncestors && pid > 1; i++) {
    if (runtimeOf(readProc(pid, 'cmdline')) === runtime) return pid
    pid = Number(statFields(pid)[1])
  }
  return null
}

/** The sockets in a folder that nobody else could have put there. */
function listenersIn(folder: string): string[] {
  try {
    const { uid, mode } = lstatSync(folder)
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) return []
    return readdirSync(folder).flatMap((name) => (name.endsWith('.sock') ? [join(folder, name)] : []))
  } catch {
    // Nobody has ever listened there.
    return []
  }
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
