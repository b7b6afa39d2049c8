import { expect, test } from 'bun:test'
import { playSchedule } from './testing/play-schedule.ts'

test('in 10,000 random schedules of fire, crash, retry and recovery each key arrives exactly once at who recognizes it', async () => {
  for (let seed = 1; seed <= 10_000; seed++) {
    const { books, fired } = await playSchedule(seed, true)
    const counts = [...fired].map((id) => `${id}: ${books.get(id) ?? 0}`)
    expect([seed, counts.filter((one) => !one.endsWith(': 1'))]).toEqual([seed, []])
  }
}, 600_000)

test('at who does not recognize it, in as many schedules, none is lost, and one comes twice only where the history says that it may have', async () => {
  for (let seed = 1; seed <= 10_000; seed++) {
    const { books, fired, doubtful, unsure } = await playSchedule(seed, false)
    const lost = [...fired].filter((id) => !books.has(id))
    const twice = [...books].filter(([id, count]) => count > 1 && !(doubtful.has(id) && unsure.has(id)))
    expect([seed, lost, twice]).toEqual([seed, [], []])
  }
}, 600_000)
