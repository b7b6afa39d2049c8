import type { Socket } from 'bun'
import { type ApprovalAnswer, decisions } from '../facts/approval.ts'
import { type HeldRequest, lineOf, maxHeldLine } from '../facts/held-request.ts'
import { type HookCall, hookCallLine } from '../facts/hook-call.ts'
import { createLineReader, createSocketWriter } from '../lib/line-socket.ts'
import { isGenuineListener } from './genuine-listener.ts'

/** Who takes part says so within this time. */
const welcomeMs = 2_000
/** How long a goodbye may take. */
const goodbyeMs = 200

export type Outcome = { kind: 'refused' | 'lost' | 'released' } | { kind: 'answered'; answer: ApprovalAnswer; say: Say }
type Say = (printed: number) => Promise<void>

/**
 * One talk with one listener, who hears the request only after they have said that they take part, and nothing at all
 * before they were proven to be a Wheelhouse of a person. It ends with how it ended, and never throws.
 */
export function converse(
  path: string,
  call: HookCall,
  request: HeldRequest,
  { held = () => {}, isGenuine = isGenuineListener }: { held?: () => void; isGenuine?: (file: number) => boolean } = {},
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
    writer.write(hookCallLine(call))

    function hear(text: string) {
      const said = parsed(text)
      if (said?.hold === true && !isHeld) {
        isHeld = true
        clearTimeout(welcome)
        held()
        writer.write(lineOf({ request }))
      } else if (said?.release === true) {
        // Hanging up is heard as an end at once.
        over.resolve({ kind: 'released' })
        socket.end()
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

export function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
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
