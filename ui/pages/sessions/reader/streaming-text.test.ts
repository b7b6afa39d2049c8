import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { addStreamed, type StreamedText, storedWithinMs, unstored, withoutSettled } from './streaming-text.ts'

const message = (id: string, text: string, role: 'user' | 'assistant' = 'assistant', truncated = false) =>
  ({
    id,
    at: 1,
    kind: 'message',
    role,
    text,
    truncated,
    model: null,
    costUsd: null,
    stopReason: null,
  }) as TranscriptItem
const tool = (id: string) =>
  ({
    id,
    at: 1,
    kind: 'tool',
    callId: id,
    tool: 'exec',
    argument: null,
    input: '{}',
    inputTruncated: false,
    result: null,
    endedAt: null,
  }) as unknown as TranscriptItem
const asked = [message('a', 'Earlier.'), message('q', 'Why?', 'user')]
const spoken = (...texts: string[]) =>
  texts.reduce<StreamedText[]>((written, text) => addStreamed(written, { text, lastItem: 'q', now: 0 }), [])
const shown = (written: StreamedText[], items: TranscriptItem[]) => unstored(written, items).map(({ text }) => text)

test('a text is shown as far as it has come', () =>
  expect(shown(spoken('B', 'Bec', 'Because'), asked)).toEqual(['Because']))
test('it stays until its message is there, though it was said to be complete', () =>
  expect(shown(spoken('Because', ''), asked)).toEqual(['Because']))
test('its message takes its place, before or after it is said to be complete', () => {
  const stored = [...asked, message('b', 'Because it is so.')]
  expect(shown(spoken('Because it'), stored)).toEqual([])
  expect(shown(spoken('Because it is so.', ''), stored)).toEqual([])
})
test('what is still said of it afterwards does not bring it back', () =>
  expect(shown(spoken('Because', 'Because it is'), [...asked, message('b', 'Because it is so.')])).toEqual([]))
test('a message with a tool behind it is its message too', () =>
  expect(shown(spoken('Because', ''), [...asked, message('b', 'Because.'), tool('t')])).toEqual([]))
test('the same words from an earlier answer are not it', () =>
  expect(shown(spoken('Earlier.'), [...asked, tool('t')])).toEqual(['Earlier.']))
test('the end of an earlier message that comes late does not hide what is written now', () => {
  const written = spoken('First', '', 'Second')
  expect(shown(written, asked)).toEqual(['First', 'Second'])
  expect(shown(written, [...asked, message('b', 'First.'), tool('t')])).toEqual(['Second'])
})
test('a text that is stored in other words is replaced once it is complete', () => {
  const stored = [...asked, message('b', '[[reply]] Because.')]
  expect(shown(spoken('Because.'), stored)).toEqual(['Because.'])
  expect(shown(spoken('Because.', ''), stored)).toEqual([])
})
test('who comes in the middle sees it once, whether its message was there before or not', () => {
  const joined = (items: TranscriptItem[]) =>
    shown(addStreamed([], { text: 'Because it', lastItem: items.at(-1)?.id, joined: true, now: 0 }), items)
  expect(joined(asked)).toEqual(['Because it'])
  expect(joined([...asked, message('b', 'Because it is so.')])).toEqual([])
  expect(joined([])).toEqual(['Because it'])
})
test('of a long answer, known by its end or by its beginning, the message is found', () => {
  const long = Array.from({ length: 3_000 }, (_, n) => `word ${n}`).join(' ')
  expect(shown(spoken(long.slice(-9_000)), [...asked, message('b', long)])).toEqual([])
  expect(shown(spoken(long), [...asked, message('b', long.slice(0, 4_000), 'assistant', true)])).toEqual([])
})
test('what was never stored is given up after a while, what is written is not', () => {
  const stopped = spoken('Because', '')
  expect(withoutSettled(stopped, asked, storedWithinMs - 1)).toBe(stopped)
  expect(withoutSettled(stopped, asked, storedWithinMs)).toEqual([])
  const open = spoken('Because')
  expect(withoutSettled(open, [...asked, message('b', 'Because')], 1e9)).toBe(open)
})
test('what was stored and is complete is forgotten', () =>
  expect(withoutSettled(spoken('Because', ''), [...asked, message('b', 'Because')], 0)).toEqual([]))
test('nothing that ends is nothing', () => expect(addStreamed([], { text: '', lastItem: 'q', now: 0 })).toEqual([]))
