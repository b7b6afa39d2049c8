import { expect, test } from 'bun:test'
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { watchFolders } from '../../sources/common/watch-folders.ts'
import { openStore, openStoreForReading } from '../../store/store.ts'
import { type LogFilter, type LogLine, logLevels } from '../log-line.ts'
import type { FromKeeper, SourceSpec } from '../messages.ts'
import { createKeeper, createLogAnswers } from './keeper.ts'
import { fileSpec, keepAll } from './testing/keep-here.ts'
import { createLogWriter } from './write-logs.ts'

const begun = Date.UTC(2026, 10, 30, 12)

/** A keeper of a folder, with what it says by itself. */
function keeperOf(path: string, sources: SourceSpec[], open = (path: string) => openStore('logs', path)) {
  const said: FromKeeper[] = []
  const keeper = createKeeper({
    kind: 'keep',
    path,
    sources,
    closed: [],
    open,
    watchFolders,
    say: (message) => said.push(message),
    now: Date.now,
  })
  return { ...keeper, said, [Symbol.dispose]: keeper.stop }
}

/** All lines of a filter, page by page. */
function everyLine(path: string, filter: LogFilter, limit = 50): LogLine[] {
  const answers = createLogAnswers({ path, openForReading: openStoreForReading })
  const lines: LogLine[] = []
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    let next: string | null = null
    for (const part of answers.search({ filter, cursor, limit, budgetMs: 60_000 })) {
      lines.push(...part.items)
      next = part.nextCursor
    }
    cursor = next ?? undefined
  }
  return lines
}

test('lines of files are kept, with what was written while nobody looked', async () => {
  using folder = temporary('keeper')
  const log = folder.at('app.log')
  const spec = fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])
  writeFileSync(log, '2026-11-30T11:00:00Z ERROR one\n')
  {
    using keeper = keeperOf(folder.at('logs.sqlite'), [spec])
    await keeper.settled(undefined)
    expect(keeper.sources()).toMatchObject([{ id: 'app', lines: 1, problem: null }])
  }
  appendFileSync(log, '2026-11-30T11:00:01Z INFO two\n')
  using keeper = keeperOf(folder.at('logs.sqlite'), [spec])
  await keeper.settled(undefined)
  expect(everyLine(folder.at('logs.sqlite'), {}).map(({ level, text }) => `${level} ${text.slice(-3)}`)).toEqual([
    'info two',
    'error one',
  ])
})

test('what nobody may read, or leads elsewhere, is named in a sentence', async () => {
  using folder = temporary('keeper')
  mkdirSync(folder.at('in'))
  mkdirSync(folder.at('out'))
  writeFileSync(folder.at('out', 'secret.log'), 'secret\n')
  symlinkSync(folder.at('out', 'secret.log'), folder.at('in', 'a.log'))
  using keeper = keeperOf(folder.at('logs.sqlite'), [fileSpec('app', [{ root: folder.at('in'), pattern: '*.log' }])])
  await keeper.settled(undefined)
  expect(keeper.sources()[0]).toMatchObject({ lines: 0, problem: expect.stringContaining('leads out of') })
})

test('who listens is told where a source has come to, and then what is written', async () => {
  using folder = temporary('keeper')
  const log = folder.at('app.log')
  writeFileSync(log, '{"msg":"one"}\n')
  using keeper = keeperOf(folder.at('logs.sqlite'), [fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])])
  await keeper.settled(undefined)
  keeper.hear({ sources: ['app', 'nothing'] })
  appendFileSync(log, '{"msg":"two"}\n{"msg":"three"}\n')
  await keeper.settled(undefined)
  const written = keeper.said.filter((said) => said.kind === 'written')
  expect(written.map(({ lines }) => lines.map(({ text }) => text))).toEqual([[], ['two', 'three']])
  expect(written[1]!.after).toBe(written[0]!.cursor)
})

