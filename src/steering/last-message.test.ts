import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../facts/transcript.ts'
import { lastMessageIn } from './last-message.ts'

const said = (role: 'user' | 'assistant', text: string, more: object = {}): TranscriptItem => ({
  id: 'i',
  at: 1,
  kind: 'message',
  role,
  sender: null,
  text,
  truncated: false,
  bytes: text.length,
  pictures: [],
  model: null,
  costUsd: null,
  stopReason: null,
  ...more,
})

test('the last words of the owner are sent again, not those of the agent or of somebody else', () => {
  const items = [
    said('user', 'First'),
    said('user', 'Second'),
    said('assistant', 'Aye'),
    said('user', 'x', { sender: 'Guest' }),
  ]
  expect(lastMessageIn(items)).toBe('Second')
})

test.each([
  ['nothing was said', [] as TranscriptItem[]],
  ['a part is hidden', [said('user', 'The key is [hidden].')]],
  ['it is only the beginning', [said('user', 'Long', { truncated: true })]],
  ['a picture would be lost', [said('user', 'Look', { pictures: [{ type: 'image/png', bytes: 9 }] })]],
])('nothing else is sent in its place where %s', (_why, items) => {
  expect(() => lastMessageIn(items)).toThrow('Send it a message')
})
