import type { SessionActKind } from '../facts/session-act.ts'

/** Each act as a verb with its object, for the record. */
export const actionWords: Record<SessionActKind, string> = {
  send: 'send a message to session',
  steer: 'send a message into the turn of session',
  interrupt: 'stop the turn of session',
  end: 'end the process of session',
  compact: 'compact session',
  reset: 'reset session',
  rename: 'rename session',
  archive: 'archive session',
  delete: 'delete session',
  spawn: 'start a sub-agent of session',
  retry: 'retry session',
}

/** What was not seen to come true, as the end of a sentence. */
export const notSeenWords: Record<SessionActKind, string> = {
  send: 'the session does not show it',
  steer: 'the session does not show it',
  interrupt: 'the session still looks at work',
  end: 'the session still looks at work',
  compact: 'the transcript does not show it',
  reset: 'the session is still the one it was',
  rename: 'the session still has its old name',
  archive: 'the session is still in the list of the gateway',
  delete: 'the session is still there',
  spawn: 'the new session is not there yet',
  retry: 'the session does not show it',
}
