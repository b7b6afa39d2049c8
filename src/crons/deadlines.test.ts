import { expect, test } from 'bun:test'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { CronJob } from './cron.ts'
import { deadlineState } from './deadline.ts'
import { createDeadlines } from './deadlines.ts'

const hour = 3_600_000
const noon = Date.parse('2026-11-20T12:00Z')
const deadline = { jobId: 'j', withinMs: 25 * hour, setAt: noon - 100 * hour, setBy: 'a' }

test('a deadline counts from the last success, and from when it was set where there was none', () => {
  const past = (lastSuccessAt: number | null, now = noon) => deadlineState(deadline, lastSuccessAt, now).isPast
  expect(past(noon - 24 * hour)).toBe(false)
  expect(past(noon - 25 * hour)).toBe(true)
  expect(past(null)).toBe(true)
  expect(past(null, deadline.setAt + hour)).toBe(false)
})

test('a clock that is set back makes nobody late, and a success that lies ahead is one of now', () => {
  expect(deadlineState(deadline, noon + hour, noon)).toMatchObject({ isPast: false, since: noon })
  expect(deadlineState(deadline, noon - 24 * hour, noon - hour).isPast).toBe(false)
})

function start() {
  const store = storeInMemory('wheelhouse')
  let now = noon
  let changes = 0
  let job = { id: 'j', name: 'j', agentId: 'a', nextAt: null, enabled: true, present: true } as CronJob
  let last: number | null = noon - 20 * hour
  const open = () =>
    createDeadlines({
      store,
      now: () => now,
      jobsByIds: (ids) => (ids.includes('j') ? [job] : []),
      successes: async () => [{ id: 'j', at: last }],
      changed: () => changes++,
      onError(error) {
        throw error
      },
    })
  return {
    open,
    at: (time: number) => {
      now = time
    },
    be: (rest: Partial<CronJob>) => {
      job = { ...job, ...rest }
    },
    succeededAt: (time: number | null) => {
      last = time
    },
    changes: () => changes,
  }
}

test('a job that is late is told once, until it succeeds', async () => {
  const world = start()
  const deadlines = world.open()
  deadlines.set('j', 25 * hour, 'a')
  expect(deadlines.overdue()).toEqual([])
  await deadlines.read()
  expect([deadlines.overdue(), world.changes()]).toEqual([[], 0])
  world.at(noon + 6 * hour)
  deadlines.look()
  deadlines.look()
  expect([deadlines.overdue().map(({ job }) => job.id), world.changes()]).toEqual([['j'], 1])
  deadlines.note({ jobId: 'j', status: 'error', at: noon + 6 * hour, durationMs: 1 })
  expect([deadlines.overdue().length, world.changes()]).toEqual([1, 1])
  deadlines.note({ jobId: 'j', status: 'ok', at: noon + 6 * hour, durationMs: 1 })
  expect([deadlines.overdue(), world.changes()]).toEqual([[], 2])
})

test('it waits while the job is off or gone, and is there after a restart', async () => {
  const world = start()
  world.open().set('j', 2 * hour, 'a')
  const deadlines = world.open()
  await deadlines.read()
  expect(deadlines.overdue()).toHaveLength(1)
  for (const rest of [{ enabled: false }, { enabled: true, present: false }]) {
    world.be(rest)
    expect(deadlines.overdue()).toEqual([])
  }
})
