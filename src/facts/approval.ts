import type { Runtime } from './runtimes.ts'
import type { Finding } from './source.ts'
import type { ToolAction } from './tool-action.ts'

/**
 * Where a request comes from, and where the answer goes: a gateway, the hook of a runtime, its daemon, or the server
 * that a runtime runs. `terminal` is a request that can only be answered where it was made.
 */
type ApprovalDoorName = 'gateway' | 'hook' | 'daemon' | 'server' | 'terminal'

/**
 * What a person decides. `allow-session` holds until the session ends, `allow-always` beyond that. For a question,
 * `allow-once` carries the answers and `deny` is a refusal to answer.
 */
export const decisions = ['allow-once', 'allow-session', 'allow-always', 'deny'] as const

export type Decision = (typeof decisions)[number]

/** What can be decided where these are offered beside a permission for once and a denial. */
export const decisionsOffering = ({ forSession, always }: Pick<ApprovalRequest, 'forSession' | 'always'>): Decision[] =>
  decisions.filter(
    (one) => (one !== 'allow-session' || forSession !== null) && (one !== 'allow-always' || always !== null),
  )

/** A question of an agent. `id` is what the runtime knows it by. */
export type ApprovalQuestion = {
  id: string
  /** A word or two above it. */
  title: string | null
  text: string
  options: { label: string; detail: string | null }[]
  /** Whether several options may be chosen. */
  takesSeveral: boolean
  /** Whether words of one's own are taken. */
  takesText: boolean
}

/** Something that an agent may not do before a person has decided, as its runtime says it. Times in ms. */
export type ApprovalRequest = {
  /**
   * The same for as long as it is the same request, and never used again: the door, a dot, and what tells it apart
   * there. Its characters are safe in a path.
   */
  id: string
  door: ApprovalDoorName
  runtime: Runtime
  /** The session by the runtime's own id; null where the request does not say. */
  key: string | null
  /** The name of the agent where the request says it and names no session; null otherwise. */
  agent: string | null
  kind: 'command' | 'edit' | 'tool' | 'plan' | 'question'
  tool: string | null
  /** What it would do, as the reader of transcripts shows it; null for a tool that is not known. */
  action: ToolAction | null
  /** The whole of what the tool was called with, as JSON; null where it is not told. */
  input: string | null
  /** Whether `input` or `action` is only the beginning: then nobody can allow it from here. */
  isCut: boolean
  folder: string | null
  /** Why, in the words of the agent. */
  reason: string | null
  /** What the runtime itself warns of. */
  warnings: string[]
  questions: ApprovalQuestion[]
  /** What the runtime takes as an answer. Empty where it can only be answered at `place`. */
  decisions: Decision[]
  /** What `allow-session` would allow until the session ends; null where it is not offered. */
  forSession: string | null
  /** What `allow-always` would allow from then on, in the words of the runtime's own rules; null where it is not told. */
  always: string | null
  /** Whether a denial may carry a reason for the model. */
  takesReason: boolean
  /** Whether another command may be run in its place. */
  takesCommand: boolean
  askedAt: number
  /** When the runtime stops waiting, and what it does then; null where it waits for ever. */
  expiresAt: number | null
  atExpiry: 'denied' | 'asked in the terminal' | null
  /** Where else it can be answered: `the terminal of Claude Code, process 4711`. */
  place: string
}

export type ApprovalAnswer = {
  decision: Decision
  /** For the model, with a denial. */
  reason?: string | undefined
  /** What is run in place of the command that was asked for. */
  command?: string | undefined
  /** The answers by the id of their question. */
  answers?: Record<string, string[]> | undefined
}

/** How a request ended that was not answered through us. */
export type ApprovalEnding = {
  id: string
  /** `elsewhere`: somebody answered it in another place. `withdrawn`: its run or process ended. */
  how: 'elsewhere' | 'expired' | 'withdrawn'
  decision: Decision | null
  /** Who answered, as the runtime names them; null where it does not say. */
  by: string | null
}

/**
 * Everything that one door has to say at a moment; `requests` replaces what that door said before. Without `contact`
 * nothing is known of its requests: they are neither there nor ended.
 */
export type ApprovalStatement = {
  /** The name of the door: `gateway /home/anna/.openclaw`. */
  source: string
  contact: boolean
  requests: ApprovalRequest[]
  ended: ApprovalEnding[]
  /** What this door cannot do because its runtime is too old for it, in sentences. */
  limits?: ApprovalLimits | undefined
}

export type ApprovalLimits = { runtime: ApprovalRuntime; words: string[] }

/** One way in which requests of a runtime reach us, and answers reach it. */
export type ApprovalDoor = {
  /** Begins to take part. Nothing of it is told before, and nothing of a runtime is changed. It never throws. */
  open(state: (statement: ApprovalStatement) => void): void
  /**
   * Resolves once the runtime has taken the answer, and not before. Throws a Refusal: `not-found` where the request is
   * not of this door, `conflict` where it was answered or has ended, `unavailable` where it is not known whether the answer arrived.
   */
  answer(id: string, answer: ApprovalAnswer): Promise<void>
  /** Whether somebody who can decide is there: what nobody else would be asked is not held without one. */
  attended?(isAttended: boolean): void
  /** What people should know of it, such as why it takes no part. */
  findings?(): Finding[]
  /** Stops taking part: the runtimes ask as they did before. */
  close(): void
}

/** Which doors people let be open. */
export type TakingPart = {
  isOn: Record<ApprovalRuntime, boolean>
  /** Whether somebody who can decide has a page open just now. */
  isAttended: boolean
}

/** The doors that a person can switch on, each as a setting. */
export const approvalSettings = ['openclaw', 'claude-code', 'codex', 'opencode', 'gemini'] as const

export type ApprovalRuntime = (typeof approvalSettings)[number]
