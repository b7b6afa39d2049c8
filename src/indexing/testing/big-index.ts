import { bundledPrices } from '../../costs/pricing/price-book.ts'
import type { Fact } from '../../facts/fact.ts'
import { makeAgentId, makeSessionId } from '../../ids.ts'
import { openStore } from '../../store/store.ts'
import { createWriter } from '../writer.ts'

const dayMs = 86_400_000

/**
 * Writes an index of a year with the real writer: by default 5,000 sessions of 25 agents and 200,000 answers, the newest
 * of them at `now`. The same numbers give the same index.
 */
export function bigIndex(path: string, { now, sessions = 5_000, answers = 200_000, agents = 25 }: BigIndex) {
  const index = openStore('index', path)
  const writer = createWriter(index.$client, bundledPrices, () => now)
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  const random = randomFrom(11)
  const models = ['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-5-20251101', 'gpt-5.1']
  const perSession = Math.round(answers / sessions)
  let facts: Fact[] = []
  const commit = (name: string) => {
    writer.commit('openclaw', [{ unit: name, facts, cursor: null, unread: [], progress }])
    facts = []
  }
  for (let n = 0; n < agents; n++)
    facts.push({ kind: 'agent', id: `openclaw:agent${n}`, runtime: 'openclaw', name: `Agent ${n}` })
  for (let n = 0; n < 20; n++)
    facts.push({
      kind: 'cron-job',
      id: `openclaw:job${n}`,
      runtime: 'openclaw',
      agentId: `openclaw:agent${n}`,
      name: `Job ${n}`,
      enabled: true,
      system: false,
      present: true,
      schedule: { kind: 'every', everyMs: 3_600_000, anchorMs: null },
      nextAt: now + n * 60_000,
      lastAt: now - n * 60_000,
      lastStatus: 'ok',
      lastError: null,
    })
  for (let n = 0; n < sessions; n++) {
    const [runtime, slug] =
      n % 3 === 0 ? (['claude-code', `project${n % 24}`] as const) : (['openclaw', `agent${n % agents}`] as const)
    const agentId = makeAgentId({ runtime, slug })
    const id = makeSessionId({ runtime, agent: slug, uuid: String(n).padStart(6, '0') })
    // The newest hundred within a day, thirty of them within half an hour.
    const back = n < 30 ? n * 60_000 : n < 100 ? n * 600_000 : random(365) * dayMs + random(dayMs)
    const lastAt = now - back
    const lengthMs = (1 + random(6)) * 3_600_000
    const at = (answer: number) => Math.round(lastAt - lengthMs + (lengthMs * (answer + 1)) / perSession)
    if (runtime === 'claude-code') facts.push({ kind: 'agent', id: agentId, runtime, name: slug })
    facts.push({
      kind: 'session',
      id,
      runtime,
      agentId,
      key: `agent:${agentId}:${n}`,
      current: true,
      title: `Work on part ${n} of the harbour`,
      sessionKind: n % 11 === 0 ? 'subagent' : n % 7 === 0 ? 'cron' : 'direct',
      ...(n % 11 === 0 && n > 0 && { parentKey: `agent:openclaw:agent${(n - 3) % agents}:${n - 3}` }),
      model: models[n % models.length]!,
      projectPath: `/home/user/work/project-${n % 24}`,
      branch: n % 4 === 0 ? 'main' : `feature/${n % 50}`,
      startedAt: lastAt - lengthMs,
      lastAt,
      status: n < 30 ? 'running' : n % 40 === 0 ? 'failed' : 'done',
      ...(n >= 30 && { endedAt: lastAt }),
      contextTokens: random(180_000),
      contextLimit: 200_000,
    })
    for (let answer = 0; answer < perSession; answer++)
      facts.push({
        kind: 'usage',
        key: `big/${n}/${answer}`,
        runtime,
        agentId,
        sessionId: id,
        at: at(answer),
        model: models[(n + (answer % 5 === 0 ? 1 : 0)) % models.length]!,
        provider: 'anthropic',
        loggedUsd: null,
        rates: null,
        tokens: {
          input: 50 + random(4_000),
          output: 20 + random(900),
          cacheRead: random(60_000),
          cacheWrite5m: random(2_000),
          cacheWrite1h: 0,
          reasoning: 0,
          unclassified: 0,
        },
      })
    if (facts.length > 20_000) commit(`part ${n}`)
  }
  commit('end')
  index.$client.run('PRAGMA wal_checkpoint(TRUNCATE)')
  index.$client.close()
}

type BigIndex = { now: number; sessions?: number; answers?: number; agents?: number }

function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}
