import { afterAll, beforeAll, expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SearchAnswer } from '../src/search/answer.ts'
import { recordedHome, runOnce, signIn, start, temporary, until } from './testing/program.ts'

// What is written in all sessions of two runtimes, one of them a recorded home, is found by the executable.
const folder = temporary('search')
const uuid = '0f7bb46c-4d6f-4f0a-9d61-6a1f2b6a0002'
const file = join(folder.path, 'claude', 'projects', '-home-user-boat', `${uuid}.jsonl`)
let env: Record<string, string>
let server: Awaited<ReturnType<typeof start>>

const line = (n: number, type: 'user' | 'assistant', content: unknown) => {
  const at = new Date(Date.UTC(2026, 10, 20) + n * 60_000).toISOString()
  const base = { uuid: `${type}-${n}`, isSidechain: false, cwd: '/home/user/boat', sessionId: uuid, version: '2.1.197' }
  return `${JSON.stringify({ ...base, type, message: { role: type, content }, timestamp: at })}\n`
}

const search = (q: string, more = '') => server.ask<SearchAnswer>(`/api/search?q=${encodeURIComponent(q)}${more}`)
const shownIn = ({ sessions }: SearchAnswer) =>
  sessions.flatMap(({ hits }) =>
    hits.map(({ kind, snippet: { text, marks } }) => [kind, ...marks.map(([from, to]) => text.slice(from, to))]),
  )
const whole = () => until('everything is indexed', async () => (await search('')).index.isWhole)

beforeAll(async () => {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(
    file,
    [
      line(1, 'user', 'Please paint the hull of the tugboat with c++'),
      line(2, 'assistant', [{ type: 'text', text: 'The key is ghp_0123456789abcdefABCDEF, I begin with foo-bar.' }]),
      line(3, 'assistant', [
        { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'grep "paintBucket(1)" x' } },
      ]),
      line(4, 'user', [{ type: 'tool_result', tool_use_id: 't1', content: 'x:9: paintBucket(1)' }]),
    ].join(''),
  )
  env = {
    CLAUDE_CONFIG_DIR: join(folder.path, 'claude'),
    OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path),
  }
  server = await start(folder.path, [], { env })
  await server.caughtUp()
}, 60_000)

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const rows: [q: string, shown: string[][]][] = [
  ['tugboat', [['prompt', 'tugboat']]],
  ['"hull of the"', [['prompt', 'hull of the']]],
  ['tugb*', [['prompt', 'tugb']]],
  ['*ugboa*', [['prompt', 'ugboa']]],
  ['c++', [['prompt', 'c++']]],
  ['foo-bar', [['answer', 'foo-bar']]],
  ['"paintBucket(1)" -grep', [['output', 'paintBucket(1)']]],
  [
    '/paint(?=B)[a-z]+/i',
    [
      ['output', 'paintBucket'],
      ['call', 'paintBucket'],
    ],
  ],
  ['ghp_0123456789abcdefABCDEF', []],
]

test('everything is found at once, before it is indexed and when it is', async () => {
  for (const [q, shown] of rows) expect([q, shownIn(await search(q))]).toEqual([q, shown])
  await whole()
  for (const [q, shown] of rows) expect([q, shownIn(await search(q))]).toEqual([q, shown])
  const found = await search('tugboat')
  expect(found).toMatchObject({ isComplete: true, nextCursor: null, searchedBackTo: null, scanned: 0 })
  expect(found.sessions[0]).toMatchObject({ runtime: 'claude-code', lastAt: Date.UTC(2026, 10, 20, 0, 4) })
  expect((await search('"hello-from-exec"')).sessions.map(({ runtime }) => runtime)).toContain('openclaw')
}, 30_000)

test('a hit leads to its place in the transcript', async () => {
  const [found] = (await search('foo-bar')).sessions
  const [hit] = found!.hits
  const position = Number.parseInt(hit!.itemId!, 36)
  const page = await server.ask<{ items: { id: string; text: string }[] }>(
    `/api/sessions/${encodeURIComponent(found!.sessionId)}/transcript?from=${position}&limit=1`,
  )
  expect(page.items.map(({ id, text }) => [id, text])).toEqual([
    [hit!.itemId!, 'The key is [hidden], I begin with foo-bar.'],
  ])
})

