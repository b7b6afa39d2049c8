import { expect, test } from 'bun:test'
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { UsageFact } from '../../facts/fact.ts'
import type { Batch, Source } from '../../facts/source.ts'
import { canBeNobody, runAsNobody } from '../../lib/testing/nobody.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import type { Dialect } from './dialect.ts'
import { createFileSource } from './file-source.ts'

type State = { lines: number }

/** A runtime that writes an answer as `{"n":1}`. */
const dialect = (roots: string[], more: Partial<Dialect<State>> = {}): Dialect<State> => ({
  runtime: 'codex',
  name: 'Sailors',
  roots,
  fix: 'Look elsewhere.',
  isTranscript: (inside) => inside.endsWith('.jsonl'),
  begin: () => ({ lines: 0 }),
  marks: ['"n"'],
  take(line, state) {
    if (line.n === 'wrong') return { reason: 'it is wrong' }
    if (line.n === 'worse') throw new Error('nobody thought of that')
    state.lines++
    return { facts: typeof line.n === 'number' ? [answer(line.n)] : [] }
  },
  conclude: () => [],
  ...more,
})

const answer = (n: number): UsageFact => ({
  kind: 'usage',
  key: `k${n}`,
  runtime: 'codex',
  agentId: 'codex:a',
  sessionId: 'codex.a.s',
  at: 1,
  model: 'm',
  provider: 'p',
  tokens: { input: n, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0, unclassified: 0 },
  loggedUsd: null,
  rates: null,
})

const words = (...numbers: (number | string)[]) => numbers.map((n) => `${JSON.stringify({ n })}\n`).join('')

function write(path: string, content: string) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** A reader that stores cursors as the index does. */
function reader() {
  const cursors = new Map<string, unknown>()
  return {
    cursors,
    /** One pass, or its first batches: the numbers read, the unreadable places, and the batches. */
    async pass(source: Source, maxBatches = Number.POSITIVE_INFINITY) {
      const batches: Batch[] = []
      for await (const batch of source.read((unit) => cursors.get(unit), new AbortController().signal)) {
        batches.push({ ...batch, progress: { ...batch.progress } })
        if (batch.cursor !== null) cursors.set(batch.unit, JSON.parse(JSON.stringify(batch.cursor)))
        if (batches.length >= maxBatches) break
      }
      const numbers = batches.flatMap(({ facts }) => facts.map((fact) => (fact as UsageFact).tokens.input))
      const unread = batches.flatMap((batch) => batch.unread.map(({ where, reason }) => `${where}: ${reason}`))
      return { numbers, unread, batches }
    },
  }
}

/** Makes a pass at each wake until so many numbers were read. */
async function readLive(source: Source, act: () => void | Promise<void>, count: number, withinMs = 5_000) {
  const { pass } = reader()
  const numbers: number[] = []
  let woken = false
  const stop = source.watch(() => {
    woken = true
  })
  numbers.push(...(await pass(source)).numbers)
  woken = false
  await act()
  const until = performance.now() + withinMs
  while (numbers.length < count && performance.now() < until) {
    if (woken) {
      woken = false
      numbers.push(...(await pass(source)).numbers)
    }
    await Bun.sleep(5)
  }
  stop()
  return numbers
}

test('each file is read once, however deep it lies, the newest first', async () => {
  using folder = temporary('files')
  write(folder.at('a.jsonl'), words(1, 2))
  write(folder.at('x', 'y', 'z', 'b.jsonl'), words(3))
  write(folder.at('x', 'notes.txt'), words(9))
  const { pass } = reader()
  const source = createFileSource(dialect([folder.path]))
  expect((await pass(source)).numbers.sort()).toEqual([1, 2, 3])
  expect((await pass(source)).batches).toEqual([])
})

test('the next program opens no file that looks as when it was read to its end, and every other one', async () => {
  using folder = temporary('files')
  const [long, short, torn, young] = ['long', 'short', 'torn', 'young'].map((name) => folder.at(`${name}.jsonl`))
  // More than is read in one piece.
  const numbers = Array.from({ length: 6_000 }, (_, n) => n)
  const padding = 'x'.repeat(1_000)
  write(long!, numbers.map((n) => `${JSON.stringify({ n, padding })}\n`).join(''))
  write(short!, words(1, 2))
  write(torn!, `${words(3)}{"n":`)
  write(young!, words(4))
  const anHourAgo = new Date(Date.now() - 3_600_000)
  for (const path of [long, short, torn]) utimesSync(path!, anHourAgo, anHourAgo)
  const { pass } = reader()
  const next = async (maxBatches?: number) => {
    const source = createFileSource(dialect([folder.path]))
    const { numbers } = await pass(source, maxBatches)
    return { opened: source.work().opened, numbers: numbers.length }
  }
  expect(await next()).toEqual({ opened: 4, numbers: 6_004 })
  // The end of one was not whole, and one was written a moment ago.
  expect(await next()).toEqual({ opened: 2, numbers: 0 })
  appendFileSync(short!, words(5))
  expect(await next()).toEqual({ opened: 3, numbers: 1 })

  // A file that was read in part is read on.
  const again = reader()
  const source = createFileSource(dialect([folder.path]))
  unlinkSync(young!)
  unlinkSync(short!)
  unlinkSync(torn!)
  const first = await again.pass(source, 1)
  const rest = await again.pass(createFileSource(dialect([folder.path])))
  expect([...first.numbers, ...rest.numbers]).toEqual(numbers)
  expect(first.numbers.length).toBeLessThan(numbers.length)
})

