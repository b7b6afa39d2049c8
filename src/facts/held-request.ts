import type { ApprovalAnswer } from './approval.ts'
import type { HookCall } from './hook-call.ts'

/**
 * What a hook and those who take part in its runtime's approvals say to each other, a line of JSON each. The hook says
 * its call (`hook-call.ts`); who takes part answers `hold`, and only then hears the whole request. The hook waits for
 * `answer` or `release`, says `printed` once its runtime has the answer, and ends.
 */
export type HeldRequest = {
  tool: string
  /** What the tool was called with, as JSON. */
  input: string
  /** Whether `input` is only the beginning. */
  isCut: boolean
  folder: string | null
  /** The transcript of the session, or that of the sub-agent that asks. */
  transcript: string | null
  /** The kind of the sub-agent that asks. */
  agentType: string | null
  /** What the runtime itself would allow from then on, in its own form. */
  suggestions: unknown[]
  /** When the hook began, and when it ends by itself, in ms. */
  askedAt: number
  until: number
}

type ToHook = { hold: true } | { answer: ApprovalAnswer } | { release: true }

type FromHook = { request: HeldRequest } | { printed: number }

/** The name of a socket of those who take part ends like this; others only listen. */
export const takingPartEnding = '.approvals.sock'

/** So much of an input is passed on, in UTF-16 units, and so much is a line at most. */
export const maxHeldInput = 1 << 20
export const maxHeldLine = 8 << 20

export const lineOf = (message: ToHook | FromHook) => `${JSON.stringify(message)}\n`

/** A hook that waits for a decision. */
export type HeldHook = {
  /** Made of what the kernel says of its process, so that nobody can take it from another: `4711.98765.1f0c3a2b`. */
  id: string
  /** The process of the hook itself, as the kernel says. */
  pid: number
  call: HookCall
  request: HeldRequest
  answer(answer: ApprovalAnswer): void
  /** Lets it end without a decision. */
  release(): void
}

export type HeldHeard = {
  asked(hook: HeldHook): void
  /** The runtime has the answer on its input now; `at` in ms. */
  printed(hook: HeldHook, at: number): void
  /** The hook has ended. */
  ended(hook: HeldHook): void
  /** A process that is not this program, or is not seen, has called: it is not held. */
  stranger(pid: number): void
}

/** Begins to take part in what the hooks of a runtime ask; undefined where that cannot be. The returned function ends it. */
export type ListenForHeld = (heard: HeldHeard) => (() => void) | undefined
