import { expect, test } from 'bun:test'
import { gaugeOfWindow } from './gauges.ts'
import { hour, minute, noon } from './testing/worlds.ts'
import { inWindow, outlookOf, type Reading } from './window-outlook.ts'

const resetsAt = noon + 2 * hour
const said = (hours: number, usedPercent: number, rest: Partial<Reading> = {}): Reading => ({
  at: noon + hours * hour,
  usedPercent,
  resetsAt,
  ...rest,
})

test('a window is full when the pace of the last hour says so; other paces make the range', () => {
  const readings = [said(-3, 0), said(-2, 10), said(-1, 20), said(0, 60)]
  expect(outlookOf(readings, 300, noon)).toEqual({
    fullAt: { mid: noon + hour, early: noon + hour, late: noon + (40 / 20) * hour < resetsAt ? noon + 2 * hour : null },
    percentAtEnd: 140,
    percentPerHour: 40,
  })
})

test('a window that is not used is never full', () => {
  expect(outlookOf([said(-1.5, 40), said(0, 40)], 300, noon)).toMatchObject({
    percentAtEnd: 40,
    percentPerHour: 0,
    fullAt: null,
  })
})

test('with too little to go by there is no forecast', () => {
  expect(outlookOf([], 300, noon)).toBeNull()
  expect(outlookOf([said(0, 40)], null, noon)).toBeNull()
  expect(outlookOf([said(-0.1, 10), said(0, 40)], null, noon)).toBeNull()
  expect(outlookOf([said(-1, 10, { resetsAt: null }), said(0, 40, { resetsAt: null })], 300, noon)).toBeNull()
})

test('what was used before a reset is not of this window, however the reset is told', () => {
  const [old, fresh] = [said(-2, 90, { resetsAt: noon - hour }), said(0, 5)]
  expect(inWindow([old, fresh], noon)).toEqual([fresh])
  expect(inWindow([said(-2, 90), fresh], noon)).toEqual([fresh])
  const jitter = said(-1, 3, { resetsAt: resetsAt + 20_000 })
  expect(inWindow([jitter, fresh], noon)).toEqual([jitter, fresh])
})

test('a share that was said long ago, or of a window that has reset, is none of now', () => {
  const window = { id: 'w', runtime: 'codex', name: 'week', windowMinutes: 300 } as const
  expect(gaugeOfWindow(window, [said(0, 40)], noon + 59 * minute).usedPercent).toBe(40)
  expect(gaugeOfWindow(window, [said(0, 40)], noon + 61 * minute).usedPercent).toBeNull()
  expect(gaugeOfWindow(window, [said(1.9, 40)], resetsAt).usedPercent).toBeNull()
  expect(gaugeOfWindow(window, [], noon)).toMatchObject({ usedPercent: null, endsAt: null, outlook: null })
})
