import type { Need } from '../../attention/need.ts'
import type { CronJob } from '../../crons/cron.ts'
import type { GatewayState } from '../../facts/gateway.ts'
import type { DiskFull } from '../../health/reading.ts'
import { agentIdOfSession, parseAgentId } from '../../ids.ts'
import { oneLine } from '../../lib/plain-text.ts'
import type { Subject } from '../incident.ts'
import type { ConditionName, Scope } from '../rule.ts'

/** What the product knows beside measures, at a moment. Times in ms. */
export type Facts = {
  needs: readonly Need[]
  /** Whether the needs are all there are: not while history is read. */
  isWhole: boolean
  jobs: readonly CronJob[]
  gateways: readonly GatewayState[]
  budgets: readonly { name: string; usedPercent: number | null; spentUsd: number | null; usd: number; per: string }[]
  costTodayUsd: number | null
  diskFull: DiskFull | null
  /** How an agent is called. */
  agentName: (id: string) => string
  /** The folder and the model of a session, where they are known. */
  sessionOf?: (id: string) => { project: string | null; model: string | null } | undefined
}

/** One thing that a condition is about. `value` is in the unit of the condition. */
export type Sighting = {
  of: ConditionName
  subject: Subject
  value: number | null
  text: string | null
  scope: Scope
  isNeedAlready: boolean
}

const dayMs = 86_400_000
const maxTextLength = 300

/**
 * Sees what conditions are about. How long something lasts is counted by the steady clock from when it was first seen,
 * so that a clock that is set makes nothing older.
 */
export function createSightings() {
  let ages = new Map<string, { since: number; ageMs: number; steadyMs: number }>()
  let failures = new Map<string, { since: number | null; count: number }>()

  return function see(facts: Facts, { at, steadyMs }: { at: number; steadyMs: number }): Sighting[] {
    const nextAges: typeof ages = new Map()
    const nextFailures: typeof failures = new Map()

    function ageOf(key: string, since: number | null): number {
      const known = ages.get(key)
      const isKnown = known !== undefined && (since === null || known.since === since)
      const first = isKnown ? known : { since: since ?? at, ageMs: Math.max(0, at - (since ?? at)), steadyMs }
      nextAges.set(key, first)
      return first.ageMs + Math.max(0, steadyMs - first.steadyMs)
    }

    const needs = facts.needs.flatMap((need) => ofNeed(need))
    const jobs = facts.jobs.flatMap((job): Sighting[] => {
      const { id, name, agentId, present, enabled, system, nextAt, lastStatus } = job
      const isDue = present && enabled && !system && nextAt !== null && nextAt < at && at - nextAt < dayMs
      if (!isDue || lastStatus === 'running') return []
      return [
        sighting(
          'cron-missed',
          `job:${id}`,
          name,
          ageOf(`missed ${id}`, nextAt),
          'its time has passed',
          ofAgent(agentId, { job: id }),
          false,
        ),
      ]
    })
    const gateways = facts.gateways.flatMap(({ home, state, since, words, reading }): Sighting[] => {
      const subject = `gateway:${home}`
      if (state === 'down' || state === 'unsteady')
        return [
          sighting(
            'gateway-down',
            subject,
            'The gateway',
            ageOf(`down ${home}`, since),
            words || 'it does not answer',
            {},
            false,
          ),
        ]
      if (state !== 'connected' || reading?.ready !== false) return []
      const text =
        reading.failing.length > 0 ? `not ready: ${reading.failing.join(', ')}` : 'it says that it is not ready'
      return [sighting('gateway-unready', subject, 'The gateway', ageOf(`unready ${home}`, null), text, {}, false)]
    })
    const budgets = facts.budgets.map(({ name, usedPercent, spentUsd, usd, per }) =>
      sighting(
        'budget',
        `budget:${name}`,
        name,
        usedPercent,
        `$${(spentUsd ?? 0).toFixed(2)} of $${usd.toFixed(2)} a ${per}`,
        { budget: name },
        (usedPercent ?? 0) >= 100,
      ),
    )
    const cost =
      facts.costTodayUsd === null ? [] : [sighting('cost-today', 'costs', 'Today', facts.costTodayUsd, null, {}, false)]
    const { diskFull } = facts
    const disk =
      diskFull === null
        ? []
        : [
            sighting(
              'disk-filling',
              `disk:${diskFull.path}`,
              `Disk ${diskFull.path}`,
              diskFull.days,
              `at the pace of the last ${diskFull.trendMinutes} min`,
              { disk: diskFull.path },
              false,
            ),
          ]
    ages = nextAges
    failures = nextFailures
    return [...needs, ...jobs, ...gateways, ...budgets, ...cost, ...disk]

    function ofAgent(agentId: string, rest: Scope = {}): Scope {
      const runtime = parseAgentId(agentId)?.runtime
      return { ...(agentId !== '' && { agent: agentId }), ...(runtime && { runtime }), ...rest }
    }

    function ofNeed({ id, kind, agentId, title, reason, percent, since }: Need): Sighting[] {
      const session = facts.sessionOf?.(id)
      const scope = ofAgent(agentId || (agentIdOfSession(id) ?? ''), {
        ...(session?.project && { project: session.project }),
        ...(session?.model && { model: session.model }),
      })
      const who = agentId === '' ? (title ?? 'Somebody') : facts.agentName(agentId)
      switch (kind) {
        case 'waiting':
        case 'approval-asked':
          return [
            sighting(
              'waiting',
              kind === 'waiting' ? `session:${id}` : id,
              who,
              ageOf(`waits ${id}`, since),
              reason ?? title,
              scope,
              true,
            ),
          ]
        case 'stalled':
          return [sighting('stalled', `session:${id}`, who, ageOf(`stalls ${id}`, since), title, scope, true)]
        case 'context-full':
        case 'context-filling':
          return [sighting('context-full', `session:${id}`, who, percent, title, scope, true)]
        case 'burning':
          return [sighting('burning', `session:${id}`, who, 1, reason, scope, true)]
        case 'cron-failed': {
          const known = failures.get(id)
          const count = known ? known.count + (known.since === since ? 0 : 1) : 1
          nextFailures.set(id, { since, count })
          return [sighting('cron-failed', `job:${id}`, title ?? id, count, reason, ofAgent(agentId, { job: id }), true)]
        }
        case 'cron-overdue':
          return [
            sighting(
              'cron-missed',
              `job:${id}`,
              title ?? id,
              ageOf(`missed ${id}`, since),
              reason,
              ofAgent(agentId, { job: id }),
              true,
            ),
          ]
        default:
          return []
      }
    }
  }
}

const sighting = (
  of: ConditionName,
  id: string,
  name: string,
  value: number | null,
  text: string | null,
  scope: Scope,
  isNeedAlready: boolean,
): Sighting => ({
  of,
  subject: { id: id.slice(0, 1_000), name: oneLine(name).slice(0, 200) || 'Without a name' },
  value: value !== null && Number.isFinite(value) && value >= 0 ? value : null,
  text: text === null ? null : oneLine(text).slice(0, maxTextLength) || null,
  scope,
  isNeedAlready,
})
