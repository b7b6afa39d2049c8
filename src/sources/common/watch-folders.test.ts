import { afterEach, expect, jest, test } from 'bun:test'
import { watchFolders } from './watch-folders.ts'

afterEach(() => void jest.useRealTimers())

/** How often everything is looked at within an hour, where that takes so long and nothing is new. */
function looksInAnHour(tookMs: number) {
  jest.useFakeTimers()
  const folders = watchFolders(() => {})
  let looks = 0
  const stop = folders.watch(() => {
    if (folders.takeDirty() !== 'everything') return
    looks++
    folders.noteIdlePass(tookMs)
  })
  jest.advanceTimersByTime(3_600_000)
  stop()
  return looks
}

test('everything is looked at every twenty seconds, in case a notification was lost', () => {
  expect(looksInAnHour(5)).toBe(181)
})

test('where that takes long it comes more seldom, so that it never uses more than a third of a percent', () => {
  for (const tookMs of [100, 400, 2_000]) expect(looksInAnHour(tookMs) * tookMs).toBeLessThan(3_600_000 / 250)
})

test('a pass over some folders says nothing about how long all of them take', () => {
  jest.useFakeTimers()
  const folders = watchFolders(() => {})
  let looks = 0
  const stop = folders.watch(() => {
    if (folders.takeDirty() === 'everything') looks++
    folders.noteIdlePass(1)
  })
  folders.nudge(['/somewhere'])
  folders.takeDirty()
  folders.noteIdlePass(10_000)
  jest.advanceTimersByTime(200_000)
  expect(looks).toBe(11)
  stop()
})
