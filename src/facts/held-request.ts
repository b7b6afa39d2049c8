import type { ApprovalAnswer } from './approval.ts'

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

export type ToHook = { hold: true } | { answer: ApprovalAnswer } | { release: true }

export type FromHook = { request: HeldRequest } | { printed: number }

/** The name of a socket of those who take part ends like this; others only listen. */
export const takingPartEnding = '.approvals.sock'

/** So much of an input is passed on, in UTF-16 units, and so much is a line at most. */
export const maxHeldInput = 1 << 20
export const maxHeldLine = 8 << 20

export const lineOf = (message: ToHook | FromHook) => `${JSON.stringify(message)}\n`
