import { expect, test } from 'bun:test'
import { drawnOn, hourLabels, summaryOf, type TimelineSpan } from './day-timeline.ts'

const now = Date.parse('2026-11-20T22:30:00Z')
const hour = 3_600_000
const stretch = (fromHoursAgo: number, toHoursAgo: number, state: TimelineSpan['state'] = 'working'): TimelineSpan => ({
  from: now - fromHoursAgo * hour,
  to: now - toHoursAgo * hour,
  state,
})

test('the last twelve hours are the right half', () =>
  expect(drawnOn([stretch(12, 0)], now)).toMatchObject([{ left: 50, width: 50 }]))
test('what began before yesterday is cut off', () =>
  expect(drawnOn([stretch(30, 18)], now)).toMatchObject([{ left: 0, width: 25 }]))
test('what lies outside is not drawn', () => expect(drawnOn([stretch(40, 30), stretch(-1, -2)], now)).toEqual([]))
test('a moment has no width and is still there', () =>
  expect(drawnOn([stretch(6, 6, 'failed')], now)).toMatchObject([{ left: 75, width: 0 }]))

test('every fourth hour of the zone is named', () => {
  expect(hourLabels(now, 'UTC').map(({ text }) => text)).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00'])
  expect(hourLabels(now, 'Asia/Tokyo')[0]).toMatchObject({ text: '08:00' })
})

test('the day is summed up', () =>
  expect(summaryOf(drawnOn([stretch(12, 6), stretch(4, 3, 'waiting'), stretch(2, 2, 'failed')], now))).toEqual({
    workingMs: 6 * hour,
    waitingMs: expect.closeTo(hour, -1) as unknown as number,
    failures: 1,
  }))