test('a second client with a cursor gets exactly the missing part', async () => {
  using folder = temporary('keeper')
  const log = folder.at('app.log')
  writeFileSync(log, '{"msg":"zero"}\n')
  using keeper = keeperOf(folder.at('logs.sqlite'), [fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])])
  await keeper.settled(undefined)
  const { news } = createLogAnswers({ path: folder.at('logs.sqlite'), openForReading: openStoreForReading })
  const { cursor } = news({ filter: {}, after: undefined, limit: 10 })
  // More than a block, so that some of it is packed and some is not.
  appendFileSync(log, Array.from({ length: 5_000 }, (_, number) => `{"msg":"${number}"}\n`).join(''))
  await keeper.settled(undefined)
  const heard: string[] = []
  for (let after: string | undefined = cursor; after !== undefined; ) {
    const answer = news({ filter: { sources: ['app'] }, after, limit: 700 })
    heard.push(...answer.items.map(({ text }) => text))
    expect(answer.restarted).toBe(false)
    after = answer.more ? answer.cursor : undefined
  }
  expect(heard).toEqual(Array.from({ length: 5_000 }, (_, number) => String(number)))
  expect(news({ filter: {}, after: '00000000-7', limit: 1 }).restarted).toBe(true)
})

test('a line is shown among those of all sources, also where it is packed and where it is gone', async () => {
  using folder = temporary('keeper')
  const lineAt = (second: number, text: string) =>
    `${JSON.stringify({ time: new Date(begun + second * 1_000).toISOString(), msg: text })}\n`
  // More than a block of one source, and another that writes in between.
  writeFileSync(folder.at('a.log'), Array.from({ length: 5_000 }, (_, n) => lineAt(n * 2, `a${n}`)).join(''))
  writeFileSync(folder.at('b.log'), Array.from({ length: 50 }, (_, n) => lineAt(n * 200 + 1, `b${n}`)).join(''))
  const path = folder.at('logs.sqlite')
  using keeper = keeperOf(
    path,
    ['a', 'b'].map((id) => fileSpec(id, [{ root: folder.path, pattern: `${id}.log` }])),
  )
  await keeper.settled(undefined)
  const { around } = createLogAnswers({ path, openForReading: openStoreForReading })
  const [line] = everyLine(path, { q: 'a301"' }).concat(everyLine(path, { regex: '^a301$' }))
  const textsAround = (at: number, no: number) => around({ line: `${at}.${no}`, count: 2 }).map(({ text }) => text)
  expect(textsAround(line!.at, line!.no)).toEqual(['a300', 'b3', 'a301', 'a302', 'a303'])
  expect(textsAround(line!.at + 1, 0)).toEqual(['b3', 'a301', 'a302', 'a303', 'a304'])
  expect(textsAround(begun - 1, 0)).toEqual(['a0', 'b0', 'a1'])
  expect(textsAround(begun + 10_000_000, 0)).toEqual(['a4998', 'a4999'])
})

test('a torn, an empty and a deleted database is begun anew, with a sentence, and read again', async () => {
  using folder = temporary('keeper')
  const path = folder.at('logs.sqlite')
  const spec = fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])
  writeFileSync(folder.at('app.log'), '{"msg":"one"}\n{"msg":"two"}\n')
  writeFileSync(path, 'this is no database at all, but words of somebody'.repeat(100))
  using keeper = keeperOf(path, [spec])
  await keeper.settled(undefined)
  expect(everyLine(path, {})).toHaveLength(2)
  expect(keeper.said).toContainEqual({ kind: 'trouble', sentence: expect.stringContaining('was torn') })
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
  await keeper.settled(undefined)
  expect(everyLine(path, {})).toHaveLength(2)
  expect(keeper.said).toContainEqual({ kind: 'trouble', sentence: expect.stringContaining('was deleted') })
})

