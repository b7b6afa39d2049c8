import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentKind } from './document.ts'
import { readQuery } from './query.ts'
import { engineOver, everything, folderOfItsOwn, hitsOf, idle, kindsFound, kindsOf, search } from './testing/engines.ts'
import { createTranscripts, hitKey, type Line } from './testing/transcripts.ts'

const begin = Date.UTC(2026, 9, 1)

const some: Record<string, Line[]> = {
  one: [
    { at: begin, user: 'Please fix the paint on the hull' },
    { at: begin + 1, agent: 'I painted it with c++ and foo-bar.' },
    { at: begin + 2, call: { command: 'grep -rn "paintBucket(1)" src/' } },
    { at: begin + 3, output: 'src/paint.ts: paintBucket(1)\n' },
  ],
  two: [{ at: begin + 9, user: 'Nothing of the kind' }],
}

const rows: [typed: string, kinds: DocumentKind[]][] = [
  ['paint', ['output', 'prompt']],
  ['PAINT', ['output', 'prompt']],
  ['paint*', ['answer', 'call', 'output', 'prompt']],
  ['"the hull"', ['prompt']],
  ['c++', ['answer']],
  ['foo-bar', ['answer']],
  ['*ucket', ['call', 'output']],
  ['"paintBucket(1)"', ['call', 'output']],
  ['paint -hull', ['output']],
  ['paint* -"c++"', ['call', 'output', 'prompt']],
  ['About two', ['title']],
  ['o*', ['prompt', 'prompt', 'title']],
  ['+', ['answer']],
]
for (const indexes of [true, false])
  test(`words, phrases, prefixes and any letters are found ${indexes ? 'by the index' : 'in texts that are not indexed'}`, async () => {
    using made = await engineOver(some, { indexes })
    for (const [typed, kinds] of rows) expect([typed, await kindsFound(made.engine, typed)]).toEqual([typed, kinds])
    expect(kindsOf(await search(made.engine, 'paint*', { place: 'tools' }))).toEqual(['call'])
    expect(kindsOf(await search(made.engine, 'paint*', { place: 'results' }))).toEqual(['output'])
    expect(kindsOf(await search(made.engine, 'two', { place: 'titles' }))).toEqual(['title'])
    expect(hitsOf(await search(made.engine, 'About', { only: ['two'] }))).toEqual([hitKey('two', 'title', null)])
    expect(hitsOf(await search(made.engine, 'About', { without: ['two'] }))).toEqual([hitKey('one', 'title', null)])
  })

test('a hit shows the words around it, with what was looked for marked', async () => {
  using made = await engineOver(some)
  const [found] = (await search(made.engine, 'hull paint')).found
  const { text, marks } = found!.hits[0]!.snippet
  expect(text).toBe('Please fix the paint on the hull')
  expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['paint', 'hull'])
})

test('a hit in a call, and in what came back, says what was called', async () => {
  using made = await engineOver(some)
  const { found } = await search(made.engine, '"paintBucket(1)"')
  expect(found[0]!.hits.map(({ kind, tool }) => [kind, tool])).toEqual([
    ['output', { name: 'shell', about: null }],
    ['call', { name: 'shell', about: 'grep -rn "paintBucket(1)" src/' }],
  ])
  const said = await search(made.engine, 'hull')
  expect(said.found[0]!.hits[0]!.tool).toBeNull()
})

test('of many hits in one session a few are shown, and all of them where only that session is looked through', async () => {
  const lines = Array.from({ length: 12 }, (_, line) => ({ at: begin + line, user: `the ${line}. hull` }))
  for (const indexes of [true, false]) {
    using made = await engineOver({ one: lines, two: [{ at: begin, user: 'another hull' }] }, { indexes })
    const of = async (only: string[] | null) =>
      (await search(made.engine, 'hull', { only })).found.map(({ sessionId, hits, more }) => [
        sessionId,
        hits.length,
        more,
      ])
    expect(await of(null)).toEqual([
      ['one', 5, 7],
      ['two', 1, 0],
    ])
    expect(await of(['one'])).toEqual([['one', 12, 0]])
  }
})

test('what looks like a secret is neither shown nor found', async () => {
  using made = await engineOver({ one: [{ at: begin, user: 'the key is ghp_0123456789abcdefABCDEF now' }] })
  expect(hitsOf(await search(made.engine, 'ghp_0123456789abcdefABCDEF'))).toEqual([])
  expect(hitsOf(await search(made.engine, '0123456789abcdefABCDEF'))).toEqual([])
  const [found] = (await search(made.engine, 'key')).found
  expect(found!.hits[0]!.snippet.text).toBe('the key is [hidden] now')
})

