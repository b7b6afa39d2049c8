import { expect, test } from 'bun:test'
import { sampleTouch } from './testing/samples.ts'
import { writesOf } from './writes-a-day.ts'

const now = Date.UTC(2026, 10, 20, 12, 30)
const hour = 3_600_000
const touches = [
  sampleTouch({ at: now - 50 * hour }),
  sampleTouch({ at: now - 2 * hour, how: 'read' }),
  sampleTouch({ at: now - 2 * hour }),
  sampleTouch({ at: now }),
]

test('writes are counted by days of the zone, or by hours, and reads are not', () => {
  const days = writesOf(touches, now, 7, 'Europe/Vienna')
  expect(days.map(({ writes }) => writes)).toEqual([0, 0, 0, 0, 1, 0, 2])
  expect([days[0]!.label, days.at(-1)!.label]).toEqual(['14 Nov', '20 Nov'])
  const hours = writesOf(touches, now, 1, 'UTC')
  expect(hours).toHaveLength(24)
  expect(hours.filter(({ writes }) => writes > 0)).toEqual([
    { label: '10:00', writes: 1 },
    { label: '12:00', writes: 1 },
  ])
  expect(writesOf([], now, 30, 'UTC')).toHaveLength(30)
})
