import { afterEach, expect, jest, test } from 'bun:test'
import { needsOf } from '../../attention/need.ts'
import { usage } from '../../indexing/testing/filled.ts'
import { books } from '../pricing/testing/books.ts'
import type { Budget } from './budget.ts'
import { watchBudgets } from './watch-budgets.ts'

afterEach(() => void jest.useRealTimers())

const budget = (rest: Partial<Budget> = {}): Budget => ({
  name: 'Day',
  per: 'day',
  usd: 20,
  filter: {},
  warn: [0.8, 1],
  onTrip: 'nothing',
  ...rest,
})
const paid = (at: string, loggedUsd: number, rest: object = {}) =>
  usage('a.s', { at: Date.parse(at), loggedUsd, tokens: { output: 5 }, ...rest })

/** Three Fridays of $10 at 10:00, $10 at 18:00. */
const fridays = ['2026-11-13', '2026-11-06', '2026-10-30'].flatMap((day) => [
  paid(`${day}T10:00Z`, 10),
  paid(`${day}T18:00Z`, 10),
])

test('a budget says what is used of it, and when it will be passed at what is usual', () => {
  const { budgets } = books([...fridays, paid('2026-11-20T08:00Z', 12)], { budgets: [budget()] })
  expect(budgets.states()).toMatchObject([
    { period: '2026-11-20', spentUsd: 12, usedPercent: 60, leftUsd: 8, level: null, state: 'within', projectedUsd: 22 },
  ])
  expect(budgets.states()[0]!.forecast).toBe('crosses $20 at 18:12')
})

test('a level is said once in its period, the highest alone, and again in the next', () => {
  const world = books([paid('2026-11-20T08:00Z', 17)], { budgets: [budget()] })
  world.checkBudgets()
  world.checkBudgets()
  expect(world.said).toMatchObject([{ kind: 'budget.crossed', crossing: { budget: 'Day', level: 0.8, spentUsd: 17 } }])
  world.add([paid('2026-11-20T09:00Z', 9)])
  world.checkBudgets()
  expect(world.said).toMatchObject([{}, { crossing: { level: 1, spentUsd: 26 } }])
  world.add([paid('2026-11-21T09:00Z', 90)])
  world.setClock(Date.parse('2026-11-21T10:00Z'))
  world.checkBudgets()
  world.checkBudgets()
  expect(world.said).toMatchObject([{}, {}, { crossing: { period: '2026-11-21', level: 1 } }])
})

test('a budget is of what its filter names, and of nothing that a subscription pays', () => {
  const facts = [
    paid('2026-11-20T08:00Z', 5, { model: 'x' }),
    paid('2026-11-20T08:00Z', 7, { model: 'y' }),
    paid('2026-11-20T08:00Z', 9, { model: 'x', runtime: 'codex' }),
  ]
  const { budgets } = books(facts, { budgets: [budget({ filter: { model: 'x' } })], subscriptions: ['codex'] })
  expect(budgets.states()).toMatchObject([{ spentUsd: 5 }])
})

test('a month goes on as the days before it', () => {
  const days = Array.from({ length: 14 }, (_, n) => paid(`2026-11-${String(n + 6).padStart(2, '0')}T08:00Z`, 10))
  const { budgets } = books(days, { budgets: [budget({ per: 'month', usd: 200 })] })
  expect(budgets.states()).toMatchObject([{ period: '2026-11', spentUsd: 140, forecast: 'crosses $200 on 26 Nov' }])
})

test('a budget that is passed needs somebody where something is to be done, and says what it would do', () => {
  const facts = [paid('2026-11-20T08:00Z', 23.2)]
  const reasons = (onTrip: Budget['onTrip']) =>
    needsOf([], [], 0, { budgets: books(facts, { budgets: [budget({ onTrip })] }).budgets.passed() }).map(
      ({ reason }) => reason,
    )
  expect(reasons('nothing')).toEqual([])
  expect(reasons('notify')).toEqual(['$23.20 of $20.00 today'])
  expect(reasons('stop-crons')).toEqual([
    '$23.20 of $20.00 today; it asks to stop new cron runs, which is switched on under Headroom',
  ])
})

test('without any price what is spent is unknown, and nothing is crossed', () => {
  const { budgets, checkBudgets, said } = books([paid('2026-11-20T08:00Z', 0)], { budgets: [budget()] })
  checkBudgets()
  expect(budgets.states()).toMatchObject([{ spentUsd: null, isLowerBound: true, state: 'within', forecast: null }])
  expect(said).toEqual([])
})

test('budgets that cannot be examined are reported, and examined again when more is spent', () => {
  jest.useFakeTimers()
  const errors: unknown[] = []
  let checks = 0
  const watch = watchBudgets({
    check() {
      if (checks++ === 0) throw new Error('database or disk is full')
    },
    isDone: () => true,
    onError: (error) => errors.push(error),
  })
  watch.sumsChanged()
  watch.sumsChanged()
  jest.advanceTimersByTime(1_000)
  expect([checks, errors.map(String)]).toEqual([1, ['Error: database or disk is full']])
  jest.advanceTimersByTime(10_000)
  expect(checks).toBe(1)
  watch.sumsChanged()
  jest.advanceTimersByTime(1_000)
  expect([checks, errors]).toEqual([2, [expect.any(Error)]])
  watch.sumsChanged()
  watch.stop()
  jest.advanceTimersByTime(1_000)
  expect(checks).toBe(2)
})

test('budgets are not examined before history has been read', () => {
  jest.useFakeTimers()
  let checks = 0
  let isDone = false
  const watch = watchBudgets({ check: () => checks++, isDone: () => isDone, onError: () => {} })
  for (const done of [false, true]) {
    isDone = done
    watch.sumsChanged()
    jest.advanceTimersByTime(1_000)
  }
  expect(checks).toBe(1)
})
