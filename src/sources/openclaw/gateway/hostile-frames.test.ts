import { expect, test } from 'bun:test'
import type { GatewayMessage } from '../../../facts/gateway.ts'
import { checkMessage } from '../../../facts/gateway-bounds.ts'
import { makeAgentId, makeSessionId } from '../../../ids.ts'
import { safeId } from '../../common/parse-values.ts'
import { hostileValues, pathsIn, withValueAt } from '../../testing/hostile-values.ts'
import { readFrame } from './frames.ts'
import { createEventTranslator, type Push } from './pushes.ts'

const now = () => Date.UTC(2026, 10, 29)

const owner = { runId: 'r1', sessionKey: 'agent:main:main', sessionId: 's1', agentId: 'main', ts: now() }
const agent = (stream: string, data: object) => ({ event: 'agent', payload: { ...owner, stream, data } })

/** A frame of each kind that is listened to, in an order in which a gateway may send them. */
const frames = [
  { event: 'health', payload: { channels: { telegram: { connected: true, probe: { ok: true } } } } },
  agent('lifecycle', { phase: 'start' }),
  agent('thinking', { text: 'hm' }),
  agent('assistant', { text: 'Hello' }),
  agent('tool', { phase: 'start', toolCallId: 'c1', name: 'tool_call', args: { id: 'x:bash' } }),
  agent('tool', { phase: 'result', toolCallId: 'c1' }),
  agent('compaction', { phase: 'start' }),
  agent('compaction', { phase: 'end', willRetry: true }),
  { event: 'exec.approval.requested', payload: { ...owner, id: 'q', request: { command: 'rm' } } },
  { event: 'exec.approval.resolved', payload: { ...owner, id: 'q', request: {} } },
  { event: 'session.message', payload: owner },
  { event: 'session.operation', payload: { ...owner, operation: 'compact', operationId: 'o', phase: 'start' } },
  {
    event: 'sessions.changed',
    payload: { ...owner, phase: 'error', status: 'timeout', session: { status: 'killed' } },
  },
  { event: 'chat', payload: { ...owner, state: 'error', errorMessage: 'no' } },
  agent('lifecycle', { phase: 'error', error: { message: 'no' } }),
  { event: 'cron', payload: { action: 'finished', jobId: 'j', status: 'error', error: 'no' } },
  { event: 'shutdown', payload: { restartExpectedMs: 5 } },
].map((frame) => ({ type: 'event', ...frame }))

/** The messages that leave for other threads. */
function messagesOf(pushes: Push[]): GatewayMessage[] {
  return pushes.flatMap((push) => {
    if (push.kind !== 'said') return []
    const { agent, key, sessionId, runId, at, said } = push
    const slug = safeId(agent)
    const message: GatewayMessage = {
      home: '/home',
      agentId: makeAgentId({ runtime: 'openclaw', slug }),
      key,
      sessionId: sessionId && makeSessionId({ runtime: 'openclaw', agent: slug, uuid: safeId(sessionId) }),
      runId,
      at,
      ...said,
    }
    return checkMessage(message, () => {}) ?? []
  })
}

const unsafe = /[\p{Surrogate}\u202a-\u202e\u2066-\u2069\u0000-\u0008\u001b]/u

function problemIn(message: GatewayMessage): string | undefined {
  for (const [field, value] of Object.entries(message)) {
    if (typeof value === 'number' && !(value > Date.UTC(2000, 0) && value < Date.UTC(2100, 0))) return field
    if (typeof value === 'string' && (value.length > 65_536 || (field !== 'text' && unsafe.test(value)))) return field
    if (typeof value === 'object' && value !== null) return field
  }
  return undefined
}

function pushesOf(texts: string[]): Push[] {
  const translator = createEventTranslator(now)
  return texts.flatMap((text) => {
    const frame = readFrame(text)
    return frame.kind === 'event' ? translator.translate(frame) : []
  })
}

const another = [
  { ...owner, runId: 'r2', sessionKey: 'agent:ops:main', stream: 'lifecycle', data: { phase: 'start' } },
  { ...owner, runId: 'r2', sessionKey: 'agent:ops:main', stream: 'assistant', data: { text: 'Well' } },
  { ...owner, runId: 'r2', sessionKey: 'agent:ops:main', stream: 'lifecycle', data: { phase: 'end' } },
].map((payload) => JSON.stringify({ type: 'event', event: 'agent', payload }))

test('whatever stands in a field of a frame, what is passed on is within its bounds, and other runs are as they were', () => {
  const texts = frames.map((frame) => JSON.stringify(frame))
  const ofAnother = (pushes: Push[]) => messagesOf(pushes).filter(({ key }) => key === 'agent:ops:main')
  const expected = ofAnother(pushesOf([...texts, ...another]))
  expect(expected.map(({ kind }) => kind)).toEqual(['run.started', 'run.streams', 'run.streams', 'run.ended'])
  let tried = 0
  for (const [number, frame] of frames.entries())
    for (const path of pathsIn(frame))
      for (const [kind, json] of Object.entries(hostileValues)) {
        tried++
        const hostile = texts.with(number, withValueAt(frame, path, json))
        const pushes = pushesOf([...hostile, ...another])
        const name = `${number} ${path.join('.')}, ${kind}`
        expect([name, messagesOf(pushes).map(problemIn).find(Boolean)]).toEqual([name, undefined])
        expect([name, ofAnother(pushes)]).toEqual([name, expected])
        for (const push of pushes)
          if (push.kind === 'health')
            for (const channel of push.channels ?? []) expect(channel.name.length).toBeLessThan(210)
      }
  expect(tried).toBeGreaterThan(2_000)
}, 120_000)
