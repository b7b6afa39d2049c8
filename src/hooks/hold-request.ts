import { join } from 'node:path'
import { type HeldRequest, maxHeldInput } from '../facts/held-request.ts'
import type { HookCall } from '../facts/hook-call.ts'
import { decisionFor } from '../facts/permission-answer.ts'
import { readForeignFile } from '../lib/foreign-file.ts'
import { isAlive } from '../lib/process.ts'
import { converse, type Outcome, parsed } from './converse.ts'

/** Those who take part are looked for again this often while none is connected. */
const againMs = 1_000
const maxSuggestions = 32 << 10
const maxSessionFile = 64 << 10

type Payload = Record<string, unknown>

type Deps = {
  /** The sockets of those who take part just now. */
  sockets: () => string[]
  /** When the hook has to end, in ms. */
  until: number
  now: () => number
  print: (bytes: Uint8Array) => void
  /** Hears that somebody holds it; until then the hook has little time. */
  held: () => void
  isGenuine?: (file: number) => boolean
}

/**
 * Holds a request for permission until somebody who takes part has decided it, and prints the decision. The runtime's
 * own prompt is on the screen all the while. Ends without a word where nobody takes part, the prompt was answered, the
 * runtime has ended or the time is over. Whoever listens is asked only after it was proven to be a Wheelhouse of a person.
 */
export async function holdRequest(
  payload: Payload,
  call: HookCall,
  { sockets, until, now, print, held, isGenuine }: Deps,
): Promise<void> {
  const asked = askedIn(payload)
  if (!asked) return
  const request = heldRequestOf(payload, asked, now(), until)
  const over = Promise.withResolvers<Outcome>()
  const open = new Set<string>()
  let isHeld = false

  function ask(socket: string) {
    open.add(socket)
    void converse(socket, call, request, {
      held() {
        isHeld = true
        held()
      },
      ...(isGenuine && { isGenuine }),
    }).then((outcome) => {
      open.delete(socket)
      if (outcome.kind === 'answered' || outcome.kind === 'released') over.resolve(outcome)
      // Nobody who takes part was there.
      else if (!isHeld && open.size === 0) over.resolve(outcome)
    })
  }

  for (const socket of sockets()) ask(socket)
  if (open.size === 0) return
  const again = setInterval(() => {
    if (now() >= until || hasEnded(call) || (open.size === 0 && isAnswered(payload, call)))
      return over.resolve({ kind: 'lost' })
    if (isHeld) for (const socket of sockets()) if (!open.has(socket)) ask(socket)
  }, againMs)
  const outcome = await over.promise
  clearInterval(again)
  if (outcome.kind !== 'answered' || now() >= until) return
  const decision = decisionFor(asked, outcome.answer)
  if (!decision) return
  const printed = { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } }
  const at = now()
  print(new TextEncoder().encode(JSON.stringify(printed)))
  await outcome.say(at)
}

/** The tool, what it was called with, and what the runtime suggests to allow; undefined for anything else. */
function askedIn({ tool_name: tool, tool_input, permission_suggestions }: Payload) {
  if (typeof tool !== 'string' || tool === '' || tool.length > 200) return undefined
  const input = tool_input ?? {}
  if (typeof input !== 'object' || Array.isArray(input)) return undefined
  const suggestions: unknown[] = Array.isArray(permission_suggestions) ? permission_suggestions : []
  const isSmall = JSON.stringify(suggestions).length <= maxSuggestions
  return { tool, input: input as Payload, suggestions: isSmall ? suggestions : [] }
}

function heldRequestOf(
  payload: Payload,
  { tool, input, suggestions }: { tool: string; input: Payload; suggestions: unknown[] },
  askedAt: number,
  until: number,
): HeldRequest {
  const text = JSON.stringify(input)
  return {
    tool,
    input: text.slice(0, maxHeldInput),
    isCut: text.length > maxHeldInput,
    folder: textIn(payload.cwd),
    transcript: transcriptOf(payload),
    agentType: textIn(payload.agent_type),
    suggestions,
    askedAt,
    until,
  }
}

export const textIn = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= 4_096 ? value : null

/** A sub-agent has a transcript of its own beside that of its session. */
function transcriptOf({ transcript_path, agent_id }: Payload): string | null {
  const path = textIn(transcript_path)
  if (path === null || typeof agent_id !== 'string' || !/^[\w-]{1,100}$/.test(agent_id)) return path
  return join(path.replace(/\.jsonl$/, ''), 'subagents', `agent-${agent_id}.jsonl`)
}

const hasEnded = ({ pid, startTime }: HookCall) => pid !== null && !isAlive(pid, startTime)

/** Whether the prompt on the screen was answered, as the runtime's session file says it. */
function isAnswered({ transcript_path }: Payload, { pid }: HookCall): boolean {
  const path = textIn(transcript_path)
  if (path === null || pid === null) return false
  try {
    // The configuration folder, above `projects/<folder>/<session>.jsonl`.
    const file = join(path, '..', '..', '..', 'sessions', `${pid}.json`)
    const session = parsed(readForeignFile(file, maxSessionFile).toString('utf8'))
    return session?.entrypoint === 'cli' && (session.status === 'idle' || session.status === 'busy')
  } catch {
    // It does not say.
    return false
  }
}
