import { expect, test } from 'bun:test'
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import type { TranscriptItem } from '../../../facts/transcript.ts'
import type { ScanMark, TranscriptAccess } from '../../../facts/transcript-access.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { accessTo } from './access.ts'
import { message } from './items.ts'
import { partsOfJson } from './part.ts'
import { fileStore } from './store.ts'

/**
 * A transcript that is written, cut, moved and deleted in whatever order, while two look on: one who asks for what is new
 * as a page does, and one who goes on reading all of it as a digest does. Neither loses an item nor has one twice.
 */

const schedules = 10_000

function createRandom(seed: number) {
  let state = seed
  return (max: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % max
  }
}

/** Words with letters of one to four bytes. */
const words = (number: number, length: number) => `${number} ${'a ü 海 🚢 '.repeat(length)}`

const lineOf = (number: number, length: number) => Buffer.from(`${JSON.stringify({ text: words(number, length) })}\n`)

const accessOf = (path: string): TranscriptAccess =>
  accessTo((closeLater) => [
    fileStore(
      path,
      (entry) => partsOfJson(entry, ({ text }) => [{ kind: 'item', item: message(null, 'user', String(text)) }]),
      closeLater,
    ),
  ])

/** Who follows the end of a transcript, page by page. */
function createFollower(access: TranscriptAccess) {
  let items: TranscriptItem[] = []
  let cursor: string | undefined
  function begin() {
    items = []
    cursor = undefined
    let before: string | undefined
    do {
      const answer = access.page({ limit: 5, before })
      if (answer.kind !== 'page') {
        // Written anew between two pages, or gone.
        items = []
        return
      }
      items = [...answer.page.items, ...items]
      cursor ??= answer.page.nextCursor
      before = answer.page.previousCursor ?? undefined
    } while (before !== undefined)
  }
  return {
    look() {
      if (cursor === undefined) return begin()
      for (;;) {
        const answer = access.page({ limit: 5, cursor })
        if (answer.kind !== 'page') return begin()
        items.push(...answer.page.items)
        cursor = answer.page.nextCursor
        if (answer.page.complete) return
      }
    },
    texts: () => items.map((item) => ('text' in item ? item.text : '')),
  }
}

/** Who reads on from a mark. */
function createScanner(access: TranscriptAccess) {
  let texts: string[] = []
  let mark: ScanMark | null = null
  return {
    look() {
      for (const step of access.scan(mark)) {
        if (step.kind !== 'step') {
          texts = []
          mark = null
          return
        }
        if (step.isAnew) texts = []
        texts.push(...step.parts.map(({ item }) => ('text' in item ? item.text : '')))
        mark = step.mark
      }
    },
    texts: () => texts,
  }
}

/** What a file says now: its whole lines. */
function saidIn(path: string): string[] {
  if (!existsSync(path)) return []
  const bytes = readFileSync(path)
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1).toString()
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      try {
        return (JSON.parse(line) as { text: string }).text
      } catch (error) {
        return `Cannot be read: ${(error as Error).message.slice(0, 160)}`
      }
    })
}

test(`${schedules} random schedules of writing lose nothing and double nothing`, () => {
  using folder = temporary('schedules')
  const random = createRandom(11)
  for (let schedule = 0; schedule < schedules; schedule++) {
    const path = folder.at(`${schedule % 50}.jsonl`)
    rmSync(path, { force: true })
    writeFileSync(path, '')
    const access = accessOf(path)
    const [follower, scanner] = [createFollower(access), createScanner(access)]
    let number = schedule * 1_000
    let rest = Buffer.alloc(0)
    const log: string[] = []
    const steps = 3 + random(8)
    for (let step = 0; step < steps; step++) {
      const what = (
        ['append', 'append', 'append', 'partial', 'partial', 'rest', 'truncate', 'replace', 'rotate', 'delete'] as const
      )[random(10)]!
      log.push(what)
      switch (what) {
        case 'append':
          appendFileSync(
            path,
            Buffer.concat([rest, ...Array.from({ length: 1 + random(8) }, () => lineOf(number++, random(4)))]),
          )
          rest = Buffer.alloc(0)
          break
        case 'partial': {
          // The cut may lie within a letter.
          const line = Buffer.concat([rest, lineOf(number++, 1 + random(4))])
          const cut = 1 + random(line.length - 1)
          appendFileSync(path, line.subarray(0, cut))
          rest = line.subarray(cut)
          break
        }
        case 'rest':
          if (existsSync(path)) appendFileSync(path, rest)
          rest = Buffer.alloc(0)
          break
        case 'truncate':
          if (existsSync(path)) truncateSync(path, random(readFileSync(path).length + 1))
          rest = Buffer.alloc(0)
          break
        case 'replace':
          writeFileSync(path, Buffer.concat(Array.from({ length: random(12) }, () => lineOf(number++, random(4)))))
          rest = Buffer.alloc(0)
          break
        case 'rotate':
          if (existsSync(path)) renameSync(path, `${path}.old`)
          writeFileSync(path, Buffer.concat(Array.from({ length: random(4) }, () => lineOf(number++, random(4)))))
          rest = Buffer.alloc(0)
          break
        case 'delete':
          rmSync(path, { force: true })
          rest = Buffer.alloc(0)
          break
      }
      if (random(3) > 0) follower.look()
      if (random(3) > 0) scanner.look()
    }
    follower.look()
    scanner.look()
    const said = saidIn(path)
    expect([schedule, log.join(' '), follower.texts()]).toEqual([schedule, log.join(' '), said])
    expect([schedule, log.join(' '), scanner.texts()]).toEqual([schedule, log.join(' '), said])
  }
}, 120_000)