test('a disk that takes nothing loses nothing: lines are read again once there is room', async () => {
  using folder = temporary('keeper')
  const path = folder.at('logs.sqlite')
  writeFileSync(folder.at('app.log'), '{"msg":"one"}\n')
  let isFull = true
  using keeper = keeperOf(path, [fileSpec('app', [{ root: folder.path, pattern: 'app.log' }])], (path) => {
    if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    return openStore('logs', path)
  })
  await keeper.settled(undefined)
  expect(keeper.said).toEqual([{ kind: 'trouble', sentence: expect.stringContaining('The disk is full') }])
  isFull = false
  await keeper.settled(undefined)
  expect(everyLine(path, {})).toHaveLength(1)
  expect(keeper.said.at(-1)).toEqual({ kind: 'trouble', sentence: null })
})

test('our own lines and those of a journal are kept with where the journal has come to', async () => {
  using folder = temporary('keeper')
  const path = folder.at('logs.sqlite')
  const none = { places: [], keeping: keepAll }
  const sources: SourceSpec[] = [
    { id: 'wheelhouse', name: 'Wheelhouse', kind: 'own', ...none },
    { id: 'journal.a', name: 'a.service', kind: 'journal', ...none },
  ]
  {
    using keeper = keeperOf(path, sources)
    keeper.own({ source: 'wheelhouse', lines: ['2026-11-30T11:00:00.000Z warn  it is slow'] })
    expect(keeper.journalCursor({ source: 'journal.a' })).toBeNull()
    const line = JSON.stringify({ __CURSOR: 's=2', PRIORITY: '6', MESSAGE: 'started' })
    expect(keeper.journal({ source: 'journal.a', lines: [line, '{"torn'] })).toBe('s=2')
    await keeper.settled(undefined)
  }
  using keeper = keeperOf(path, sources)
  expect(keeper.journalCursor({ source: 'journal.a' })).toBe('s=2')
  expect(
    everyLine(path, {})
      .map(({ source, level }) => `${source} ${level}`)
      .sort(),
  ).toEqual(['journal.a info', 'wheelhouse warn'])
})

test('what is asked with any filter is what a look at every line finds', () => {
  using folder = temporary('keeper')
  const path = folder.at('logs.sqlite')
  const store = openStore('logs', path)
  const writer = createLogWriter(store, () => begun)
  let state = 7
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >> 8) % below
  }
  const words = ['disk', 'Gateway', 'c++', '"x', 'foo-bar', 'ÄRGER', 'a\\b', '100%', '[tag]', 'tab\there']
  const all: LogLine[] = []
  for (let round = 0; round < 60; round++) {
    const source = ['a', 'b', 'c'][random(3)]!
    const entries = Array.from({ length: 1 + random(300) }, () => ({
      // Clocks jump, and many lines share a moment.
      at: begun - (60 - round) * 60_000 - random(20) * 60_000 - random(3),
      isDated: random(2) === 0,
      level: logLevels[random(7)]!,
      text: `${words[random(words.length)]} ${words[random(words.length)]} ${random(50)}`,
      json: random(3) === 0 ? JSON.stringify({ field: words[random(words.length)] }) : null,
    }))
    const lines = writer.commit({ source, entries, changed: [], forgotten: [] }, keepAll)
    all.push(...entries.map((entry, number) => ({ ...entry, source, no: lines[number]!.no })))
  }
  const newestFirst = all.toSorted((a, b) => b.at - a.at || b.no - a.no)
  for (let round = 0; round < 25; round++) {
    const maybe = <Value>(value: Value) => (random(3) === 0 ? value : undefined)
    const filter: LogFilter = {
      sources: maybe(['a', 'c'].slice(random(2))),
      levels: maybe([logLevels[random(7)]!, logLevels[random(7)]!]),
      q: maybe(words[random(words.length)]!.toLowerCase()),
      regex: maybe(['disk\\s+\\d', '^gateway.*[0-5]$', '"field":', 'x{2}'][random(4)]!),
      since: maybe(begun - random(100) * 60_000),
      until: maybe(begun - random(100) * 60_000),
    }
    const wanted = newestFirst.filter((line) => {
      const texts = [line.text, line.json ?? '']
      return (
        (!filter.sources || filter.sources.includes(line.source)) &&
        (!filter.levels || filter.levels.includes(line.level)) &&
        (filter.q === undefined || texts.some((text) => text.toLowerCase().includes(filter.q!))) &&
        (filter.regex === undefined || texts.some((text) => new RegExp(filter.regex!, 'i').test(text))) &&
        (filter.since === undefined || line.at >= filter.since) &&
        (filter.until === undefined || line.at < filter.until)
      )
    })
    expect(everyLine(path, filter, 300 + random(400)).map(({ no }) => no)).toEqual(wanted.map(({ no }) => no))
  }
  const { histogram } = createLogAnswers({ path, openForReading: openStoreForReading })
  const { counts } = histogram({ filter: { sources: ['a'], levels: ['error', 'fatal'] }, steps: 10, now: begun })
  const counted = Object.values(counts)
    .flat()
    .reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(all.filter(({ source, level }) => source === 'a' && /error|fatal/.test(level)).length)
  store.$client.close()
}, 60_000)

