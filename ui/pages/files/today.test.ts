import { expect, test } from 'bun:test'
import { sampleTouch } from './testing/samples.ts'
import { todayOf } from './today.ts'

const at = (hour: number) => Date.UTC(2026, 10, 20, hour)

test('today begins at midnight of the zone, and reads are no changes', () => {
  const touches = [
    sampleTouch({ at: at(-2), added: 50 }),
    sampleTouch({ at: at(-1), added: 2, removed: null }),
    sampleTouch({ at: at(1), how: 'read' }),
    sampleTouch({ at: at(2), how: 'outside', added: null, removed: null }),
    sampleTouch({ at: at(3), added: 3, removed: null }),
  ]
  expect(todayOf(touches, '2026-11-20', 'Europe/Vienna')).toMatchObject({
    touches: [{ at: at(3) }, { at: at(2) }, { at: at(-1) }],
    added: 5,
    removed: null,
  })
  expect(todayOf([], '2026-11-20', 'UTC')).toEqual({ touches: [], added: null, removed: null })
})
