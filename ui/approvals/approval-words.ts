import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalRuntime } from '../../src/facts/approval.ts'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { relativeTime } from '../../src/lib/format.ts'
import { oneLine } from '../../src/lib/plain-text.ts'

/** The runtimes that take no answer from outside: what they ask is shown, and answered where they ask. */
export const onlyShown: ReadonlySet<ApprovalRuntime> = new Set(['gemini'])

/** What is asked, as the end of a sentence that begins with the name of an agent. */
export function predicateOf({ kind, tool, action, questions }: Approval): string {
  switch (kind) {
    case 'command':
      return 'asks to run a command'
    case 'edit': {
      const changes = action?.kind === 'edit' ? action.changes : []
      const path = changes[0] && oneLine(changes[0].path).split(/[\\/]/).at(-1)
      return changes.length === 1 ? `asks to change ${path}` : `asks to change ${changes.length || 'several'} files`
    }
    case 'tool':
      return `asks to use ${oneLine(tool ?? 'a tool')}`
    case 'plan':
      return 'has a plan and asks to go on'
    case 'question':
      return questions.length === 1 ? 'asks you a question' : `asks you ${questions.length} questions`
  }
}

/** Whether the subject of a request is code rather than words. */
export const isCode = ({ action, kind }: Approval) => action !== null && kind !== 'plan' && kind !== 'question'

/** What happens by itself, and when: `denied by itself in 6 min`. `now` in ms. */
export function untilWords({ expiresAt, atExpiry }: Approval, now: number): string {
  if (expiresAt === null) return 'waits until it is answered'
  const left = expiresAt - now
  const what =
    atExpiry === 'denied'
      ? 'denied by itself'
      : atExpiry === 'asked in the terminal'
        ? 'back to the terminal'
        : 'given up'
  if (left <= 0) return `${what} now`
  // The last minutes are counted in seconds.
  if (left < 120_000) return `${what} in ${Math.ceil(left / 1_000)} s`
  return `${what} ${relativeTime(expiresAt, now)}`
}

/** Whether little time is left. */
export const isUrgent = ({ expiresAt }: Approval, now: number) => expiresAt !== null && expiresAt - now < 120_000

const decided = {
  'allow-once': 'allowed it once',
  'allow-session': 'allowed it for the session',
  'allow-always': 'always allowed it',
  deny: 'denied it',
} as const

/** How it ended, or stands, as a sentence. `me` is the name of who looks. */
export function outcomeOf({ kind, state, decision, by, runtime }: Approval, me: string | undefined): string {
  const who = by === null ? 'Somebody' : by === me ? 'You' : oneLine(by)
  const did =
    decision === null
      ? 'answered it'
      : kind === 'question'
        ? decision === 'deny'
          ? 'gave no answer'
          : 'answered it'
        : decided[decision]
  switch (state) {
    case 'waiting':
      return 'Waits for a decision.'
    case 'answering':
      return `${who} ${did}. Sent; waiting for ${runtimeName(runtime)} to take it.`
    case 'answered':
      return `${who} ${did}, and ${runtimeName(runtime)} took it.`
    case 'elsewhere':
      return `${who} ${did} in another place.`
    case 'expired':
      return 'Nobody answered in time.'
    case 'withdrawn':
      return 'It is not asked any more: its run or process ended.'
    case 'unknown':
      return 'It is gone, and nobody said how it was answered.'
  }
}

/** Who decided, in a few words: `you`, `Mara`, `nobody in time`. */
export function deciderOf({ state, by }: Approval, me: string | undefined): string {
  const who = by === null ? 'somebody' : by === me ? 'you' : oneLine(by)
  switch (state) {
    case 'expired':
      return 'nobody in time'
    case 'withdrawn':
      return 'withdrawn'
    case 'unknown':
      return 'not known'
    default:
      return who
  }
}

/** What the button for a permission says. */
export const allowWords = ({ kind }: Approval) => (kind === 'plan' ? 'Go on' : 'Allow once')

/** What allowing more than once would add, each by the name of its button; `rule` is null where it is not told. */
export const rulesOf = ({ kind, decisions, forSession, always }: Approval): { name: string; rule: string | null }[] => [
  ...(decisions.includes('allow-session') ? [{ name: lastingWords('allow-session', kind), rule: forSession }] : []),
  ...(decisions.includes('allow-always') ? [{ name: lastingWords('allow-always', kind), rule: always }] : []),
]

/** What the button says that allows more than the one call. */
export function lastingWords(decision: 'allow-session' | 'allow-always', kind: Approval['kind']): string {
  if (decision === 'allow-always') return 'Always allow'
  return kind === 'plan' ? 'Go on, and allow edits' : 'Allow for this session'
}
