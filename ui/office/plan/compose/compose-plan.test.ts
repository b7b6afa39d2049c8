import { expect, test } from 'bun:test'
import { officePlan } from '../../../../src/office/plan.ts'
import { faultsOfPlan } from '../plan-faults.ts'
import { composeOffice, composePlan, planFloors } from './compose-plan.ts'

const counts = Array.from({ length: 58 }, (_, k) => k + 3)

test('people can live in a composed office, each has a seat, and the server takes it', () => {
  for (const count of counts) {
    const plan = composePlan(count)
    expect(faultsOfPlan(plan), `for ${count}`).toEqual([])
    expect(officePlan.safeParse(plan).error, `for ${count}`).toBeUndefined()
    const { seats } = composeOffice(count)
    expect(seats.filter(({ isMeeting }) => !isMeeting).length).toBeGreaterThanOrEqual(count)
  }
})

test('the same number makes the same office, and the captain sits first', () => {
  for (const count of counts) {
    expect(composePlan(count)).toEqual(composePlan(count))
    expect(composeOffice(count).seats[0]).toMatchObject({ id: 'captain', isMain: true })
  }
})

test('a plan is the same after it was sent', () => {
  const plan = composePlan(34, [{ name: 'shop', count: 9 }])
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
})

test('a tiny crew has the smallest office, and a floor is never larger than for sixty', () => {
  expect(composePlan(0)).toEqual(composePlan(3))
  expect(composePlan(61)).toEqual(composePlan(60))
})

test('more than sixty are spread evenly over several floors', () => {
  expect([0, 1, 60, 61, 121, 200].map(planFloors)).toEqual([[0], [1], [60], [31, 30], [41, 40, 40], [50, 50, 50, 50]])
})

test('each bay is for the area of which most have no desk yet', () => {
  const areasOf = (...of: Parameters<typeof composePlan>) =>
    composePlan(...of)
      .rooms.filter(({ kind }) => kind === 'bay')
      .map(({ area }) => area)
  const areas = [
    { name: 'shop', count: 4 },
    { name: 'site', count: 14 },
  ]
  expect(areasOf(24, areas)).toEqual(['site', 'shop', 'site'])
  expect(areasOf(24, [{ name: 'shop', count: 4 }])).toEqual(['shop', undefined, undefined])
  expect(areasOf(24).every((area) => area === undefined)).toBe(true)
})

test('what opens the rest of the product is in every office once', () => {
  for (const count of [3, 12, 60]) {
    const roles = composeOffice(count).interactive.map(({ role }) => role)
    for (const role of ['alerts', 'approvals', 'crons', 'exports', 'gateway', 'health', 'memory', 'messages'] as const)
      expect(
        roles.filter((other) => other === role),
        `${role} for ${count}`,
      ).toHaveLength(1)
  }
})
