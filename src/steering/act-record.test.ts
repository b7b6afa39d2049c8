import { expect, test } from 'bun:test'
import type { SessionActKind } from '../facts/session-act.ts'
import type { SessionState } from '../sessions/state.ts'
import { type ActRecord, again, cameTrue, ended, recovered, type Seen } from './act-record.ts'

const record = (kind: SessionActKind, more: Partial<ActRecord> = {}): ActRecord => ({
  id: 'a',
  sessionId: 's',
  kind,
  text: null,
  who: 'Anna',
  askedAt: 1_000,
  state: 'going',
  endedAt: null,
  note: null,
  newKey: null,
  before: { state: 'idle', lastAt: 500, current: true, contextPercent: 50 },
  ...more,
})

const seen = (session: Partial<NonNullable<Seen['session']>> | null, more: Partial<Seen> = {}): Seen => ({
  session:
    session === null
      ? undefined
      : { state: 'idle', lastAt: 500, current: true, title: 'Old', contextPercent: 50, ...session },
  isReplaced: false,
  isNewThere: false,
  ...more,
})

const before = (state: SessionState) => ({ state, lastAt: 500, current: true, contextPercent: 50 })

test.each<[SessionActKind, string, boolean, Partial<ActRecord>, Seen]>([
  ['send', 'the session has written nothing since', false, {}, seen({})],
  ['send', 'the session works', true, {}, seen({ state: 'thinking' })],
  ['send', 'the session has written since', true, {}, seen({ lastAt: 900 })],
  [
    'send',
    'it was at work, and takes the words at its end',
    true,
    { before: before('running') },
    seen({ state: 'running' }),
  ],
  ['interrupt', 'it still works', false, {}, seen({ state: 'running' })],
  ['interrupt', 'it waits for somebody, which is a turn as well', false, {}, seen({ state: 'waiting' })],
  ['interrupt', 'it stands still', true, {}, seen({ state: 'idle' })],
  ['end', 'it was killed', true, {}, seen({ state: 'killed' })],
  ['rename', 'it has the old name', false, { text: 'New' }, seen({})],
  ['rename', 'it has the new name', true, { text: 'New' }, seen({ title: 'New' })],
  ['reset', 'its key still belongs to it', false, {}, seen({})],
  ['reset', 'its key belongs to another window', true, {}, seen({}, { isReplaced: true })],
  ['reset', 'its entry was written anew, and it stands still', true, {}, seen({ lastAt: 900, state: 'idle' })],
  ['reset', 'it was at work meanwhile', false, {}, seen({ lastAt: 900, state: 'running' })],
  ['delete', 'it is still there', false, {}, seen({})],
  ['delete', 'it is gone from the index', true, {}, seen(null)],
  ['archive', 'lists leave it out', true, {}, seen({ current: false })],
  ['spawn', 'the new session is not there', false, {}, seen({})],
  ['spawn', 'the new session is there', true, {}, seen({}, { isNewThere: true })],
])('%s, where %s: %p', (kind, _words, expected, more, what) => {
  expect(cameTrue(record(kind, more), what)).toBe(expected)
})

test('words that have arrived are kept no longer, words that did not are', () => {
  expect(ended(record('send', { text: 'Ahoy' }), 'done', null, 2_000)).toMatchObject({ text: null, endedAt: 2_000 })
  expect(ended(record('send', { text: 'Ahoy' }), 'not-done', 'No.', 2_000)).toMatchObject({ text: 'Ahoy' })
})

test('after a kill what was not sent is not done, and what may have been sent is left to be looked at', () => {
  expect(recovered(record('send', { state: 'kept', text: 'Ahoy' }), 9)).toMatchObject({
    state: 'not-done',
    text: 'Ahoy',
    note: 'Wheelhouse ended before it was sent. Your words are kept.',
  })
  expect(recovered(record('send'), 9).state).toBe('going')
})

test('words are tried again under the same id, so that a runtime that has them does nothing twice', () => {
  const failed = ended(record('send', { text: 'Ahoy' }), 'unknown', 'No answer.', 2_000)
  expect(again(failed, 'Ahoy', 'Ben', before('idle'), 3_000)).toMatchObject({
    id: 'a',
    state: 'kept',
    who: 'Ben',
    endedAt: null,
    note: null,
  })
})
