import { type HookCall, hookCallLine, maxHookCallBytes } from '../facts/hook-call.ts'
import { callerOf, callListeners, nameIn, takingPartIn } from './call-listeners.ts'
import { type HookedRuntime, isHooked } from './hooked-runtimes.ts'

/** A hook has ended this long after its start, in ms, whatever happens. */
export const hookDeadlineMs = 180

/**
 * One that may hold a request has ended this long after its start where nobody has said until then that they hold it:
 * finding who takes part, and their first word, may take so long on a busy machine.
 */
export const holdDeadlineMs = 2_000

/** One that tells who takes part what its runtime is about to ask: the prompt comes when it has ended. */
const tellDeadlineMs = 400

const maxHoldSeconds = 3_600

/** What a runtime hands to its hook is not read beyond this. */
const maxPayloadBytes = 4 << 20

type Holding = {
  /** Puts off the end of the hook by so many ms. */
  putOff: (ms: number) => void
  print: (bytes: Uint8Array) => void
  now: () => number
}

/**
 * `wheelhouse hook EVENT [--runtime NAME] [--hold SECONDS]`: tells everybody who listens in one of `folders` what a
 * runtime has written to our input. With `--hold` it then waits for whoever takes part in approvals to decide, and
 * prints that. Whatever is wrong, it says nothing and throws nothing: nothing is to appear in the agent's terminal.
 */
export async function sendHook(
  words: string[],
  input: ReadableStream<Uint8Array>,
  folders: string[],
  { putOff, print, now }: Holding,
): Promise<void> {
  try {
    const runtime = runtimeFrom(words)
    const payload = runtime && (await payloadOf(input))
    const call = payload && callOf(runtime, words[0] ?? '', payload)
    if (!call) return
    const line = hookCallLine(call)
    if (line.length > maxHookCallBytes) return
    const called = callListeners(folders, line)
    const holdMs = holdFrom(words, call)
    const sockets = () => takingPartIn(folders)
    if (holdMs > 0 && sockets().length > 0) {
      const { holdRequest } = await import('./hold-request.ts')
      return await holdRequest(payload, call, {
        sockets,
        until: now() + holdMs,
        now,
        print,
        held: () => putOff(holdMs),
      })
    }
    if (isAsking(call) && sockets().length > 0) {
      putOff(tellDeadlineMs)
      const { tellRequest } = await import('./tell-request.ts')
      await tellRequest(payload, call, { sockets: sockets(), at: now() })
    }
    await Promise.race([called, Bun.sleep(hookDeadlineMs)])
  } catch {
    // Who is not there or does not listen misses it.
  }
}

function runtimeFrom(words: string[]): HookedRuntime | undefined {
  const at = words.indexOf('--runtime')
  const name = at < 0 ? 'claude-code' : (words[at + 1] ?? '')
  return isHooked(name) ? name : undefined
}

/** How long a request may be held, in ms; 0 for everything that is no request of a runtime that leaves its prompt open. */
function holdFrom(words: string[], { runtime, event }: HookCall): number {
  const at = words.indexOf('--hold')
  const seconds = at < 0 ? 0 : Number(words[at + 1])
  if (runtime !== 'claude-code' || event !== 'PermissionRequest' || process.platform !== 'linux') return 0
  return seconds > 0 && seconds <= maxHoldSeconds ? seconds * 1_000 : 0
}

/** Whether a runtime says that its prompt is about to appear, which only its terminal can answer. */
const isAsking = ({ runtime, notification }: HookCall) =>
  runtime === 'gemini' && notification === 'ToolPermission' && process.platform === 'linux'

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
  return {
    runtime,
    event: nameIn(payload.hook_event_name) ?? event.slice(0, 200),
    key,
    tool: nameIn(payload.tool_name),
    notification: nameIn(payload.notification_type),
    ...callerOf(runtime),
  }
}
