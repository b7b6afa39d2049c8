import { expect, test } from 'bun:test'
import type { DigestTurn } from '../facts/transcript-digest.ts'
import { turnCosts } from './turn-costs.ts'

const turn = (by: DigestTurn['by'], at: number | null): DigestTurn => ({
  itemId: '0.0',
  position: 0,
  at,
  by,
  note: null,
  title: '',
  isWordless: true,
  tools: 0,
  errors: 0,
})
const call = (at: number, costUsd: number | null = 1) => ({ at, costUsd })

test('a call belongs to the turn of the agent that had begun, and what people say costs nothing', () =>
  expect(
    turnCosts(
      [turn('person', 0), turn('agent', 10), turn('person', 20), turn('agent', 30)],
      [call(5), call(10), call(25), call(40)],
      0,
    ),
  ).toEqual({ costs: [null, 3, null, 1], before: 0 }))

test('what was asked before the listed turns is named beside them', () =>
  expect(turnCosts([turn('agent', 10)], [call(5), call(12)], 7)).toEqual({ costs: [1], before: 1 }))

test('a session without turns keeps its cost', () =>
  expect(turnCosts([], [call(5)], 0)).toEqual({ costs: [], before: 1 }))

test('the costs of turns add up to those of the calls, whatever the times are', () => {
  let seed = 1
  const random = (max: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % max
  }
  for (let round = 0; round < 500; round++) {
    const turns = Array.from({ length: random(8) }, () =>
      turn((['person', 'agent', 'note'] as const)[random(3)]!, random(5) === 0 ? null : random(100)),
    )
    const calls = Array.from({ length: random(20) }, () => call(random(120), random(6) === 0 ? null : random(50))).sort(
      (a, b) => a.at - b.at,
    )
    const { costs, before } = turnCosts(turns, calls, random(2))
    const sum = costs.reduce<number>((all, usd) => all + (usd ?? 0), before)
    expect(sum).toBe(calls.reduce((all, { costUsd }) => all + (costUsd ?? 0), 0))
  }
})