test('a source keeps so many bytes, and what is forgotten is not counted any more', () => {
  using folder = temporary('keeper')
  const path = folder.at('logs.sqlite')
  const store = openStore('logs', path)
  const writer = createLogWriter(store, () => begun)
  const entry = (number: number) => ({
    at: begun - number * 1_000,
    isDated: true,
    level: 'error' as const,
    text: `the job ${Bun.hash(String(number))} failed`,
    json: null,
  })
  for (let round = 0; round < 10; round++)
    writer.commit(
      {
        source: 'a',
        entries: Array.from({ length: 2_000 }, (_, n) => entry(round * 2_000 + n)),
        changed: [],
        forgotten: [],
      },
      { bytes: 100_000, ms: Number.POSITIVE_INFINITY },
    )
  const kept = everyLine(path, {}, 1_000).length
  expect(kept).toBeLessThan(20_000)
  expect(kept).toBeGreaterThan(0)
  const { histogram, errors } = createLogAnswers({ path, openForReading: openStoreForReading })
  expect(histogram({ filter: {}, steps: 1, now: begun }).counts.error).toEqual([kept])
  const [group, ...more] = errors({ filter: {}, limit: 10, now: begun })
  expect(more).toEqual([])
  expect(group).toMatchObject({ count: 20_000, signature: 'the job <n> failed', lastAt: begun })
  store.$client.close()
})

test('lines without end, of other encodings and between two looks are shown and never throw', async () => {
  using folder = temporary('keeper')
  const log = folder.at('app.log')
  const spec = fileSpec('app', [{ root: folder.path, pattern: '*.log' }])
  writeFileSync(log, 'x'.repeat(600_000))
  writeFileSync(
    folder.at('wide.log'),
    Buffer.from('\ufeff2026-11-30T11:00:00Z Größe\n2026-11-30T11:00:01Z zwei\n', 'utf16le'),
  )
  writeFileSync(folder.at('old.log'), Buffer.from('gr\xfcn\n', 'latin1'))
  writeFileSync(folder.at('zeros.log'), Buffer.alloc(10_000))
  using keeper = keeperOf(folder.at('logs.sqlite'), [spec])
  await keeper.settled(undefined)
  const texts = everyLine(folder.at('logs.sqlite'), {}).map(({ text }) => text)
  expect(texts.filter((text) => text.startsWith('xxx')).map((text) => text.length)).toEqual([16_001])
  expect(texts.some((text) => text.endsWith('Größe'))).toBe(true)
  expect(texts).toContain('grün')
  truncateSync(log, 0)
  chmodSync(log, 0o644)
  await keeper.settled(undefined)
  expect(keeper.sources()[0]!.problem).toBeNull()
})
