import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import type { Source } from '../facts/source.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { plainSettings } from '../reader/testing/settings.ts'
import {
  answerEntry,
  appendLine,
  callsIn,
  copiedHome,
  recordedSums,
  transcripts,
} from '../sources/openclaw/testing/home.ts'
import { openClawIn } from '../sources/openclaw/testing/worlds.ts'
import type { BackfillThread } from './backfill.ts'
import type { ChangeEvent } from './change-event.ts'
import { startIndex } from './testing/index-all.ts'
import { openIndexing } from './testing/open-indexing.ts'
import type { Writer } from './writer.ts'

const later = Date.UTC(2026, 10, 21)
const era = '2026.3.24'

/** A writer whose commits fail as long as `broken` says so. */
function breakable() {
  const state = { broken: false, failures: 0 }
  const wrap = (writer: Writer): Writer => ({
    ...writer,
    commit(...words) {
      if (!state.broken) return writer.commit(...words)
      state.failures++
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
    },
  })
  return { state, wrap }
}

const troubles = (told: { kind: string; message?: string | null }[]) =>
  told.flatMap((message) => (message.kind === 'trouble' ? [message.message] : []))

test('a commit that fails is said, tried again, and nothing is lost or doubled', async () => {
  using home = copiedHome(era)
  const { state, wrap } = breakable()
  state.broken = true
  await using started = startIndex(() => [openClawIn(home.path)], { wrap })
  await started.until(() => state.failures > 0)
  expect([started.calls(), started.isDone()]).toEqual([0, false])
  state.broken = false
  await started.until(started.isDone)
  expect(Object.keys(started.sums())).toEqual(Object.keys(recordedSums[era]))
  expect(started.calls()).toBe(callsIn(era))
  expect(troubles(started.posted)).toEqual(['What was read could not be kept: disk I/O error', null])
}, 20_000)

test('so is one that fails later on, with what came meanwhile', async () => {
  using home = copiedHome(era)
  const { state, wrap } = breakable()
  const [file = '', other = ''] = transcripts(home.path, 'main')
  await using started = startIndex(() => [openClawIn(home.path)], { wrap })
  await started.until(started.isDone)
  state.broken = true
  appendLine(file, answerEntry(later))
  await started.until(() => state.failures > 0)
  appendLine(other, answerEntry(later + 1))
  expect(started.calls()).toBe(callsIn(era))
  state.broken = false
  await started.until(() => troubles(started.posted).at(-1) === null)
  await started.until(() => started.calls() === callsIn(era) + 2)
  const live = started.posted.filter((message) => message.kind === 'committed' && message.live && message.touched.usage)
  expect(live.length).toBeGreaterThan(0)
  await started.until(() => troubles(started.posted).at(-1) === null)
}, 20_000)

test('a full disk is said in words, and reading goes on as soon as there is room', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  await using started = startIndex(() => [openClawIn(home.path)], { path: folder.at('index.sqlite') })
  // Nothing was committed yet: the first pass begins in the next turn of the loop.
  const { page_count: pages } = started.index.$client.query<{ page_count: number }, []>('PRAGMA page_count').get()!
  started.index.$client.run(`PRAGMA max_page_count = ${pages + 1}`)
  await started.until(() => troubles(started.posted).length > 0)
  expect(troubles(started.posted)[0]).toBe(
    'The disk that holds the data folder is full. Reading goes on as soon as there is room.',
  )
  expect(started.calls()).toBe(0)
  started.index.$client.run('PRAGMA max_page_count = 100000')
  await started.until(started.isDone)
  expect(started.calls()).toBe(callsIn(era))
}, 20_000)

/** A source that yields these batches in its next pass, each a session; `wake` begins one, `fails` makes it throw. */
function scripted(runtime: 'codex' | 'gemini') {
  const state = { next: [] as string[], fails: false, passes: 0 }
  let wake = () => {}
  const read: Source['read'] = async function* (cursorOf) {
    for (const unit of state.next.filter((unit) => cursorOf(unit) === undefined)) {
      // Longer than a commit waits, so that each batch has one of its own.
      await Bun.sleep(70)
      yield {
        unit,
        facts: [
          { kind: 'agent', id: runtime, runtime },
          { kind: 'session', id: `${runtime}.${unit}`, runtime, agentId: runtime },
        ],
        cursor: unit,
        unread: [],
        progress: { files: 1, filesDone: 1, bytes: 1, bytesDone: 1 },
      }
    }
    if (state.fails) throw new Error(`${runtime} broke`)
    state.passes++
  }
  const source: Source = {
    runtime,
    read,
    watch(heard) {
      wake = heard
      heard()
      return () => {}
    },
    transcript: () => undefined,
    report: () => ({ runtime, state: 'ok', detail: '', findings: [] }),
    work: () => ({ entries: 0, bytes: 0, opened: 0 }),
  }
  return {
    state,
    source,
    add(...units: string[]) {
      state.next.push(...units)
      wake()
    },
  }
}

