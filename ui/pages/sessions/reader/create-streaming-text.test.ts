import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { createFakeServer } from '../../../testing/fake-server.ts'
import { createStreamingText } from './create-streaming-text.ts'
import { storedWithinMs } from './streaming-text.ts'

const server = createFakeServer()

const message = (id: string, text: string) =>
  ({ id, kind: 'message', role: 'assistant', text, truncated: false }) as unknown as TranscriptItem

function open() {
  const [id, setId] = createSignal('s')
  const [items, setItems] = createSignal<TranscriptItem[]>([message('m1', 'Earlier.')])
  const writing = server.within(() => createStreamingText(id, items))
  return { ...writing, setId, setItems, shown: () => writing.texts().map(({ text }) => text) }
}

test('a text grows with its events until its message is in the transcript', () => {
  const { onEvent, setItems, shown } = open()
  onEvent('Bec', 1)
  onEvent('Because', 2)
  expect(shown()).toEqual(['Because'])
  onEvent('', 3)
  expect(shown()).toEqual(['Because'])
  setItems((items) => [...items, message('m2', 'Because it is so.')])
  expect(shown()).toEqual([])
})

test('a text whose message never comes is given up', async () => {
  const { onEvent, shown } = open()
  onEvent('Because', 1)
  onEvent('', 2)
  await server.wait(storedWithinMs + 1_000)
  expect(shown()).toEqual([])
})

test('an answer that is older than the last event says nothing', () => {
  const { onEvent, onAnswer, onSubscribed, shown } = open()
  onEvent('Because it', 5)
  onAnswer('Bec', 4)
  expect(shown()).toEqual(['Because it'])
  onSubscribed()
  onAnswer('Because it is', 1)
  expect(shown()).toEqual(['Because it is'])
})

test('the text of one session is not shown in another', () => {
  const { onEvent, setId, shown } = open()
  onEvent('Because', 5)
  setId('t')
  expect(shown()).toEqual([])
})
