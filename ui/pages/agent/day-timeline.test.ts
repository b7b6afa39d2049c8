import { expect, test } from 'bun:test'
import { drawnOn, hourBars, hourLabels, stretchLabels, summaryOf, type TimelineSpan } from './day-timeline.ts'

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

test('every second hour of the zone is named', () => {
  expect(hourLabels(now, 'UTC').map(({ text }) => text)).toEqual([
    ...['00:00', '02:00', '04:00', '06:00', '08:00', '10:00', '12:00', '14:00', '16:00', '18:00', '20:00'],
  ])
  expect(hourLabels(now, 'Asia/Tokyo')[0]).toMatchObject({ text: '08:00' })
})

test('the day is summed up', () =>
  expect(summaryOf(drawnOn([stretch(12, 6), stretch(4, 3, 'waiting'), stretch(2, 2, 'failed')], now))).toEqual({
    workingMs: 6 * hour,
    waitingMs: expect.closeTo(hour, -1) as unknown as number,
    failures: 1,
  }))

const worked = (fromHoursAgo: number, toHoursAgo: number, usd: number) => ({
  sessionId: `at ${fromHoursAgo}`,
  title: null,
  from: now - fromHoursAgo * hour,
  to: now - toHoursAgo * hour,
  usd,
  isLowerBound: false,
})

test('where two stretches are too near for two labels, the dearer one is named', () =>
  expect(stretchLabels([worked(12, 11.5, 1), worked(11.2, 11, 3), worked(4, 3, 1)], now)).toMatchObject([
    { stretch: { usd: 3 }, isAtEnd: false },
    { stretch: { sessionId: 'at 4' } },
  ]))

test('labels keep apart, and the last one stays inside', () => {
  const labels = stretchLabels(
    Array.from({ length: 48 }, (_, half) => worked(24 - half / 2, 23.7 - half / 2, half)),
    now,
  )
  for (const [number, { left, room }] of labels.entries())
    expect(left + room).toBeLessThanOrEqual(labels[number + 1]?.left ?? 100)
  expect(labels.at(-1)).toMatchObject({ isAtEnd: true })
})

test('an hour is as high as its share of the dearest one, and an hour without a price has no bar', () =>
  expect(
    hourBars(
      [
        { at: now - 2.5 * hour, usd: 2 },
        { at: now - 1.5 * hour, usd: null },
        { at: now - 0.5 * hour, usd: 1 },
      ],
      now,
    ),
  ).toMatchObject([{ height: 100 }, { height: 50, width: (0.5 / 24) * 100 }]))
