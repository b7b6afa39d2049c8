import { expect, test } from 'bun:test'
import { beginAt, startDesk } from '../alerts/testing/desk-world.ts'
import { pastReadings } from './past-readings.ts'

test('what the rules make of the made-up days is a handful of incidents, all of them over and told to nobody', () => {
  const world = startDesk()
  world.desk().replay(pastReadings(7, beginAt, (at) => at - beginAt))
  const { items } = world.desk().list({}, null, 50)
  expect(items.map(({ ruleId, severity }) => `${ruleId.slice('default.'.length)} ${severity}`).toReversed()).toEqual([
    'gateway-memory warn',
    'cpu warn',
    'memory severe',
    'burn warn',
    'gateway-memory warn',
    'gateway-silent info',
  ])
  expect(items.every(({ endedAt }) => endedAt !== null && endedAt < beginAt)).toBe(true)
  expect(items.filter(({ acknowledgedBy }) => acknowledgedBy === 'skipper')).toHaveLength(3)
  expect(world.heard).toEqual([])
})

test('they are few enough to be kept at the start', () => {
  const { readings } = pastReadings(7, beginAt, (at) => at - beginAt)
  expect(readings.length).toBeLessThan(2_500)
  expect(readings.every(({ at }, place) => place === 0 || at > readings[place - 1]!.at)).toBe(true)
})