test('sessions are chosen as in their list', async () => {
  const count = async (more: string) => (await search('the', more)).sessions.length
  expect(await count('&runtime=claude-code')).toBe(1)
  expect(await count('&runtime=codex')).toBe(0)
  expect(await count('&runtime=-claude-code')).toBeGreaterThan(1)
  expect(await count('&project=/home/user/boat')).toBe(1)
  expect(await count('&in=results&runtime=claude-code')).toBe(0)
  const [boat] = (await search('tugboat')).sessions
  expect(boat).toMatchObject({ kind: 'direct', state: 'asleep', projectPath: '/home/user/boat' })
  const alone = await search('the', `&session=${encodeURIComponent(boat!.sessionId)}`)
  expect(alone.sessions.map(({ sessionId }) => sessionId)).toEqual([boat!.sessionId])
  expect((await search('the', '&session=nobody')).sessions).toEqual([])
})

test('what is written now is found at once', async () => {
  appendFileSync(file, line(9, 'assistant', [{ type: 'text', text: 'The keelson is done' }]))
  await until('it is found', async () => (await search('keelson')).sessions.length === 1)
})

test('whatever somebody types is answered or refused with a sentence', async () => {
  for (const q of [
    '"x',
    '-foo',
    'AND',
    '*',
    '',
    ' ',
    '\0',
    'a'.repeat(10_000),
    '🙂',
    'שלום',
    '%',
    "'",
    'a:b',
    '{',
    '(',
  ]) {
    const answer = (await search(q)) as Partial<SearchAnswer>
    expect([q.slice(0, 20), Array.isArray(answer.sessions)]).toEqual([q.slice(0, 20), true])
  }
  for (const q of ['/(/', 'a '.repeat(40), 'a'.repeat(12_500)])
    expect((await fetch(`${server.url}/api/search?q=${encodeURIComponent(q)}`)).status).toBe(400)
  expect((await fetch(`${server.url}/api/search?q=a&cursor=nonsense`)).status).toBe(400)
})

test('an expression that never comes to an end is ended', async () => {
  const begun = performance.now()
  appendFileSync(file, line(10, 'user', `${'a'.repeat(250)}!`))
  const answer = await search('/^a*a*a*a*a*a*a*a*a*[QR]$/')
  expect(answer.sessions).toEqual([])
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(answer.isComplete).toBe(false)
  expect(answer.searchedBackTo).toBeGreaterThan(Date.UTC(2026, 10, 20))
  // The rest of the program goes on.
  expect((await search('tugboat')).sessions).toHaveLength(1)
}, 30_000)

test('a page of a screen on a wall finds nothing', async () => {
  const person = await signIn(server, { code: server.code })
  const made = await fetch(`${server.url}/api/tokens`, {
    method: 'POST',
    headers: { ...person, origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'wall', role: 'screen' }),
  })
  const { token } = (await made.json()) as { token: string }
  const asked = await fetch(`${server.url}/api/search?q=tugboat`, { headers: { authorization: `Bearer ${token}` } })
  expect(asked.status).toBe(403)
})

test('the command line finds the same, and says with its exit code whether it found anything', async () => {
  const data = { ...env, WHEELHOUSE_DATA_DIR: join(folder.path, 'data') }
  const found = await runOnce(folder.path, ['search', 'tugboat', '--limit', '3'], { env: data })
  expect(found.code).toBe(0)
  expect(found.stdout).toContain('prompt   Please paint the hull of the tugboat with c++')
  const json = await runOnce(folder.path, ['search', '--json', '--in', 'words', '--', '-tugboat'], { env: data })
  expect(json.code).toBe(1)
  expect(JSON.parse(json.stdout)).toMatchObject({ sessions: [], isComplete: true })
  expect((await runOnce(folder.path, ['search', 'x', '--in', 'nowhere'], { env: data })).code).toBe(2)
})

test('an index that was torn is built anew at the next start', async () => {
  await server.stop()
  const data = join(folder.path, 'data')
  expect(readdirSync(data)).toContain('search.sqlite')
  truncateSync(join(data, 'search.sqlite'), Math.floor(statSync(join(data, 'search.sqlite')).size / 3))
  server = await start(folder.path, [], { env })
  await server.caughtUp()
  expect((await search('tugboat')).sessions).toHaveLength(1)
  await whole()
  expect(await search('tugboat')).toMatchObject({ scanned: 0, index: { trouble: null } })
}, 30_000)
