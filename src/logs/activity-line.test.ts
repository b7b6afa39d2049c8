import { expect, test } from 'bun:test'
import type { ActivityEntry } from '../activity/activity-entry.ts'
import { activityLine } from './activity-line.ts'
import { readLine } from './keeper/read-line.ts'
import { signatureOf } from './keeper/signature.ts'

const base = { id: 'x', at: 1_000_000_000_000, agent: 'Forge', sessionId: 'claude.forge.1', title: 'Fix it' }

const rows: [entry: ActivityEntry, level: string, text: string][] = [
  [{ ...base, kind: 'session.started' }, 'info', 'Forge began a session'],
  [{ ...base, kind: 'subagent.started', by: 'Wren' }, 'info', 'Wren started Forge as a sub-agent'],
  [{ ...base, kind: 'session.waits', reason: 'a question' }, 'warn', 'Forge waits: a question'],
  [{ ...base, kind: 'session.stopped', how: 'failed', reason: 'usage\nlimit' }, 'error', 'Forge failed: usage limit'],
  [{ ...base, kind: 'session.stopped', how: 'killed', reason: null }, 'warn', 'Forge was stopped'],
  [
    { ...base, kind: 'cron.ran', job: 'digest', agentId: 'a', status: 'timed-out', durationMs: 1, error: null },
    'error',
    'cron digest ran out of time',
  ],
  [{ ...base, kind: 'acted', who: 'Ann', action: 'stop sessions', stage: 'done' }, 'info', 'Ann: stop sessions, done'],
  [{ ...base, kind: 'source.lost', runtime: 'codex' }, 'error', 'codex cannot be read any more'],
]

for (const [entry, level, text] of rows)
  test(`of the activity “${text}” is read from the log again`, () =>
    expect(readLine(activityLine(entry), 2_000_000_000_000)).toMatchObject({ at: base.at, level, text }))

test('what goes wrong in two sessions in the same way is one kind of error, and each line leads to its session', () => {
  const lines = ['claude.forge.1', 'claude.forge.2'].map((sessionId) =>
    readLine(
      activityLine({ ...base, sessionId, title: sessionId, kind: 'session.stopped', how: 'failed', reason: 'quota' }),
      2e12,
    ),
  )
  expect(new Set(lines.map(({ text }) => signatureOf(text))).size).toBe(1)
  expect(lines.map(({ json }) => JSON.parse(json!).sessionId)).toEqual(['claude.forge.1', 'claude.forge.2'])
})
