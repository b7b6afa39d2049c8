import type { OfficeMember } from '../../../../src/office/member.ts'
import { markOf, type SessionState, severityOf } from '../../../../src/sessions/severity.ts'

/** Something that somebody in the office has just done or needs, in a line. */
export type LogLine = {
  who: string
  words: string
  /** The session it happened in, where there is one. */
  sessionId: string | null
  /** The higher, the sooner it is told; 0 for what is told only where nothing else is. */
  severity: number
}

/** What is said of somebody who has just come to be in a state; of the others nothing is. */
const become: Partial<Record<SessionState, string>> = {
  waiting: 'waits for an answer',
  failed: 'failed',
  'timed-out': 'ran out of time',
  killed: 'was stopped',
  stalled: 'makes no progress',
  finished: 'is done',
  idle: 'is ready',
  asleep: 'fell asleep',
  unknown: 'is out of contact',
}

const isAtWork = (state: SessionState) => state === 'running' || state === 'thinking'

/**
 * What happened between a moment and the next. Of whom nothing was known a moment ago only what it is now can be told:
 * where nobody was there before, nothing has happened.
 */
export function logLinesOf(before: readonly OfficeMember[], after: readonly OfficeMember[]): LogLine[] {
  if (before.length === 0) return []
  const known = new Map(before.map((member) => [member.id, member]))
  const names = new Map(after.map(({ id, name }) => [id, name]))
  return after.flatMap((member) => {
    const then = known.get(member.id)
    const [who, words] = then ? [member.name, wordsOfChange(then, member)] : wordsOfNew(member, names)
    const isAside = then !== undefined && isAtWork(then.state) && isAtWork(member.state)
    const severity = isAside ? 0 : severityOf(member.state)
    return words === null ? [] : [{ who, words, sessionId: member.sessionId, severity }]
  })
}

function wordsOfChange(then: OfficeMember, now: OfficeMember): string | null {
  if (!isAtWork(now.state)) return then.state === now.state ? null : (become[now.state] ?? null)
  if (isAtWork(then.state)) return now.tool === null || now.tool === then.tool ? null : `began: ${now.tool}`
  // Whoever was answered goes on.
  const verb = markOf(then.state) === 'waiting' ? 'goes on' : 'began'
  return now.tool === null ? (verb === 'began' ? 'began to work' : verb) : `${verb}: ${now.tool}`
}

function wordsOfNew({ kind, name, parentId }: OfficeMember, names: ReadonlyMap<string, string>) {
  if (kind === 'agent') return [name, 'came in'] as const
  const parent = parentId === null ? undefined : names.get(parentId)
  return parent === undefined ? ([name, 'began to work'] as const) : ([parent, `handed over: ${name}`] as const)
}

/** More lines than this wait for nobody: the oldest are dropped. */
export const mostWaiting = 6

/** The lines that wait to be told, the oldest first. Of what is told only aside the newest is enough. */
export function withLines(waiting: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
  const all = [...waiting, ...more]
  const aside = all.findLast(({ severity }) => severity === 0)
  return all.filter((line) => line.severity > 0 || line === aside).slice(-mostWaiting)
}

/** A line in this time (ms) can be read, and listened to. What is told aside waits until it was quiet for longer. */
const lineEveryMs = 1_000
const asideEveryMs = 6_000

/**
 * The line that is told next, `sinceMs` after the last one: the most severe, and of those the one that has waited
 * longest. Undefined where none is due yet; `inMs` is when to look again, null where none waits.
 */
export function takeLine(
  waiting: readonly LogLine[],
  sinceMs: number,
): { line: LogLine | undefined; rest: readonly LogLine[]; inMs: number | null } {
  const most = Math.max(...waiting.map(({ severity }) => severity))
  const line = waiting.find(({ severity }) => severity === most)
  if (!line) return { line, rest: waiting, inMs: null }
  const leftMs = (most === 0 ? asideEveryMs : lineEveryMs) - sinceMs
  if (leftMs > 0) return { line: undefined, rest: waiting, inMs: leftMs }
  return { line, rest: waiting.filter((one) => one !== line), inMs: lineEveryMs }
}
