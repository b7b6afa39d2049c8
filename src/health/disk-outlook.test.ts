import { expect, test } from 'bun:test'
import { diskOutlook, readDiskOutlooks } from './disk-outlook.ts'
import { diskWith, readingAt } from './testing/readings.ts'

const now = Date.parse('2026-11-20T12:00Z')
const hourMs = 3_600_000
const gb = 1e9

/** A disk by the hour that leads to 848 GB now, with so much more a day, and another pace before the last week. */
const filling = (days: number, perDay: number, before = perDay) =>
  Array.from({ length: days * 24 }, (_, index) => {
    const age = days - index / 24
    return {
      at: now - age * 24 * hourMs,
      usedBytes: 848 * gb - Math.min(age, 7) * perDay - Math.max(0, age - 7) * before,
    }
  })

test('a disk that fills says in how many days it is full, at which pace, and what the pace was before', () => {
  expect(diskOutlook(filling(37, 8 * gb, 5 * gb), 152 * gb, now)).toMatchObject({
    state: 'filling',
    days: expect.closeTo(19, 6),
    bytesPerDay: expect.closeTo(8 * gb, -3),
    overDays: 7,
    bytesPerDayBefore: expect.closeTo(5 * gb, -3),
  })
  expect(diskOutlook(filling(9, 8 * gb), 152 * gb, now)).toMatchObject({ state: 'filling', bytesPerDayBefore: null })
})

test('before a day of readings nothing is told', () => {
  expect(diskOutlook([], gb, now)).toEqual({ state: 'unknown', observedHours: 0 })
  expect(diskOutlook(filling(37, gb).slice(-20), gb, now)).toEqual({ state: 'unknown', observedHours: 19 })
})

test.each([
  ['shrinks', filling(10, -gb)],
  ['would be full in a hundred years', filling(10, gb / 1_000)],
  ['goes up and down', filling(10, 0).map(({ at }, index) => ({ at, usedBytes: (index % 2) * gb }))],
  ['stays the same', filling(10, 0)],
])('a disk that %s is steady', (_, points) => {
  expect(diskOutlook(points, 152 * gb, now).state).toBe('steady')
})

test('disks are told also where nothing of them is kept', async () => {
  const reading = readingAt(now, { disks: [diskWith(840 * gb, '/')] })
  const disks = await readDiskOutlooks(
    { latest: () => reading },
    { series: () => Promise.reject(new Error('no thread')) },
  )
  expect(disks).toMatchObject([{ path: '/', usedPercent: 84, outlook: { state: 'unknown', observedHours: 0 } }])
})