test('a folder that appears is read, with the files that came before it was watched', async () => {
  using folder = temporary('files')
  write(folder.at('a.jsonl'), words(1))
  const act = () => {
    for (const n of [2, 3, 4]) write(folder.at('2026', '11', String(n), 'b.jsonl'), words(n))
  }
  expect((await readLive(createFileSource(dialect([folder.path])), act, 4)).sort()).toEqual([1, 2, 3, 4])
})

test('a root that appears later is read, though the folders above it were missing too', async () => {
  using folder = temporary('files')
  const source = createFileSource(dialect([folder.at('home', '.sailors', 'sessions')]))
  const act = async () => {
    expect(source.report().state).toBe('absent')
    for (const part of [['home'], ['home', '.sailors'], ['home', '.sailors', 'sessions']]) {
      mkdirSync(folder.at(...part))
      await Bun.sleep(30)
    }
    write(folder.at('home', '.sailors', 'sessions', 'a.jsonl'), words(1))
  }
  expect(await readLive(source, act, 1)).toEqual([1])
  expect(source.report()).toMatchObject({ state: 'ok', findings: [] })
})

test('a root that goes away and comes back is read again', async () => {
  using folder = temporary('files')
  const root = folder.at('sessions')
  write(join(root, 'a.jsonl'), words(1))
  const act = async () => {
    rmSync(root, { recursive: true })
    await Bun.sleep(50)
    write(join(root, 'b.jsonl'), words(2))
  }
  expect(await readLive(createFileSource(dialect([root])), act, 2)).toEqual([1, 2])
})

test('after a pass that was stopped in the middle the same source and another go on there', async () => {
  using folder = temporary('files')
  for (const n of [1, 2, 3, 4]) write(folder.at(`${n}.jsonl`), words(n))
  for (const isSame of [true, false]) {
    const { pass } = reader()
    const source = createFileSource(dialect([folder.path]))
    const { numbers } = await pass(source, 3)
    const next = isSame ? source : createFileSource(dialect([folder.path]))
    expect([...numbers, ...(await pass(next)).numbers].sort()).toEqual([1, 2, 3, 4])
  }
})

test('state that an older version did not store has its first value', async () => {
  using folder = temporary('files')
  write(folder.at('a.jsonl'), words(1))
  const { pass, cursors } = reader()
  await pass(createFileSource(dialect([folder.path])))
  const stored = cursors.get(folder.at('a.jsonl')) as { mark: unknown; state: object }
  cursors.set(folder.at('a.jsonl'), { mark: stored.mark, state: {} })
  appendFileSync(folder.at('a.jsonl'), words(2))
  await pass(createFileSource(dialect([folder.path])))
  expect(cursors.get(folder.at('a.jsonl'))).toMatchObject({ state: { lines: 1 } })
})

test('a file that was rewritten, cut or replaced is read from its beginning', async () => {
  using folder = temporary('files')
  const path = folder.at('a.jsonl')
  const { pass } = reader()
  const source = createFileSource(dialect([folder.path]))
  write(path, words(1, 2))
  await pass(source)
  write(path, words(3))
  expect((await pass(source)).numbers).toEqual([3])
  write(folder.at('other'), words(4, 5))
  renameSync(folder.at('other'), path)
  expect((await pass(source)).numbers).toEqual([4, 5])
  truncateSync(path, words(4).length)
  expect((await pass(source)).numbers).toEqual([4])
  unlinkSync(path)
  expect((await pass(source)).numbers).toEqual([])
  expect(source.report().findings).toEqual([])
})

test('links are not followed, but a root may be one', async () => {
  using folder = temporary('files')
  write(folder.at('real', 'a.jsonl'), words(1))
  symlinkSync(folder.path, folder.at('real', 'loop'))
  symlinkSync(folder.at('real', 'a.jsonl'), folder.at('real', 'b.jsonl'))
  symlinkSync(folder.at('real'), folder.at('link'))
  const roots = [folder.at('link'), folder.at('real'), folder.at('real')]
  const { batches, numbers } = await reader().pass(createFileSource(dialect(roots)))
  expect([numbers, batches.at(-1)?.progress.files]).toEqual([[1], 1])
})

test('a last line without its newline is read once it is whole', async () => {
  using folder = temporary('files')
  const path = folder.at('a.jsonl')
  const { pass } = reader()
  const source = createFileSource(dialect([folder.path]))
  write(path, `${words(1)}{"n":2`)
  expect(await pass(source)).toMatchObject({ numbers: [1], unread: [] })
  appendFileSync(path, '2}')
  expect(await pass(source)).toMatchObject({ numbers: [22], unread: [] })
  appendFileSync(path, `\n${words(3)}`)
  expect(await pass(source)).toMatchObject({ numbers: [3], unread: [] })
})

