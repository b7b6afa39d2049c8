import { expect, test } from 'bun:test'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { declared } from '../../config/custom.ts'
import { parseConfigFile } from '../../config/file.ts'
import { indexOnce, startIndex } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { holdsFor, type World } from '../source.contract.ts'
import { type CustomDeclaration, createCustom } from './custom.ts'

const later = Date.UTC(2026, 10, 20, 21)
const now = () => later + 3_600_000

/** The declaration in the README as the program parses it, over a folder of the test. */
function example(root: string): CustomDeclaration {
  const toml = /^ {4}\[\[custom\]\][\s\S]*?\n\n/m.exec(readFileSync('README.md', 'utf8'))?.[0] ?? ''
  const [one] = parseConfigFile('README.md', toml, {}).custom ?? []
  return { ...declared(one!), roots: [root] }
}

const line = (number: number, rest: object = {}) =>
  `${JSON.stringify({ at: later + number, answer: { id: `a${number}`, model: 'gpt-5', usage: { prompt: 900, completion: 40, cached: 800 }, ...rest } })}\n`

function world(): World {
  const folder = temporary('custom')
  const logs = folder.at('logs')
  mkdirSync(folder.at('logs', 'deep', 'er'), { recursive: true })
  const [file, other] = [folder.at('logs', 'one.jsonl'), folder.at('logs', 'deep', 'er', 'two.jsonl')]
  let added = 0
  writeFileSync(file, `{"hello":1}\n${line(1)}${line(2)}{"bye":1}\n`)
  writeFileSync(other, line(3))
  writeFileSync(folder.at('logs', 'notes.txt'), line(4))
  return {
    source: () => createCustom(example(logs), now),
    absent: () => ({ source: createCustom(example(folder.at('nowhere')), now), where: folder.at('nowhere') }),
    get calls() {
      return 3 + added
    },
    answer() {
      const text = line(100 + ++added)
      appendFileSync(file, text)
      return Buffer.byteLength(text)
    },
    garble: () => appendFileSync(file, '{"answer":{"usage":{"prompt":1\n'),
    ruin() {
      writeFileSync(other, Buffer.alloc(4_000, '\xff\n'))
      return 1
    },
    tear() {
      const text = line(100 + ++added)
      appendFileSync(file, text.slice(0, 40))
      return () => appendFileSync(file, text.slice(40))
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  }
}

holdsFor('a declared source', world)

async function sumsOf(...declarations: CustomDeclaration[]) {
  const once = await indexOnce(() => declarations.map((one) => createCustom(one, now)))
  const found = {
    sums: once.sums(),
    unread: once.unread(),
    sessions: once.index.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM sessions').get()!.n,
    reports: once.posted.findLast((message) => message.kind === 'reports')!.reports,
  }
  once.index.$client.close()
  return found
}

test('the line that the README shows is read as it says', async () => {
  using folder = temporary('custom')
  const shown = /lines like `(\{.*?\})`/.exec(readFileSync('README.md', 'utf8'))![1]!
  writeFileSync(folder.at('one.jsonl'), `${shown}\n`)
  const { sums, unread, reports } = await sumsOf(example(folder.path))
  expect(Object.values(sums)).toEqual([
    { calls: 1, input: 100, output: 40, cacheRead: 800, costUsd: expect.any(Number) },
  ])
  expect([unread, reports[0]!.findings]).toEqual([[], []])
  expect(reports[0]!.detail).toStartWith('Night watch: 1 transcript in ')
})

test('bad lines are named with their place, and the sum is that of the good ones', async () => {
  using folder = temporary('custom')
  const bad = [
    line(1, { usage: { prompt: -1, completion: 1 } }),
    line(2, { usage: { prompt: 1 } }),
    line(3, { usage: { prompt: 1e12, completion: 1 } }),
    line(4, { usage: { prompt: 10, completion: 1, cached: 11 } }),
    line(5).replace(String(later + 5), '12'),
    line(6).replace(String(later + 6), '"2090-01-01"'),
    '{"answer":{"usage":{"prompt":\n',
    '["prompt"]\n',
  ]
  writeFileSync(folder.at('one.jsonl'), [line(10), ...bad, line(11), line(10), line(11), '{"other":1}\r\n'].join(''))
  const { sums, unread } = await sumsOf(example(folder.path))
  expect(Object.values(sums)).toMatchObject([{ calls: 2, input: 200, output: 80, cacheRead: 1_600 }])
  expect(unread.map(({ reason }) => reason).sort()).toEqual(
    [
      'no answer has -1 input tokens',
      'no count of output tokens',
      'no answer has 1000000000000 input tokens',
      'more tokens from the cache than input',
      'dated 1970-01-01',
      'dated 2090-01-01',
      expect.stringContaining('JSON'),
      'not a JSON object',
    ].sort(),
  )
  expect(unread[0]!.unit).toBe(`Night watch: ${folder.at('one.jsonl')}`)
})

test('with an id a copied or rotated file counts once, without one each file counts', async () => {
  using folder = temporary('custom')
  writeFileSync(folder.at('one.jsonl'), line(1) + line(2))
  copyFileSync(folder.at('one.jsonl'), folder.at('copy.jsonl'))
  const declaration = example(folder.path)
  const plain = { ...declaration, fields: { ...declaration.fields, id: undefined } }
  expect(Object.values((await sumsOf(declaration)).sums)).toMatchObject([{ calls: 2 }])
  expect(Object.values((await sumsOf(plain)).sums)).toMatchObject([{ calls: 4 }])
})

test('a file that is rewritten is read anew: what stays the same counts once, what is new is added', async () => {
  using folder = temporary('custom')
  const { fields, ...rest } = example(folder.path)
  const plain = { ...rest, fields: { ...fields, id: undefined } }
  writeFileSync(folder.at('one.jsonl'), line(1) + line(2))
  await using started = startIndex(() => [createCustom(plain, now)])
  await started.until(() => started.calls() === 2)
  writeFileSync(folder.at('one.jsonl'), line(1) + line(3, { usage: { prompt: 1, completion: 1 } }))
  await started.until(() => started.calls() === 3)
  renameSync(folder.at('one.jsonl'), folder.at('old.txt'))
  writeFileSync(folder.at('one.jsonl'), line(9))
  await started.until(() => started.calls() === 4)
})

test('a session is what its field says, across files; else a file is one', async () => {
  using folder = temporary('custom')
  for (const name of ['a', 'b']) writeFileSync(folder.at(`${name}.jsonl`), line(name.charCodeAt(0), { run: 'night 1' }))
  const declaration = example(folder.path)
  const named = { ...declaration, fields: { ...declaration.fields, session: 'answer.run' } }
  expect((await sumsOf(declaration)).sessions).toBe(2)
  expect((await sumsOf(named)).sessions).toBe(1)
})

test('two declarations of one file read it each, and an agent of its own belongs to each', async () => {
  using folder = temporary('custom')
  writeFileSync(folder.at('one.jsonl'), line(1))
  const one = example(folder.path)
  const other = { ...one, name: 'Dog watch', pattern: '*.jsonl' }
  expect(Object.keys((await sumsOf(one, other)).sums)).toHaveLength(2)
})

test('a source that is renamed is not counted twice', async () => {
  using folder = temporary('custom')
  using data = temporary('custom-index')
  writeFileSync(folder.at('one.jsonl'), line(1) + line(2))
  const path = data.at('index.sqlite')
  for (const name of ['Night watch', 'Dog watch', 'Night watch']) {
    const once = await indexOnce(() => [createCustom({ ...example(folder.path), name }, now)], { path })
    expect(once.calls()).toBe(2)
    once.index.$client.close()
  }
})

test('where no line holds what the paths ask for, that is said', async () => {
  using folder = temporary('custom')
  writeFileSync(folder.at('one.jsonl'), '{"tokens":{"in":1,"out":2}}\n'.repeat(3))
  const { reports, sums } = await sumsOf(example(folder.path))
  expect(sums).toEqual({})
  expect(reports[0]!.findings).toMatchObject([
    { code: 'no-usage', message: expect.stringContaining('None of 3 lines of Night watch') },
  ])
})
