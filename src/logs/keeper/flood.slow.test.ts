import { heapStats } from 'bun:jsc'
import { expect, test } from 'bun:test'
import { appendFileSync, renameSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { watchFolders } from '../../sources/common/watch-folders.ts'
import { openStore, openStoreForReading } from '../../store/store.ts'
import { createKeeper, createLogAnswers } from './keeper.ts'
import { fileSpec } from './testing/keep-here.ts'

const perSecond = 20_000
const seconds = 8

test('a log that is flooded with 20,000 lines a second, and rotated meanwhile, drops none and keeps the heap flat', async () => {
  using folder = temporary('flood')
  const path = folder.at('logs.sqlite')
  const log = folder.at('app.log')
  const keeper = createKeeper({
    kind: 'keep',
    path,
    sources: [fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])],
    closed: [],
    open: (path) => openStore('logs', path),
    watchFolders,
    say() {},
    now: Date.now,
  })
  const heaps: number[] = []
  let number = 0
  for (let second = 0; second < seconds; second++) {
    for (let burst = 0; burst < 10; burst++) {
      const lines = Array.from(
        { length: perSecond / 10 },
        () => `{"level":30,"time":${Date.now()},"msg":"request ${number++} was answered","path":"/a/b","ms":12}\n`,
      )
      appendFileSync(log, lines.join(''))
      await Bun.sleep(100)
    }
    if (second % 3 === 2) renameSync(log, folder.at(`app.log.${second}`))
    Bun.gc(true)
    heaps.push(heapStats().heapSize)
  }
  await keeper.settled(undefined)
  expect(keeper.sources()[0]).toMatchObject({ lines: number, problem: null })
  const { news } = createLogAnswers({ path, openForReading: openStoreForReading })
  let said = 0
  const { cursor } = news({ filter: {}, after: undefined, limit: 1 })
  const id = cursor.split('-')[0]
  for (let after = `${id}-0`, more = true; more; ) {
    const answer = news({ filter: {}, after, limit: 20_000 })
    // In the order in which they were written, each once.
    for (const { text } of answer.items) if (text === `request ${said} was answered`) said++
    after = answer.cursor
    more = answer.more
  }
  expect(said).toBe(number)
  expect(heaps.at(-1)! - heaps[1]!).toBeLessThan(24e6)
  keeper.stop()
}, 600_000)