test('blank lines, line ends of Windows and a byte order mark are no faults', async () => {
  using folder = temporary('files')
  write(folder.at('a.jsonl'), `\uFEFF{"n":1}\r\n\r\n   \n  {"n":2}  \n${'{"m":1}\r\n'.repeat(40)}\t{"n":3}\n`)
  expect(await reader().pass(createFileSource(dialect([folder.path])))).toMatchObject({
    numbers: [1, 2, 3],
    unread: [],
  })
})

test('unreadable lines are named with their place, and the rest is read', async () => {
  using folder = temporary('files')
  const filler = '{"m":1}\n'.repeat(30)
  write(folder.at('a.jsonl'), `${words('wrong', 1, 'worse')}[1]\n${filler}nothing\n${filler}${words(2)}`)
  const { numbers, unread } = await reader().pass(createFileSource(dialect([folder.path])))
  expect(numbers).toEqual([1, 2])
  expect(unread).toEqual([
    'byte 0: it is wrong',
    'byte 22: nobody thought of that',
    'byte 36: not a JSON object',
    `byte ${40 + filler.length}: not a JSON object`,
  ])
})

test('of several copies of a transcript the runtime picks those to read', async () => {
  using folder = temporary('files')
  write(folder.at('one', 'a.jsonl'), words(1))
  write(folder.at('two', 'a.jsonl'), words(2))
  const pick: Dialect<State>['pick'] = (places) => places.filter(({ root }) => root === folder.at('one'))
  const source = createFileSource(dialect([folder.at('one'), folder.at('two')], { pick }))
  expect((await reader().pass(source)).numbers).toEqual([1])
  expect(source.report().detail).toStartWith('1 transcript in ')
})

test('a fact that waits for the next line is yielded when none comes, and not again', async () => {
  using folder = temporary('files')
  write(folder.at('a.jsonl'), words('held'))
  let now = 1_000
  const settle: Dialect<State>['settle'] = (state, _place, at) => {
    if (state.lines !== 1) return []
    if (at < 2_000) return 'later'
    state.lines = 2
    return [answer(7)]
  }
  const { pass } = reader()
  const source = createFileSource(dialect([folder.path], { settle }), { now: () => now })
  expect((await pass(source)).numbers).toEqual([])
  expect((await pass(source)).numbers).toEqual([])
  now = 3_000
  expect((await pass(source)).numbers).toEqual([7])
  expect((await pass(source)).numbers).toEqual([])
  expect((await pass(createFileSource(dialect([folder.path], { settle }), { now: () => now }))).numbers).toEqual([])
})

test.if(canBeNobody)('a folder and a file that may not be read are findings, until they may', () => {
  using folder = temporary('files')
  write(folder.at('open', 'a.jsonl'), words(1))
  const script = `
    import { createFileSource } from ${JSON.stringify(join(import.meta.dir, 'file-source.ts'))}
    const source = createFileSource({ runtime: 'codex', name: 'Sailors', roots: [${JSON.stringify(folder.path)}], fix: '', marks: [], isTranscript: (i) => i.endsWith('.jsonl'),
      begin: () => ({}), take: () => ({ facts: [{ n: 1 }] }), conclude: () => [] })
    const cursors = new Map()
    let facts = 0
    for await (const batch of source.read((unit) => cursors.get(unit), new AbortController().signal)) facts += batch.facts.length
    console.log(JSON.stringify({ facts, report: source.report() }))
  `
  const reported = () => {
    const { stdout, stderr } = runAsNobody(script)
    if (stdout.length === 0) throw new Error(stderr.toString())
    const { facts, report } = JSON.parse(stdout.toString())
    return [facts, report.state, report.findings.map(({ code }: { code: string }) => code)]
  }
  write(folder.at('shut', 'b.jsonl'), words(2))
  write(folder.at('c.jsonl'), words(3))
  Bun.spawnSync(['chmod', '700', folder.at('shut')])
  Bun.spawnSync(['chmod', '600', folder.at('c.jsonl')])
  expect(reported()).toEqual([1, 'trouble', ['not-readable', 'not-readable']])
  Bun.spawnSync(['chmod', '755', folder.at('shut')])
  Bun.spawnSync(['chmod', '644', folder.at('c.jsonl')])
  expect(reported()).toEqual([3, 'ok', []])
})

test('progress counts the files and bytes to read, and ends at the whole', async () => {
  using folder = temporary('files')
  const sizes = [3, 1, 2].map((count, number) => {
    const content = words(...Array.from({ length: count }, (_, n) => n))
    write(folder.at(`${number}.jsonl`), content)
    return content.length
  })
  const whole = { files: 3, bytes: sizes.reduce((a, b) => a + b) }
  const { batches } = await reader().pass(createFileSource(dialect([folder.path])))
  expect(batches[0]?.progress).toEqual({ ...whole, filesDone: 0, bytesDone: 0 })
  expect(batches.at(-1)?.progress).toEqual({ ...whole, filesDone: 3, bytesDone: whole.bytes })
})
