import { expect, test } from 'bun:test'
import type { CronJobFact, CronRunFact } from '../facts/fact.ts'
import { filled } from '../indexing/testing/filled.ts'
import { createCrons } from './crons.ts'
import { cronRoutes } from './routes.ts'
import { cronParts } from './testing/cron-parts.ts'

/** Any day on which jobs ran. */
const day = Date.UTC(2026, 0, 1)

const job = (id: string, rest: Partial<CronJobFact> = {}): CronJobFact => ({
  kind: 'cron-job',
  id,
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  name: id,
  enabled: true,
  system: false,
  schedule: { kind: 'cron', expr: '0 7 * * *', timezone: 'Europe/Vienna' },
  nextAt: day + 100,
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

const here = { host: 'here', now: () => Date.parse('2026-11-20T12:00Z'), timezone: 'UTC' }

test('a job comes back as it was said', () => {
  const { index } = filled([job('a', { enabled: false, lastStatus: 'error', lastError: 'no', lastAt: day + 7 })])
  expect(createCrons(index, here).jobs()).toEqual([
    {
      id: 'a',
      host: 'here',
      runtime: 'openclaw',
      agentId: 'openclaw:main',
      name: 'a',
      enabled: false,
      present: true,
      system: false,
      schedule: { kind: 'cron', expr: '0 7 * * *', timezone: 'Europe/Vienna' },
      nextAt: day + 100,
      lastAt: day + 7,
      lastStatus: 'error',
      lastError: 'no',
      revision: null,
    },
  ])
})

test('failing jobs come first, then by the next run, then what is off, then what runtimes made for themselves', () => {
  const { index } = filled([
    job('heartbeat', { system: true, nextAt: day + 1 }),
    job('off', { enabled: false, lastStatus: 'error' }),
    job('never', { nextAt: null }),
    job('late', { nextAt: day + 200 }),
    job('soon', { nextAt: day + 100, lastStatus: 'ok' }),
    job('failing', { nextAt: day + 900, lastStatus: 'error' }),
    job('slow', { nextAt: day + 901, lastStatus: 'timed-out' }),
  ])
  const names = createCrons(index, here)
    .jobs()
    .map(({ name }) => name)
  expect(names).toEqual(['failing', 'slow', 'soon', 'late', 'never', 'off', 'heartbeat'])
})

test('a job that is gone is not listed; its runs stay', () => {
  const { index, add } = filled([job('a'), run(day + 1)])
  add([job('a', { present: false })])
  const crons = createCrons(index, here)
  expect(crons.jobs()).toEqual([])
  expect(crons.jobsByIds(['a', 'x']).map(({ id }) => id)).toEqual(['a'])
  expect(crons.runs('a', {})).toHaveLength(1)
})

test('runs are paged from the newest, and a later word about a run replaces the earlier one', () => {
  const { index, add } = filled([
    run(day + 1),
    run(day + 2),
    run(day + 3, { status: 'running', durationMs: null }),
    run(day + 2, { id: 'b@2', jobId: 'b' }),
  ])
  add([run(day + 3, { status: 'error', error: 'no' })])
  const crons = createCrons(index, here)
  expect(crons.runs('a', { limit: 2 }).map(({ at, status }) => [at, status])).toEqual([
    [day + 3, 'error'],
    [day + 2, 'ok'],
  ])
  expect(crons.runs('a', { limit: 2, before: day + 2 }).map(({ at }) => at)).toEqual([day + 1])
  expect(crons.runsByIds(['b@2'])).toEqual(
    [run(day + 2, { id: 'b@2', jobId: 'b' })].map(({ kind: _, ...rest }) => ({ ...rest, host: 'here', byHand: null })),
  )
})

test('the timeline has what was and what will be, and no word of an error', () => {
  const now = here.now()
  const { index } = filled([
    job('a', { name: 'digest', nextAt: now + 60_000, lastStatus: 'error', lastError: 'secret' }),
    job('gone', { present: false }),
    run(now - 7 * 3_600_000),
    run(now - 7 * 3_600_000 + 1, { durationMs: 2 * 3_600_000 }),
    run(now - 1_000, { status: 'error', error: 'secret', durationMs: 900 }),
    run(now - 10 * 3_600_000, { status: 'running', durationMs: null }),
  ])
  const hours = 6 * 3_600_000
  const timeline = createCrons(index, here).timeline({ back: hours, ahead: hours })
  expect(timeline).toMatchObject({ now, from: now - hours, until: now + hours })
  expect(timeline.lanes).toEqual([
    {
      id: 'a',
      name: 'digest',
      agentId: 'openclaw:main',
      enabled: true,
      system: false,
      lastStatus: 'error',
      runs: [
        { at: now - 10 * 3_600_000, status: 'running', durationMs: null, byHand: null },
        { at: now - 7 * 3_600_000 + 1, status: 'ok', durationMs: 2 * 3_600_000, byHand: null },
        { at: now - 1_000, status: 'error', durationMs: 900, byHand: null },
      ],
      misses: [],
      overlaps: [],
      planned: [now + 60_000],
      more: false,
    },
  ])
  expect(JSON.stringify(timeline)).not.toContain('secret')
})

test('a screen may ask for the timeline, within a week', async () => {
  const { index } = filled([job('a')])
  const routes = cronRoutes(cronParts({ index }).parts)
  const status = async (query: string) =>
    (await routes.handle(new Request(`http://localhost/api/crons/timeline${query}`))).status
  expect(await status('')).toBe(200)
  expect(await status('?back=0&ahead=604800000')).toBe(200)
  for (const wrong of ['?back=-1', '?ahead=604800001', '?back=x']) expect(await status(wrong)).toBe(422)
  const roles = routes.routes.map(({ path, hooks }) => [path, hooks.detail?.['x-role']])
  expect(roles).toContainEqual(['/api/crons/timeline', 'screen'])
})
