import { join } from 'node:path'
import type { Socket } from 'bun'
import { type ApprovalAnswer, decisions } from '../facts/approval.ts'
import { type HeldRequest, lineOf, maxHeldInput, maxHeldLine } from '../facts/held-request.ts'
import { type HookCall, hookCallLine } from '../facts/hook-call.ts'
import { decisionFor } from '../facts/permission-answer.ts'
import { readForeignFile } from '../lib/foreign-file.ts'
import { createLineReader, createSocketWriter } from '../lib/line-socket.ts'
import { isAlive } from '../lib/process.ts'
import { isGenuineListener } from './genuine-listener.ts'

/** Who takes part says so within this time; later the prompt in the terminal is all there is. */
const welcomeMs = 5_000
/** Those who take part are looked for again this often while none is connected. */
const againMs = 1_000
/** How long a goodbye may take. */
const goodbyeMs = 200
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
  isGenuine?: (file: number) => boolean
}

type Outcome = { kind: 'refused' | 'lost' | 'released' } | { kind: 'answered'; answer: ApprovalAnswer; say: Say }
type Say = (printed: number) => Promise<void>

/**
 * Holds a request for permission until somebody who takes part has decided it, and prints the decision. The runtime's
 * own prompt is on the screen all the while. Ends without a word where nobody takes part, the prompt was answered, the
 * runtime has ended or the time is over. Whoever listens is asked only after it was proven to be a Wheelhouse of a person.
 */
export async function holdRequest(
  payload: Payload,
  call: HookCall,
  { sockets, until, now, print, isGenuine = isGenuineListener }: Deps,
): Promise<void> {
  const asked = askedIn(payload)
  if (!asked) return
  const request = heldRequestOf(payload, asked, now(), until)
  const over = Promise.withResolvers<Outcome>()
  const open = new Set<string>()
  let isHeld = false

  function ask(socket: string) {
    open.add(socket)
    void converse(socket, hookCallLine(call), lineOf({ request }), isGenuine, () => {
      isHeld = true
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

const textIn = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 4_096 ? value : null)

/** A sub-agent has a transcript of its own beside that of its session. */
function transcriptOf({ transcript_path, agent_id }: Payload): string | null {
  const path = textIn(transcript_path)
  if (path === null || typeof agent_id !== 'string' || !/^[\w-]{1,100}$/.test(agent_id)) return path
  return join(path.replace(/\.jsonl$/, ''), 'subagents', `agent-${agent_id}.jsonl`)
}

/** One talk with one listener. It ends with how it ended, and never throws. */
function converse(
  path: string,
  hello: string,
  request: string,
  isGenuine: (file: number) => boolean,
  held: () => void,
): Promise<Outcome> {
  const over = Promise.withResolvers<Outcome>()
  const closed = Promise.withResolvers<void>()
  let isHeld = false
  const end = (outcome: Outcome) => {
    over.resolve(outcome)
    closed.resolve()
  }
  const welcome = setTimeout(() => end({ kind: 'refused' }), welcomeMs)
  let flush = () => {}
  let read: (chunk: Uint8Array) => void = () => {}

  function begin(socket: Socket<unknown>) {
    const file = (socket as unknown as { fd: number }).fd
    if (!isGenuine(file)) {
      socket.terminate()
      return end({ kind: 'refused' })
    }
    const writer = createSocketWriter(socket)
    flush = writer.flush
    read = createLineReader(maxHeldLine, hear, () => end({ kind: 'lost' }))
    writer.write(hello)

    function hear(text: string) {
      const said = parsed(text)
      if (said?.hold === true && !isHeld) {
        isHeld = true
        clearTimeout(welcome)
        held()
        writer.write(request)
      } else if (said?.release === true) {
        socket.end()
        over.resolve({ kind: 'released' })
      } else if (isHeld && isAnswer(said?.answer))
        over.resolve({
          kind: 'answered',
          answer: said.answer,
          async say(printed) {
            writer.write(lineOf({ printed }))
            socket.end()
            await Promise.race([closed.promise, Bun.sleep(goodbyeMs)])
          },
        })
    }
  }

  const gone = () => end({ kind: isHeld ? 'lost' : 'refused' })
  Bun.connect({
    unix: path,
    socket: {
      open: begin,
      data: (_, chunk) => read(chunk),
      drain: () => flush(),
      close: gone,
      end: gone,
      error: gone,
      connectError: gone,
    },
  }).catch(gone)
  return over.promise.finally(() => clearTimeout(welcome))
}

function parsed(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Payload) : undefined
  } catch {
    return undefined
  }
}

const isText = (value: unknown) => value === undefined || typeof value === 'string'

function isAnswer(value: unknown): value is ApprovalAnswer {
  if (typeof value !== 'object' || value === null) return false
  const { decision, reason, command, answers } = value as Partial<Record<keyof ApprovalAnswer, unknown>>
  return (
    decisions.some((one) => one === decision) &&
    isText(reason) &&
    isText(command) &&
    (answers === undefined ||
      (typeof answers === 'object' &&
        answers !== null &&
        Object.values(answers).every(
          (chosen) => Array.isArray(chosen) && chosen.every((one) => typeof one === 'string'),
        )))
  )
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
