import { expect, test } from 'bun:test'
import type { CronDefinition } from '../../../src/facts/cron-definition.ts'
import { definitionFrom, fieldsOf, newDefinition, parseDefinition, patchOf, problemIn } from './draft.ts'

const job: CronDefinition = {
  name: 'month-close',
  enabled: true,
  agentId: 'ledger',
  schedule: { kind: 'cron', expr: '0 2 28 * *', tz: 'Europe/Berlin', staggerMs: 300_000 },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: {
    kind: 'agentTurn',
    message: 'Close the month.',
    model: 'haiku-4.5',
    timeoutSeconds: 600,
    toolsAllow: ['*'],
  },
  delivery: { mode: 'announce', channel: 'telegram', to: '@captain', bestEffort: true },
}

const edited = (change: object, before = job) =>
  patchOf(before, definitionFrom({ ...fieldsOf(before), ...change }, before))

test('a form that was only looked at changes nothing, whatever the job holds that it does not show', () => {
  const jobs: CronDefinition[] = [
    job,
    newDefinition('main', 'UTC'),
    { ...job, schedule: { kind: 'every', everyMs: 90_000, anchorMs: 7 } },
    { ...job, schedule: { kind: 'at', at: '2026-12-01T08:00:00Z' }, deleteAfterRun: true },
    {
      name: 'event',
      enabled: true,
      schedule: { kind: 'cron', expr: '*/30 * * * *' },
      sessionTarget: 'main',
      wakeMode: 'now',
      payload: { kind: 'systemEvent', text: 'Look.' },
    },
    { ...job, payload: { kind: 'command', argv: ['ls'] } },
    { ...job, sessionTarget: 'session:x' },
    { ...job, delivery: { mode: 'webhook', to: 'https://example.org' } },
  ]
  for (const one of jobs) expect(edited({}, one)).toEqual({})
})

test('only what was changed is sent, and what was taken away as null', () => {
  expect(edited({ words: 'Close it.' })).toEqual({ payload: { kind: 'agentTurn', message: 'Close it.' } })
  expect(edited({ model: '' })).toEqual({ payload: { kind: 'agentTurn', model: null } })
  expect(edited({ timeoutMinutes: '5' })).toEqual({ payload: { kind: 'agentTurn', timeoutSeconds: 300 } })
  expect(edited({ delivery: 'none' })).toEqual({ delivery: { mode: 'none' } })
  expect(edited({ to: '' })).toEqual({ delivery: { to: null } })
  expect(edited({ agentId: '' })).toEqual({ agentId: null })
  // A delay that belongs to another expression is not taken along.
  expect(edited({ expr: '30 2 28 * *' })).toEqual({
    schedule: { kind: 'cron', expr: '30 2 28 * *', tz: 'Europe/Berlin' },
  })
  expect(edited({ target: 'main' })).toEqual({
    sessionTarget: 'main',
    payload: { kind: 'systemEvent', text: 'Close the month.' },
  })
})

test('what is missing is said', () => {
  const fields = fieldsOf(job)
  expect(problemIn(fields)).toBeNull()
  expect(problemIn({ ...fields, name: ' ' })).toBe('The job needs a name.')
  expect(problemIn({ ...fields, words: '' })).toBe('Say what the agent shall do.')
  expect(problemIn({ ...fields, scheduleKind: 'every', everyMinutes: 'x' })).toBe('The interval is at least a minute.')
  expect(problemIn({ ...fields, timeoutMinutes: '-1' })).toStartWith('Stop after')
  expect(problemIn({ ...fields, delivery: 'webhook', to: 'ftp:' })).toBe('A webhook needs an address.')
})

test('JSON that is none is said, and what is an object is taken', () => {
  expect(parseDefinition('{"name":"a"}')).toEqual({ name: 'a' })
  expect(parseDefinition('[1]')).toBe('This is no object.')
  expect(parseDefinition('{')).toStartWith('This is no JSON: ')
})
