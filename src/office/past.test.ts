import { expect, test } from 'bun:test'
import { minutesOfCalls } from '../costs/ledger/read-usage.ts'
import type { Source } from '../facts/source.ts'
import { agentIdOfSession } from '../ids.ts'
import { indexOnce } from '../indexing/testing/index-all.ts'
import { createReadSide } from '../reader/read-side.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { severityOf } from '../sessions/severity.ts'
import { createCommandLines } from '../sources/sources.ts'
import { membersAt } from './replay.ts'

const folders = {
  'claude-code': ['tests/homes/claude-code'],
  codex: ['tests/homes/codex'],
  gemini: ['tests/homes/gemini'],
  opencode: ['tests/homes/opencode'],
}
const settings = {
  host: 'here',
  timezone: 'UTC',
  subscriptions: [],
  budgetUsd: null,
  budgets: [],
  blockLimit: { usd: null, tokens: null },
  contexts: {},
}
const hour = 3_600_000

test('of recorded homes, whoever asked a model is seen at work then, or in need of somebody', async () => {
  await using built = await indexOnce((): Source[] => createCommandLines(folders))
  const calls = minutesOfCalls(built.index, 0, Number.MAX_SAFE_INTEGER, 10_000)
  expect(calls.length).toBeGreaterThan(15)
  const now = calls.at(-1)!.to + 48 * hour
  const { past } = createReadSide(built.index, settings, { liveState: createLiveState(), now: () => now })
  const days = new Set(calls.map(({ from }) => Math.floor(from / (24 * hour)) * 24 * hour))
  let seen = 0
  for (const since of days) {
    const until = since + 24 * hour
    const replay = past.replay({ since, until, waits: [], waitsFrom: 0 })
    for (const { at } of [...replay.moments, ...replay.events]) expect(at >= since && at < until).toBe(true)
    for (const { sessionId, from } of calls.filter(({ from }) => from >= since && from < until)) {
      // A call is dated by its end.
      const members = membersAt(replay, from - 1)
      const agent = members.find(({ id }) => id === agentIdOfSession(sessionId))!
      expect([sessionId, severityOf(agent.state) >= severityOf('thinking')]).toEqual([sessionId, true])
      expect(new Set(members.map(({ id }) => id)).size).toBe(members.length)
      seen++
    }
  }
  expect(seen).toBe(calls.length)
})