test('the trouble of one source is not over because another one commits', async () => {
  const [codex, gemini] = [scripted('codex'), scripted('gemini')]
  await using started = startIndex(() => [codex.source, gemini.source])
  await started.until(started.isDone)
  codex.state.fails = true
  codex.add('one')
  await started.until(() => troubles(started.posted).length > 0)
  const passes = gemini.state.passes
  gemini.add('two')
  await started.until(() => gemini.state.passes > passes)
  expect(troubles(started.posted)).toEqual(['What was read could not be kept: codex broke'])
  codex.state.fails = false
  await started.until(() => troubles(started.posted).length > 1)
  expect(troubles(started.posted).at(-1)).toBeNull()
}, 20_000)

test('trouble ends with what was missed, not with a part of it, nor does it need anything new', async () => {
  const codex = scripted('codex')
  let fails: string | undefined = 'three'
  const wrap = (writer: Writer): Writer => ({
    ...writer,
    commit(runtime, batches) {
      if (batches.some(({ unit }) => unit === fails)) throw new Error(`no room for ${fails}`)
      return writer.commit(runtime, batches)
    },
  })
  await using started = startIndex(() => [codex.source], { wrap })
  await started.until(started.isDone)
  codex.add('one', 'two', 'three')
  await started.until(() => troubles(started.posted).length > 0)
  // The next pass commits a part before it fails again.
  codex.state.next.unshift('zero')
  const committed = () => started.posted.filter((message) => message.kind === 'committed' && message.live).length
  const before = committed()
  await started.until(() => committed() > before)
  fails = undefined
  await started.until(() => troubles(started.posted).length > 1)
  expect(troubles(started.posted)).toEqual(['What was read could not be kept: no room for three', null])
  // A pass that fails before it has found anything leaves nothing to commit behind.
  codex.state.fails = true
  codex.add()
  await started.until(() => troubles(started.posted).length > 2)
  codex.state.fails = false
  await started.until(() => troubles(started.posted).length > 3)
  expect(troubles(started.posted).at(-1)).toBeNull()
}, 20_000)

test('told to stop, it ends, whether it sleeps or is in the middle', async () => {
  using home = copiedHome(era)
  for (const wait of [true, false]) {
    const started = startIndex(() => [openClawIn(home.path)])
    if (wait) {
      await started.until(started.isDone)
      await Bun.sleep(50)
    }
    await started[Symbol.asyncDispose]()
  }
})

test('a source that fails in a way nobody thought of is tried again, and the others go on', async () => {
  using home = copiedHome(era)
  using empty = temporary('empty')
  let asked = 0
  const clumsy = () => {
    const source = openClawIn(empty.path)
    return {
      ...source,
      runtime: 'codex' as const,
      read: async function* (...words: Parameters<typeof source.read>) {
        if (asked++ === 0) throw new Error('nobody thought of this')
        yield* source.read(...words)
      },
    }
  }
  await using started = startIndex(() => [openClawIn(home.path), clumsy()])
  await started.until(() => started.calls() === callsIn(era))
  await started.until(started.isDone)
  expect(troubles(started.posted)[0]).toBe('What was read could not be kept: nobody thought of this')
}, 20_000)

const countIn = (path: string) => {
  using index = new Database(path, { readonly: true })
  return index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage').get()?.n
}

/** The agents that events are about. */
const agentsIn = (events: ChangeEvent[]) =>
  events.flatMap((event) => (event.kind === 'agent.changed' ? [event.agent.id] : []))

const places = (home: string) => ({ homes: [home], configPath: null })

