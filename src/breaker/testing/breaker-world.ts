import { createActionGate } from '../../audit/action-gate.ts'
import { createAudit } from '../../audit/audit.ts'
import type { Budget } from '../../costs/budgets/budget.ts'
import { createSpendingHistory } from '../../costs/budgets/spending-history.ts'
import { readSessionUsage } from '../../costs/ledger/read-session-usage.ts'
import { books } from '../../costs/pricing/testing/books.ts'
import { createCronActs } from '../../crons/acts.ts'
import type { CronRunner } from '../../crons/cron-runner.ts'
import { createCrons } from '../../crons/crons.ts'
import { cronReads } from '../../crons/reads.ts'
import type { CronJobFact, Fact } from '../../facts/fact.ts'
import { localReader } from '../../lib/json.ts'
import { createSessions } from '../../sessions/sessions.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { createBreaker } from '../breaker.ts'
import type { StopSessions } from '../doors.ts'
import { createBreakerReading } from '../read-breaker.ts'
import { noon } from './worlds.ts'

export const cronJob = (foreignId: string, rest: Partial<CronJobFact> = {}): CronJobFact => ({
  kind: 'cron-job',
  id: `openclaw:${foreignId}`,
  runtime: 'openclaw',
  agentId: 'openclaw:a',
  name: foreignId,
  enabled: true,
  system: false,
  schedule: { kind: 'cron', expr: '0 * * * *', timezone: 'UTC' },
  nextAt: null,
  lastAt: null,
  lastStatus: null,
  lastError: null,
  present: true,
  home: '/home/a',
  foreignId,
  ...rest,
})

type Settings = {
  jobs?: CronJobFact[]
  budgets?: Budget[]
  now?: number
  /** What the gateway does instead of switching a job. */
  update?: CronRunner['update']
  stop?: StopSessions
  store?: ReturnType<typeof storeInMemory>
}

/**
 * The breaker over the real index, gate and record of acts. Its gateway is a stand-in that does what it is asked, and
 * writes it where its store would be read. Who asked a model anything in the quarter of an hour before stands for who is
 * at work.
 */
export function breakerWorld(
  facts: Fact[],
  {
    jobs = [cronJob('j')],
    budgets = [],
    now: at = noon,
    update,
    stop = async () => [],
    store = storeInMemory('wheelhouse'),
  }: Settings = {},
) {
  const money = books([...facts, ...jobs], { budgets, now: at })
  const { index, add, context, now } = money
  const audit = createAudit(store, { now, publish() {} })
  const gate = createActionGate(audit)
  const crons = createCrons(index, { host: 'here', timezone: 'UTC', now })
  const sessions = createSessions(index, {
    host: 'here',
    timezone: 'UTC',
    now,
    usage: readSessionUsage(index),
    agentNames: () => new Map(),
  })
  const history = createSpendingHistory(context)
  const asked: string[] = []
  const runner: CronRunner = {
    homes: () => [{ home: '/home/a', isThere: true, words: 'is there' }],
    get: () => Promise.resolve(null),
    add: () => Promise.reject(new Error('not asked')),
    remove: () => Promise.reject(new Error('not asked')),
    run: () => Promise.reject(new Error('not asked')),
    async update(permit, place, patch, revision) {
      permit.check()
      const enabled = patch.enabled === true
      asked.push(`${enabled ? 'on' : 'off'} ${place.foreignId}`)
      await update?.(permit, place, patch, revision)
      const job = crons.jobsByIds([`openclaw:${place.foreignId}`])[0]!
      add([cronJob(place.foreignId, { enabled, agentId: job.agentId })])
    },
  }
  const cronActs = createCronActs({
    gate,
    reader: localReader(cronReads(crons)),
    runner,
    now,
    sleep: () => Bun.sleep(1),
    seenWithinMs: 200,
  })
  const reading = createBreakerReading(index, {
    budgets: money.budgets,
    history,
    crons,
    sessions: {
      byIds: sessions.byIds,
      since: () => sessions.byIds(history.busyBefore({}, now())).map((one) => ({ ...one, state: 'running' as const })),
    },
    now,
  })
  const errors: unknown[] = []
  const open = () =>
    createBreaker({
      store,
      gate,
      doors: {
        setJob: (caller, id, enabled) => (enabled ? cronActs.enable(caller, id) : cronActs.disable(caller, id)),
        stop,
      },
      facts: async () => reading.facts(),
      isReady: () => true,
      now,
      publish() {},
      changed() {},
      onError: (error) => errors.push(error),
    })
  const recorded = () =>
    audit
      .lines({ limit: 500 })
      .items.map(({ stage, who, action, target }) => `${stage}: ${action}, ${target}, by ${who}`)
      .reverse()
  return { ...money, store, gate, crons, cronActs, reading, asked, errors, recorded, open }
}
