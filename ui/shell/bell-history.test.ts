import { expect, test } from 'bun:test'
import type { ActivityEntry } from '../../src/activity/activity-entry.ts'
import type { Incident } from '../../src/alerts/incident.ts'
import type { NeedRecord } from '../../src/attention/need-record.ts'
import { earlierOf } from './bell-history.ts'

const entry = (at: number, rest: object) => ({ id: `${at}`, at, ...rest }) as ActivityEntry
const settled = (at: number, kind: NeedRecord['kind']) =>
  ({
    id: kind === 'file-conflict' ? 'file:/notes.md' : 'a',
    kind,
    agentId: 'openclaw:main',
    title: 'notes.md',
    openedAt: at - 1,
    settledAt: at,
  }) as NeedRecord

test('the bell tells of six types, the newest first, and of nothing twice', () => {
  const told = earlierOf(
    [
      entry(1, { kind: 'session.finished', agent: 'Quill', sessionId: 'a', title: 'Fix it' }),
      entry(2, { kind: 'cron.ran', job: 'nightly', status: 'ok', sessionId: null, agentId: 'a' }),
      entry(3, { kind: 'session.waits', agent: 'Quill', sessionId: 'a', title: null }),
      entry(9, { kind: 'incident.raised', incidentId: 7, title: 'CPU', severity: 'warn' }),
    ],
    [settled(4, 'failed'), settled(5, 'waiting'), settled(6, 'file-conflict'), settled(8, 'cron-failed')],
    [
      {
        id: 7,
        title: 'CPU above 90%',
        openedAt: 6,
        endedAt: 7,
        subject: { id: 'machine', name: 'This machine' },
      } as Incident,
    ],
    () => 'Quill',
  )
  expect(told.map(({ type, who, href }) => `${type}: ${who} ${href}`)).toEqual([
    'system: CPU above 90% /alerts/incidents/7',
    'conflict: notes.md /files?path=%2Fnotes.md',
    'task-review: Quill /sessions/a',
    'agent-error: Quill /sessions/a',
    'wake-event: nightly /agents/a',
    'agent-complete: Quill /sessions/a',
  ])
})

test('of a day in which much happened the newest twenty are told', () => {
  const many = Array.from({ length: 50 }, (_, at) => settled(at + 1, 'failed'))
  const told = earlierOf([], many, [], () => 'Quill')
  expect([told.length, told[0]!.at]).toEqual([20, 50])
})