test('the worker reads everything, and the main thread sees it', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  const indexing = await openIndexing({
    indexPath: folder.at('index.sqlite'),
    openclaw: places(home.path),
    watch: true,
    read: true,
  })
  await indexing.caughtUp
  expect(countIn(folder.at('index.sqlite'))).toBe(callsIn(era))
  const { done, progress, trouble, reports } = indexing.state()
  expect([done, progress.filesDone, trouble, reports.map(({ state }) => state)]).toEqual([
    true,
    progress.files,
    null,
    ['ok'],
  ])
  await indexing.stop()
  const again = new Database(folder.at('index.sqlite'), { readonly: true })
  expect(again.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  again.close()
})

test('one pass leaves no journal behind that the next has to read', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  const indexPath = folder.at('index.sqlite')
  const indexing = await openIndexing({ indexPath, openclaw: places(home.path), watch: false, read: true })
  await indexing.caughtUp
  await indexing.stop()
  expect(existsSync(`${indexPath}-wal`) ? statSync(`${indexPath}-wal`).size : 0).toBe(0)
  expect(countIn(indexPath)).toBe(callsIn(era))
}, 20_000)

test('a long past is read in a thread beside, with the same sums, and what comes later is live', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  const published: string[] = []
  const indexing = await openIndexing(
    {
      indexPath: folder.at('index.sqlite'),
      openclaw: places(home.path),
      watch: true,
      read: true,
      publish: plainSettings,
      backfillFromBytes: 1,
    },
    { events: (events) => published.push(...agentsIn(events)) },
  )
  await indexing.caughtUp
  using index = new Database(folder.at('index.sqlite'), { readonly: true })
  const sums = () =>
    index
      .query<{ agent: string; calls: number }, []>(
        'SELECT agent_id AS agent, sum(calls) AS calls FROM usage_15m GROUP BY 1 ORDER BY 1',
      )
      .all()
  expect(sums().map(({ agent }) => agent)).toEqual(Object.keys(recordedSums[era]))
  expect(sums().reduce((sum, { calls }) => sum + calls, 0)).toBe(callsIn(era))
  expect([published, indexing.state().trouble, indexing.state().reports[0]?.state]).toEqual([[], null, 'ok'])
  appendLine(transcripts(home.path, 'ops')[0]!, answerEntry(later))
  for (let tries = 0; published.length === 0 && tries < 500; tries++) await Bun.sleep(10)
  expect(published).toEqual(['openclaw:ops'])
  await indexing.stop()
})

test('where the thread beside fails, what it did not read is read here', async () => {
  using home = copiedHome(era)
  let asked = 0
  const backfill: BackfillThread = {
    backlog: async () => 1,
    async *read() {
      asked++
      yield* []
      throw new Error('it died')
    },
  }
  await using started = startIndex(() => [openClawIn(home.path)], { backfill })
  await started.until(started.isDone)
  expect([asked, started.calls(), troubles(started.posted)]).toEqual([1, callsIn(era), []])
})

test('what is live is published as the rows it touched, and history is not', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  const published: ChangeEvent[] = []
  const indexing = await openIndexing(
    {
      indexPath: folder.at('index.sqlite'),
      openclaw: places(home.path),
      watch: true,
      read: true,
      publish: plainSettings,
    },
    { events: (events) => published.push(...events) },
  )
  await indexing.caughtUp
  const ofRows = () => published.filter(({ kind }) => !['source.changed', 'standing.changed'].includes(kind))
  expect(ofRows()).toEqual([])
  appendLine(transcripts(home.path, 'ops')[0]!, answerEntry(later))
  for (let tries = 0; ofRows().length < 3 && tries < 500; tries++) await Bun.sleep(10)
  expect(ofRows().map(({ kind }) => kind)).toEqual(['session.changed', 'agent.changed', 'costs.changed'])
  expect(agentsIn(published)).toEqual(['openclaw:ops'])
  await indexing.stop()
})

test('what the worker says before anybody listens is heard by who listens then', async () => {
  using folder = temporary('index')
  const indexing = await openIndexing({
    indexPath: folder.at('index.sqlite'),
    openclaw: places(folder.at('x')),
    watch: true,
    read: true,
    publish: plainSettings,
  })
  await indexing.caughtUp
  const heard: string[] = []
  indexing.listen({
    recentRowsRead: () => heard.push('rows'),
    standingRead: ({ total }) => heard.push(`standing ${total}`),
    progressed: ({ done }) => heard.push(`done ${done}`),
  })
  // The rows are known before history is said to be read, so that what follows from that knows them.
  expect(heard.filter((word) => word !== 'done false')).toEqual(['rows', 'standing 0', 'rows', 'done true'])
  await indexing.stop()
})

