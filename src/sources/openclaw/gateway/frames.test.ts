import { expect, test } from 'bun:test'
import { readFrame } from './frames.ts'

const event = (name: string, payload: object) => JSON.stringify({ type: 'event', event: name, payload, seq: 1 })

test('an event and an answer are read', () => {
  expect(readFrame(event('task', { action: 'upserted' }))).toEqual({
    kind: 'event',
    event: 'task',
    payload: { action: 'upserted' },
  })
  expect(readFrame('{"type":"res","id":"1","ok":true,"payload":{"a":1}}')).toMatchObject({ kind: 'answer', ok: true })
})

test('what says nothing to us is let go by its name, and so is the text that comes twice', () => {
  expect(readFrame('{"type":"event","event":"tick","payload":broken')).toEqual({ kind: 'other' })
  expect(readFrame(`${event('chat', { runId: 'r', state: 'delta' }).slice(0, -1)}broken`)).toEqual({ kind: 'other' })
  expect(readFrame(event('chat', { runId: 'r', state: 'final' }))).toMatchObject({ kind: 'event' })
})

test('no text makes it throw', () => {
  for (const text of ['', 'x', '{', '[]', 'null', '1', '{"type":"event","event":"agent","payload":{', '\0'])
    expect(readFrame(text).kind).toBe('broken')
  expect(readFrame('{"type":"event","event":"agent","payload":null}')).toMatchObject({ payload: {} })
})

test('of a row of a transcript only its session is read, however long it is', () => {
  const message = { role: 'user', content: 'x'.repeat(300_000) }
  expect(readFrame(event('session.message', { sessionKey: 'agent:main:a"b', message }))).toEqual({
    kind: 'event',
    event: 'session.message',
    payload: { sessionKey: 'agent:main:a"b' },
  })
})

test('25 MB of a tool’s result are read at their ends', () => {
  const data = { phase: 'result', name: 'exec', toolCallId: 'c', result: { content: 'y'.repeat(25 << 20) } }
  const text = event('agent', { runId: 'r', stream: 'tool', data, sessionKey: 'agent:main:main', agentId: 'main' })
  expect(readFrame(text)).toMatchObject({
    kind: 'event',
    event: 'agent',
    payload: {
      runId: 'r',
      stream: 'tool',
      sessionKey: 'agent:main:main',
      agentId: 'main',
      data: { phase: 'result', toolCallId: 'c' },
    },
  })
})
