import { expect, test } from 'bun:test'
import { filled } from '../indexing/testing/filled.ts'
import type { CronJobFact, CronRunFact } from '../live/fact.ts'
import { createCrons } from './crons.ts'

const job = (id: string, rest: Partial<CronJobFact> = {}): CronJobFact => ({
  kind: 'cron-job',
  id,
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  name: id,
  enabled: true,
  system: false,
  schedule: { kind: 'cron', expr: '0 7 * * *', timezone: 'Europe/Vienna' },
  nextAt: 100,
  lastAt: null,
  lastStatus: null,
  lastError: null,
  present: true,
  ...rest,
})

const run = (at: number, rest: Partial<CronRunFact> = {}): CronRunFact => ({
  kind: 'cron-run',
  id: `a@${at}`,
  jobId: 'a',
  at,
  status: 'ok',
  durationMs: 5,
  error: null,
  summary: null,
  sessionId: null,
  model: null,
  ...rest,
})

test('a job comes back as it was said', () => {
  const { index } = filled([job('a', { enabled: false, lastStatus: 'error', lastError: 'no', lastAt: 7 })])
  expect(createCrons(index).jobs()).toEqual([
    {
      id: 'a',
      runtime: 'openclaw',
      agentId: 'openclaw:main',
      name: 'a',
      enabled: false,
      present: true,
      system: false,
      schedule: { kind: 'cron', expr: '0 7 * * *', timezone: 'Europe/Vienna' },
      nextAt: 100,
      lastAt: 7,
      lastStatus: 'error',
      lastError: 'no',
    },
  ])
})

test('failing jobs come first, then by the next run, then what is off, then what runtimes made for themselves', () => {
  const { index } = filled([
    job('heartbeat', { system: true, nextAt: 1 }),
    job('off', { enabled: false, lastStatus: 'error' }),
    job('never', { nextAt: null }),
    job('late', { nextAt: 200 }),
    job('soon', { nextAt: 100, lastStatus: 'ok' }),
    job('failing', { nextAt: 900, lastStatus: 'error' }),
    job('slow', { nextAt: 901, lastStatus: 'timed-out' }),
  ])
  const names = createCrons(index)
    .jobs()
    .map(({ name }) => name)
  expect(names).toEqual(['failing', 'slow', 'soon', 'late', 'never', 'off', 'heartbeat'])
})

test('a job that is gone is not listed; its runs stay', () => {
  const { index, add } = filled([job('a'), run(1)])
  add([job('a', { present: false })])
  const crons = createCrons(index)
  expect(crons.jobs()).toEqual([])
  expect(crons.jobsByIds(['a', 'x']).map(({ id }) => id)).toEqual(['a'])
  expect(crons.runs('a', {})).toHaveLength(1)
})

test('runs are paged from the newest, and a later word about a run replaces the earlier one', () => {
  const { index, add } = filled([
    run(1),
    run(2),
    run(3, { status: 'running', durationMs: null }),
    run(2, { id: 'b@2', jobId: 'b' }),
  ])
  add([run(3, { status: 'error', error: 'no' })])
  const crons = createCrons(index)
  expect(crons.runs('a', { limit: 2 }).map(({ at, status }) => [at, status])).toEqual([
    [3, 'error'],
    [2, 'ok'],
  ])
  expect(crons.runs('a', { limit: 2, before: 2 }).map(({ at }) => at)).toEqual([1])
  expect(crons.runsByIds(['b@2'])).toEqual([run(2, { id: 'b@2', jobId: 'b' })].map(({ kind: _, ...rest }) => rest))
})
