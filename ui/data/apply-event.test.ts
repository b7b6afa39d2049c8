import { expect, test } from 'bun:test'
import type { LiveEvent, PublishedEvent } from '../../src/app/features.ts'
import type { Overview } from '../../src/overview/overview.ts'
import type { Session } from '../../src/sessions/session.ts'
import { applyEvent } from './apply-event.ts'

const session = (id: string, changes: Partial<Session> = {}) =>
  ({ id, current: true, state: 'idle', startedAt: 1_000, lastAt: 2_000, ...changes }) as Session

const before = {
  sessions: { active: 0, total: 3, items: [session('a', { lastAt: 30 }), session('b', { lastAt: 20 })] },
  sources: [{ runtime: 'openclaw', state: 'ok' }],
} as unknown as Overview

const heard = (event: LiveEvent) => ({ ...event, seq: 1, at: 100_000, host: 'here' }) as PublishedEvent
const changed = (item: Session) => heard({ kind: 'session.changed', session: item })
const ids = ({ sessions }: Overview) => sessions.items.map(({ id }) => id).join(' ')

test('a session that moved stands above those that did not', () => {
  expect(ids(applyEvent(before, changed(session('b', { lastAt: 40 }))))).toBe('b a')
})

test('sessions at work stand first and keep their places while they write', () => {
  const first = applyEvent(before, changed(session('a', { state: 'running', startedAt: 5, lastAt: 50 })))
  const both = applyEvent(first, changed(session('b', { state: 'thinking', startedAt: 6, lastAt: 60 })))
  expect(ids(both)).toBe('b a')
  expect(ids(applyEvent(both, changed(session('a', { state: 'running', startedAt: 5, lastAt: 70 }))))).toBe('b a')
})

test('hearing an event twice is as good as once', () => {
  const event = changed(session('c', { lastAt: 25 }))
  const once = applyEvent(before, event)
  expect(ids(once)).toBe('a c b')
  expect(applyEvent(once, event)).toEqual(once)
})

test('the page lists 24 sessions; one that is new takes the place of the last', () => {
  const full = Array.from({ length: 24 }, (_, n) => session(`s${n}`, { lastAt: 1_000 - n }))
  const page = { ...before, sessions: { ...before.sessions, items: full } }
  const after = applyEvent(page, changed(session('new', { lastAt: 2_000 }))).sessions.items
  expect(after.map(({ id }) => id)).toEqual(['new', ...full.slice(0, 23).map(({ id }) => id)])
})

test('how everything stands comes from the server and leaves the rows alone', () => {
  const verdict = { level: 'needs-you', text: '1 needs you' } as const
  const after = applyEvent(
    before,
    heard({ kind: 'overview.changed', standing: { verdict, attention: [], active: 2, total: 9 } }),
  )
  expect([after.verdict, after.sessions.active, after.sessions.total, ids(after)]).toEqual([verdict, 2, 9, 'a b'])
})

test('a source keeps its place', () => {
  const source = { runtime: 'openclaw', state: 'trouble', detail: '', findings: [] } as const
  expect(applyEvent(before, heard({ kind: 'source.changed', source: { ...source, findings: [] } })).sources).toEqual([
    { ...source, findings: [] },
  ])
})
