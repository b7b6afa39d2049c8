import { expect, test } from 'bun:test'
import { beginAt, startDesk } from '../alerts/testing/desk-world.ts'
import { inventMonth } from './machine-past.ts'
import { takenIncidents, troubledMs } from './past-incidents.ts'

const now: [string, number | null][] = [
  ['cpu.percent', 12],
  ['memory.percent', 44],
  ['gateway.rss.bytes', null],
  ['usd.perMinute', null],
  ['tokens.perMinute', null],
  ['disk.percent', 60],
  ['disk.percent:/', 60],
  ['disk.used.bytes:/', 600e9],
]

test('what the rules make of the made-up days is a handful of incidents, all of them over and told to nobody', () => {
  const world = startDesk()
  const readings = [...inventMonth(7, now, beginAt)]
    .filter(({ at }) => beginAt - at < troubledMs)
    .map((reading) => ({ ...reading, steadyMs: reading.at - beginAt }))
  world.desk().replay({ readings, taken: takenIncidents })
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
