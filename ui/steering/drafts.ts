import { storage } from '../platform/storage.ts'

const keyOf = (sessionId: string) => `wheelhouse.draft.${sessionId}`

/** What somebody began to write to a session, kept in this browser until it is sent. */
export const drafts = {
  read: (sessionId: string) => storage.read(keyOf(sessionId)) ?? '',
  write(sessionId: string, text: string) {
    if (text === '') storage.remove(keyOf(sessionId))
    else storage.write(keyOf(sessionId), text)
  },
}