const hostile = [
  ...['c++', '"x', '-foo', 'foo-bar', 'AND', 'OR NOT', 'NEAR(a b)', '*', '**', '(', ')', '^a', 'a:b', 'words:a', '{a}'],
  ...["'", "''; DROP TABLE documents", '"a" OR "b"', '%', '_', '\\', '\0', 'a\0b', '🙂', '\ud83d', 'שלום', '\u202eabc'],
  ...[
    'x'.repeat(10_000),
    '" '.repeat(12),
    `"${'a b '.repeat(2_500)}"`,
    '-',
    '--',
    '- -',
    '-"',
    'a -b -c',
    '日',
    '日本',
  ],
]
for (const indexes of [true, false])
  test(`no text that somebody types fails ${indexes ? 'with the index' : 'without it'}`, async () => {
    using made = await engineOver(
      { one: hostile.slice(0, 30).map((text, number) => ({ at: begin + number, user: `so ${text} it is` })) },
      { indexes },
    )
    for (const typed of hostile) {
      if (readQuery(typed).kind !== 'terms') continue
      expect([typed, Array.isArray(await everything(made.engine, typed))]).toEqual([typed, true])
    }
    for (const typed of ['c++', 'AND', '🙂', '"\'\'; DROP TABLE documents"'])
      expect([typed, (await search(made.engine, typed)).found.length]).toEqual([typed, 1])
  })

test('one line that is appended indexes one document', async () => {
  using made = await engineOver(some)
  const before = made.engine.work().documents
  made.transcripts.append('one', { at: begin + 20, agent: 'Now the keel is done' })
  made.engine.note(['one'])
  expect(kindsOf(await search(made.engine, 'keel'))).toEqual(['answer'])
  await idle(made.engine)
  expect(made.engine.work().documents - before).toBe(1)
})

test('what was written and is not indexed yet is found by reading it', async () => {
  using made = await engineOver(some)
  made.engine.stop()
  made.transcripts.append('two', { at: begin + 30, user: 'and the keel' })
  const again = made.transcripts.engine(made.path, { indexes: false, wasWhole: true })
  again.start()
  expect(await everything(again, 'keel')).toEqual([])
  again.note(['two'])
  expect(await search(again, 'keel')).toMatchObject({ scanned: 1, nextCursor: null })
  expect(await everything(again, 'keel')).toHaveLength(1)
  expect(await everything(again, 'hull')).toHaveLength(1)
  made.transcripts.append('one', { at: begin + 40, user: 'one more keel' })
  again.note(['one'])
  expect((await everything(again, 'keel', 1)).sort()).toEqual((await everything(again, 'keel')).sort())
  again.stop()
})

test('a start over an index that is whole indexes nothing', async () => {
  using made = await engineOver(some)
  made.engine.stop()
  const again = made.transcripts.engine(made.path)
  again.start()
  await idle(again)
  expect(again.work().documents).toBe(0)
  expect(kindsOf(await search(again, 'hull'))).toEqual(['prompt'])
  again.stop()
})

test('what was written before the start is indexed once', async () => {
  using made = await engineOver(some)
  made.engine.stop()
  made.transcripts.append('two', { at: begin + 30, user: 'and the keel' })
  const again = made.transcripts.engine(made.path)
  again.start()
  await idle(again)
  expect(again.work().documents).toBe(1)
  expect(await everything(again, 'keel')).toHaveLength(1)
  again.stop()
})

test('a page of ten hits reads the ten texts that it shows', async () => {
  const sessions = Object.fromEntries(
    Array.from({ length: 300 }, (_, number) => [
      `s${number}`,
      Array.from(
        { length: 9 },
        (_, line): Line => ({ at: begin + number * 10 + line, user: `hull ${number} foo-bar` }),
      ),
    ]),
  )
  using made = await engineOver(sessions)
  for (const typed of ['hull', 'foo-bar', '"foo-bar"', 'hull foo-bar']) {
    const before = made.engine.work().verified
    const page = await search(made.engine, typed, { limit: 10 })
    expect(hitsOf(page)).toHaveLength(10)
    // The last active come first, a few of each.
    expect(page.found.map(({ sessionId }) => sessionId)).toEqual(['s299', 's298'])
    expect(made.engine.work().verified - before).toBe(10)
    expect(page.scanned).toBe(0)
  }
})

test('a page of ten hits reads ten texts where each is of another session', async () => {
  const sessions = Object.fromEntries(
    Array.from({ length: 100 }, (_, number) => [`s${number}`, [{ at: begin + number, user: `hull ${number}` }]]),
  )
  using made = await engineOver(sessions)
  expect(hitsOf(await search(made.engine, 'hull', { limit: 10 }))).toHaveLength(10)
  expect(made.engine.work().verified).toBe(10)
})

for (const indexes of [true, false])
  test(`a session goes on in the next page ${indexes ? 'by the index' : 'without it'}`, async () => {
    const lines = Array.from({ length: 5 }, (_, line): Line => ({ at: begin + line, user: `hull ${line}` }))
    using made = await engineOver({ one: lines }, { indexes })
    expect(hitsOf(await search(made.engine, 'hull', { limit: 3 }))).toHaveLength(3)
    expect(new Set(await everything(made.engine, 'hull', 3)).size).toBe(5)
    expect(await everything(made.engine, 'hull', 3)).toHaveLength(5)
  })

