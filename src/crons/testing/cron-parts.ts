import { createActionGate } from '../../audit/action-gate.ts'
import { createAudit } from '../../audit/audit.ts'
import { localReader } from '../../lib/json.ts'
import type { Store } from '../../store/store.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { createCronActs } from '../acts.ts'
import type { CronRunner } from '../cron-runner.ts'
import { createCrons } from '../crons.ts'
import { createDeadlines } from '../deadlines.ts'
import { cronReads } from '../reads.ts'
import type { CronDeps } from '../routes.ts'

const nobody: CronRunner = {
  homes: () => [],
  get: () => Promise.reject(new Error('nobody is there')),
  add: () => Promise.reject(new Error('nobody is there')),
  update: () => Promise.reject(new Error('nobody is there')),
  remove: () => Promise.reject(new Error('nobody is there')),
  run: () => Promise.reject(new Error('nobody is there')),
}

/** What the routes need, over an index in memory, the real gate and a runtime that a test stands in for. */
export function cronParts({
  index,
  runner = nobody,
  now = () => Date.parse('2026-11-20T12:00Z'),
}: {
  index: Store
  runner?: CronRunner
  now?: () => number
}) {
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now, publish() {} })
  const actionGate = createActionGate(audit)
  const crons = createCrons(index, { host: 'here', timezone: 'UTC', now })
  const reader = localReader(cronReads(crons))
  const deadlines = createDeadlines({
    store,
    now,
    jobsByIds: crons.jobsByIds,
    successes: async () => crons.lastSuccesses(),
    changed() {},
    onError(error) {
      throw error
    },
  })
  const parts: CronDeps = {
    reader,
    actionGate,
    deadlines,
    cronActs: createCronActs({
      gate: actionGate,
      reader,
      runner,
      now,
      sleep: () => Bun.sleep(1),
      seenWithinMs: 500,
      begunWithinMs: 500,
    }),
    now,
    timezone: 'UTC',
  }
  const recorded = () =>
    audit
      .lines({ limit: 500 })
      .items.map(({ stage, action, target }) => `${stage}: ${action}, ${target}`)
      .reverse()
  return { parts, crons, deadlines, recorded }
}