test('prices that cannot be written are said until they are', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  const start = { indexPath: folder.at('index.sqlite'), openclaw: places(home.path), watch: true, read: true }
  const first = await openIndexing(start)
  await first.caughtUp
  await first.stop()
  const index = new Database(start.indexPath)
  // The thread may still be folding its journal in.
  index.run('PRAGMA busy_timeout = 5000')
  index.run("CREATE TRIGGER stuck BEFORE UPDATE ON usage_rows BEGIN SELECT RAISE(ABORT, 'no room'); END")
  const prices = [{ model: 'fake-large', input: 1, output: 1 }]
  const indexing = await openIndexing({ ...start, prices })
  for (let tries = 0; indexing.state().trouble === null && tries < 500; tries++) await Bun.sleep(10)
  expect(indexing.state().trouble).toBe('Stored usage cannot be priced again: no room.')
  index.run('DROP TRIGGER stuck')
  index.close()
  for (let tries = 0; indexing.state().trouble !== null && tries < 500; tries++) await Bun.sleep(10)
  expect(indexing.state().trouble).toBeNull()
  await indexing.caughtUp
  await indexing.stop()
}, 20_000)

test('an index that is none, or of a newer program, is refused in a sentence', async () => {
  using folder = temporary('index')
  writeFileSync(folder.at('text'), 'no database '.repeat(500))
  const newer = new Database(folder.at('newer'))
  newer.run('PRAGMA user_version = 99')
  newer.close()
  const start = (name: string) =>
    openIndexing({ indexPath: folder.at(name), openclaw: places(folder.at('x')), watch: false, read: true })
  expect(start('text')).rejects.toThrow('cannot be opened: file is not a database. Move it away')
  expect(start('newer')).rejects.toThrow('The index database has version 99')
})

test('one pass that cannot be kept ends with the reason instead of waiting for ever', async () => {
  using home = copiedHome(era)
  const { state, wrap } = breakable()
  state.broken = true
  const started = startIndex(() => [openClawIn(home.path)], { wrap, watch: false })
  await started.finished
  expect([state.failures, troubles(started.posted)]).toEqual([1, ['What was read could not be kept: disk I/O error']])
  started.index.$client.close()
})

const program = (index: string, home: string) =>
  `import { openIndexing } from ${JSON.stringify(`${import.meta.dir}/testing/open-indexing.ts`)}
   console.log('begun')
   const indexing = await openIndexing({ indexPath: ${JSON.stringify(index)}, openclaw: { homes: [${JSON.stringify(home)}], configPath: null }, watch: false, read: true, backfillFromBytes: 1 })
   await indexing.caughtUp
   await indexing.stop()
   process.exit(0)`

test('a program killed at any moment of indexing leaves an index that ends up with the right sums', async () => {
  using home = copiedHome(era)
  using folder = temporary('index')
  // Enough to read that a kill falls into the middle.
  const [file = ''] = transcripts(home.path, 'main')
  for (let n = 0; n < 20_000; n++) appendLine(file, answerEntry(later + n))
  const path = folder.at('index.sqlite')
  const expected = callsIn(era) + 20_000
  const seen: number[] = []
  for (let round = 0; round < 12; round++) {
    const child = Bun.spawn([process.execPath, '-e', program(path, home.path)], { stdout: 'pipe', stderr: 'inherit' })
    await child.stdout.getReader().read()
    await Bun.sleep(round * 25)
    child.kill('SIGKILL')
    await child.exited
    if (!existsSync(path)) continue
    const index = new Database(path)
    expect(index.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    const { user_version: version } = index.query<{ user_version: number }, []>('PRAGMA user_version').get()!
    if (version > 0) seen.push(index.query<{ n: number }, []>('SELECT count(*) AS n FROM usage').get()!.n)
    index.close()
  }
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const last = Bun.spawn([process.execPath, '-e', program(path, home.path)], { stdout: 'ignore', stderr: 'inherit' })
  expect(await last.exited).toBe(0)
  const index = new Database(path)
  expect(index.query('SELECT count(*) AS n, count(DISTINCT key) AS keys FROM usage').get()).toEqual({
    n: expected,
    keys: expected,
  })
  index.close()
}, 60_000)
