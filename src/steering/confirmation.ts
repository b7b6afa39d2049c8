import type { Confirmation } from '../audit/action-gate.ts'
import { runtimeName } from '../facts/runtimes.ts'
import type { SessionActKind, SessionOffer } from '../facts/session-act.ts'
import type { Session } from '../sessions/session.ts'
import { stateLabel } from '../sessions/severity.ts'

/** A session with what a person calls it. */
export type Named = { session: Session; name: string }

const maxHits = 12

/** The question before an act that destroys something; undefined for one that does not. */
export function confirmationFor(
  kind: SessionActKind,
  { session, name }: Named,
  { pid, resume, note }: Pick<SessionOffer, 'pid' | 'resume' | 'note'>,
): Confirmation | undefined {
  const shared = { hits: [{ name, effect: stateLabel(session.state) }], exact: null, isTyped: false }
  switch (kind) {
    case 'end':
      return {
        ...shared,
        question: `End the process of ${name}?`,
        effect: `${runtimeName(session.runtime)} and every tool below it end; what it has not written yet is lost. ${
          resume === null ? '' : 'It can be continued in a terminal.'
        } ${note ?? ''}`.trim(),
        exact: pid === null ? null : `kill -TERM ${pid}, and -KILL after three seconds`,
        phrase: 'end',
        verb: 'End process',
        safeVerb: 'Keep running',
      }
    case 'reset':
      return {
        ...shared,
        question: `Reset ${name}?`,
        effect:
          'The conversation begins anew, without what was said so far. Its transcript is kept as an older window.',
        phrase: 'reset',
        verb: 'Reset session',
        safeVerb: 'Keep the conversation',
      }
    case 'delete':
      return {
        ...shared,
        question: `Delete ${name}?`,
        effect: 'The gateway forgets the session and its transcript. This cannot be undone. To tidy up, archive it.',
        phrase: 'delete',
        isTyped: true,
        verb: 'Delete session',
        safeVerb: 'Keep it',
      }
    default:
      return undefined
  }
}

/** The question before several sessions are stopped, archived or deleted: everyone it hits. */
export function confirmationForSeveral(kind: 'stop' | 'archive' | 'delete', named: readonly Named[]): Confirmation {
  const count = named.length === 1 ? named[0]!.name : `${named.length} sessions`
  const hits = named
    .slice(0, maxHits)
    .map(({ session, name }) => ({ name: short(name), effect: effectOf(kind, session) }))
  const more = named.length - maxHits
  const words = severalWords[kind]
  return {
    question: `${words.verb} ${count}?`,
    effect: words.effect,
    hits: more > 0 ? [...hits, { name: `${more} more`, effect: 'likewise' }] : hits,
    exact: null,
    phrase: kind,
    isTyped: kind === 'delete',
    verb: `${words.verb} ${named.length === 1 ? 'it' : `${named.length} sessions`}`,
    safeVerb: words.safe,
  }
}

const severalWords = {
  stop: {
    verb: 'Stop',
    effect:
      'Turns are interrupted with their tools. Where a runtime cannot be interrupted from outside, its process is ended; its session can be continued in a terminal.',
    safe: 'Keep running',
  },
  archive: {
    verb: 'Archive',
    effect: 'They leave the lists of their gateway and of Wheelhouse, and can be brought back there.',
    safe: 'Keep in the list',
  },
  delete: {
    verb: 'Delete',
    effect: 'The gateway forgets them with their transcripts. This cannot be undone.',
    safe: 'Keep them',
  },
} as const

const short = (name: string) => (name.length > 60 ? `${name.slice(0, 59).toWellFormed()}…` : name)

const effectOf = (kind: 'stop' | 'archive' | 'delete', { runtime, state }: Session) =>
  kind === 'stop' && (runtime === 'claude-code' || runtime === 'gemini')
    ? `${stateLabel(state)}; its process ends`
    : stateLabel(state)