test('pages go on behind each other, without a gap and without a double', async () => {
  const sessions = Object.fromEntries(
    Array.from({ length: 40 }, (_, number) => [`s${number}`, [{ at: begin + number, user: `hull ${number}` }]]),
  )
  using made = await engineOver(sessions)
  const hits = await everything(made.engine, 'hull', 7)
  expect(hits).toHaveLength(40)
  expect(new Set(hits).size).toBe(40)
  using unindexed = await engineOver(sessions, { indexes: false })
  expect(await everything(unindexed.engine, 'hull', 7)).toEqual(hits)
})

test('a transcript that is written anew is indexed anew', async () => {
  using made = await engineOver(some)
  const anew = { at: begin + 40, user: 'All is about the keel, and about nothing else that was' }
  made.transcripts.set('one', 'Another', [anew])
  made.engine.note(['one'])
  await idle(made.engine)
  expect(kindsOf(await search(made.engine, 'keel'))).toEqual(['prompt'])
  expect(hitsOf(await search(made.engine, 'hull'))).toEqual([])
  expect(kindsOf(await search(made.engine, 'Another'))).toEqual(['title'])
  using database = new Database(made.path, { readonly: true })
  expect(database.query('SELECT count(*) AS n FROM documents').get()).toEqual({ n: 4 })
})

test('what was not committed is read again, and what was is not', async () => {
  using made = await engineOver(some)
  made.engine.stop()
  const lines = Array.from({ length: 5_000 }, (_, line) => ({ at: begin + 50 + line, user: `the keel ${line}` }))
  made.transcripts.set('three', null, lines)
  for (const ms of [1, 20, 80, 200]) {
    const cut = made.transcripts.engine(made.path)
    cut.start()
    await Bun.sleep(ms)
    cut.stop()
  }
  const again = made.transcripts.engine(made.path)
  again.start()
  await idle(again)
  using database = new Database(made.path, { readonly: true })
  const counted = 'SELECT count(*) AS n, count(DISTINCT position) AS places FROM documents WHERE transcript = 3'
  expect(database.query(counted).get()).toEqual({ n: 5_000, places: 5_000 })
  expect(await everything(again, '"keel 4999"')).toHaveLength(1)
  again.stop()
})

const damages: [what: string, damage: (path: string) => void][] = [
  ['is no database', (path) => writeFileSync(path, 'nothing of the kind '.repeat(1_000))],
  ['was cut', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['is gone', (path) => rmSync(path)],
  [
    'was built by other rules',
    (path) => {
      using database = new Database(path)
      database.run('PRAGMA user_version = 999')
    },
  ],
  [
    'is torn inside',
    (path) => {
      const bytes = readFileSync(path)
      writeFileSync(path, bytes.fill(0xa5, 8_192))
    },
  ],
]
for (const [what, damage] of damages)
  test(`an index that ${what} is built anew, and everything is found meanwhile`, async () => {
    using made = await engineOver(some)
    made.engine.stop()
    for (const end of ['-wal', '-shm']) rmSync(made.path + end, { force: true })
    damage(made.path)
    const again = made.transcripts.engine(made.path)
    again.start()
    for (const typed of ['hull', '"the hull"', 'foo-bar'])
      expect([typed, (await everything(again, typed)).length]).toEqual([typed, 1])
    await idle(again)
    expect(again.progress()).toEqual({ sessions: 2, sessionsDone: 2, isWhole: true, trouble: null })
    expect(kindsOf(await search(again, '"the hull"'))).toEqual(['prompt'])
    again.stop()
  })

test('an index that cannot be kept is said, and everything is read instead', async () => {
  const transcripts = createTranscripts(folderOfItsOwn())
  transcripts.set('one', null, some.one!)
  const engine = transcripts.engine(join(folderOfItsOwn(), 'no-such-folder', 'search.sqlite'))
  engine.start()
  expect(kindsOf(await search(engine, 'hull'))).toEqual(['prompt'])
  expect(engine.progress().trouble).toStartWith('The search index cannot be kept (')
  engine.stop()
})

test('an index is taken away and built anew when somebody asks for it', async () => {
  using made = await engineOver(some)
  made.engine.rebuild()
  expect(await everything(made.engine, 'hull')).toHaveLength(1)
  await idle(made.engine)
  expect(made.engine.work().documents).toBe(14)
  expect(existsSync(made.path)).toBe(true)
})

test('a regular expression is looked for in every text, the newest first', async () => {
  using made = await engineOver(some)
  const query = readQuery('/pai?nt(?=b)/i')
  if (query.kind !== 'regex') throw new Error(query.kind)
  const steps = [...made.engine.scan({ query, place: 'all', limit: 10, cursor: null, only: null, without: [] })]
  expect(steps.flatMap(({ piece }) => piece.hits.map(({ kind }) => kind))).toEqual(['output', 'call'])
  expect(steps[0]).toMatchObject({ piece: { sessionId: 'two' }, lastAt: begin + 9, next: null })
})
