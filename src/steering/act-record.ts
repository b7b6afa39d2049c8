import type { SessionAct, SessionActKind } from '../facts/session-act.ts'
import type { Session } from '../sessions/session.ts'
import { isActive } from '../sessions/state.ts'

/**
 * How far an act has come. `kept`: written down, and not sent. `going`: it may have been sent. `done`: seen to be true.
 * `not-done`: it was not carried out. `unknown`: it may have been, and nobody has seen it.
 */
type ActState = 'kept' | 'going' | 'done' | 'not-done' | 'unknown'

/** How a session was before an act: what is compared to see that it came true. */
export type Before = Pick<Session, 'state' | 'lastAt' | 'current' | 'contextPercent'>

/** Something that was asked of a session, as it is kept. Times in ms. */
export type ActRecord = SessionAct & {
  id: string
  sessionId: string
  who: string
  askedAt: number
  state: ActState
  endedAt: number | null
  note: string | null
  newKey: string | null
  before: Before
}

/** The same as it is shown. */
export type ShownAct = Omit<ActRecord, 'before' | 'newKey'>

export const shownAct = ({ before: _, newKey: __, ...rest }: ActRecord): ShownAct => rest

/** Whether an act carries words for an agent, which are kept where they do not arrive. */
export const carriesWords = (kind: SessionActKind) =>
  kind === 'send' || kind === 'steer' || kind === 'retry' || kind === 'spawn'

export const isOver = ({ state }: Pick<ActRecord, 'state'>) => state !== 'kept' && state !== 'going'

/** An act that ends. Words that have arrived are kept no longer. */
export const ended = (
  record: ActRecord,
  state: Exclude<ActState, 'kept' | 'going'>,
  note: string | null,
  at: number,
): ActRecord => ({ ...record, state, note, endedAt: at, text: state === 'done' ? null : record.text })

/** Words that are tried again: under the same id, so that a runtime that has them already does nothing twice. */
export const again = (record: ActRecord, text: string | null, who: string, before: Before, at: number): ActRecord => ({
  ...record,
  text,
  who,
  before,
  askedAt: at,
  state: 'kept',
  endedAt: null,
  note: null,
})

/** What a kill left open, at the next start: what was not sent yet is not done, the rest has to be looked at. */
export const recovered = (record: ActRecord, at: number): ActRecord =>
  record.state === 'kept'
    ? ended(record, 'not-done', `Wheelhouse ended before it was sent.${keptWords(record.kind)}`, at)
    : record

export const keptWords = (kind: SessionActKind) => (carriesWords(kind) ? ' Your words are kept.' : '')

/** What is seen of a session after an act. */
export type Seen = {
  session: Pick<Session, 'state' | 'lastAt' | 'current' | 'title' | 'contextPercent'> | undefined
  /** Whether its key belongs to another session by now. */
  isReplaced: boolean
  /** Whether the session that the act made is there. */
  isNewThere: boolean
}

/** Whether an act has come true by what is seen, whatever the runtime has answered. */
export function cameTrue({ kind, text, before }: Pick<ActRecord, 'kind' | 'text' | 'before'>, seen: Seen): boolean {
  const { session } = seen
  switch (kind) {
    case 'send':
    case 'steer':
    case 'retry':
      // Words for a session at work join its turn, or wait for the end of it: both are seen later, in its transcript.
      return isActive(before.state) || (session !== undefined && (isActive(session.state) || isLater(session, before)))
    case 'interrupt':
    case 'end':
      return session === undefined || !isActive(session.state)
    case 'compact':
      return session !== undefined && isLater(session, before)
    case 'reset':
      // The older gateway begins another session. The newer empties this one, whose entry in the store is written anew.
      return (
        seen.isReplaced ||
        session?.current === false ||
        (session !== undefined && !isActive(session.state) && isLater(session, before))
      )
    case 'rename':
      return session?.title === text
    case 'archive':
    case 'delete':
      return session === undefined || !session.current
    case 'spawn':
      return seen.isNewThere
  }
}

const isLater = (session: { lastAt: number | null }, before: Before) => (session.lastAt ?? 0) > (before.lastAt ?? 0)
