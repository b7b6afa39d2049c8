import { afterAll, expect, test } from 'bun:test'
import { chmodSync, cpSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import type { SessionFact, UsageFact } from '../../facts/fact.ts'
import { indexOnce } from '../../indexing/testing/index-all.ts'
import type { Store } from '../../store/store.ts'
import { answerLine, claudeCodeIn, emptyFolder, recordedFolder } from './testing/home.ts'

const agent = /^claude-code:boat-[0-9a-f]{6}$/

type Session = {
  id: string
  key: string
  kind: string
  title: string | null
  words: string
  parent: string | null
  state: string
}

const open: Store[] = []
afterAll(() => {
  for (const index of open) index.$client.close()
})

/** Reads the folders once into a real index. */
async function indexed(...folders: string[]) {
  const { index, unread, calls, sums } = await indexOnce(() => [claudeCodeIn(...folders)])
  open.push(index)
  return {
    index,
    calls: calls(),
    unread: unread().map(({ reason }) => reason),
    sums: Object.values(sums()),
    agents: Object.keys(sums()),
    input: index.$client
      .query<{ n: number }, []>('SELECT coalesce(sum(input), 0) AS n FROM usage WHERE counted = 1')
      .get()!.n,
    quarters: index.$client.query<{ n: number }, []>('SELECT coalesce(sum(calls), 0) AS n FROM usage_15m').get()!.n,
    sessions: index.$client
      .query<Session, []>(
        `SELECT id, key, kind, title, first_prompt AS words, parent_key AS parent,
           concat_ws(' ', last_role, stop_reason, open_tool) AS state FROM sessions ORDER BY first_prompt`,
      )
      .all(),
    bySession: () =>
      Object.fromEntries(
        index.$client
          .query<{ key: string; n: number }, []>(
            'SELECT sessions.key, count(*) AS n FROM usage JOIN sessions ON session_id = sessions.id WHERE counted = 1 GROUP BY 1 ORDER BY 2 DESC, 1',
          )
          .all()
          .map(({ key, n }) => [key, n]),
      ),
  }
}

/** The facts of one pass over folders. */
async function facts(...folders: string[]) {
  const all = []
  for await (const batch of claudeCodeIn(...folders).read(() => undefined, new AbortController().signal))
    all.push(...batch.facts)
  return {
    usage: all.filter((fact): fact is UsageFact => fact.kind === 'usage'),
    sessions: all.filter((fact): fact is SessionFact => fact.kind === 'session'),
  }
}

/** A test of lines in one or several files: the number of answers, and the sum of their input. */
function counts(what: string, files: Record<string, unknown[]>, answers: number, input: number, unread: string[] = []) {
  test(what, async () => {
    // The result does not depend on which file is read first.
    for (const order of [Object.entries(files), Object.entries(files).reverse()]) {
      using folder = emptyFolder()
      for (const [number, [inside, lines]] of order.entries()) {
        const path = folder.write(inside, lines)
        // The file written last is read first.
        utimesSync(path, 1_790_000_000 + number, 1_790_000_000 + number)
      }
      const read = await indexed(folder.path)
      expect([read.calls, read.quarters, read.input, read.unread.sort()]).toEqual([
        answers,
        answers,
        input,
        unread.sort(),
      ])
    }
  })
}

test('the recorded folder comes to exactly what its model said', async () => {
  using folder = recordedFolder()
  const { calls, sums, agents, unread, index } = await indexed(folder.path)
  expect([calls, unread]).toEqual([8, []])
  expect(agents).toEqual([expect.stringMatching(agent)])
  expect(sums).toEqual([{ calls: 8, input: 116, output: 379, cacheRead: 160_036, costUsd: expect.any(Number) }])
  expect(
    index.$client
      .query(
        `SELECT sum(cache_write_5m) AS minutes, sum(cache_write_1h) AS hour, sum(placeholder) AS placeholders,
           group_concat(DISTINCT model) AS models, group_concat(DISTINCT provider) AS providers FROM usage WHERE counted = 1`,
      )
      .get(),
  ).toEqual({ minutes: 3_200, hour: 4_800, placeholders: 1, models: 'claude-sonnet-4-5', providers: 'anthropic' })
})

test('each recorded session is known by its first words, and how it stands', async () => {
  using folder = recordedFolder()
  const { sessions } = await indexed(folder.path)
  const shown = sessions.map(({ words, kind, title, state, parent }) => [words, kind, title, state, parent !== null])
  expect(shown).toEqual([
    ['Ask somebody to count the barrels.', 'direct', null, 'assistant stop ', false],
    ['Fall overboard.', 'direct', null, 'assistant error ', false],
    ['Look below deck and count the barrels.', 'subagent', 'Look below deck', 'assistant stop ', true],
    ['Lose the line.', 'direct', null, 'assistant  ', false],
    ['Read the log and tell me how we stand.', 'direct', null, 'assistant stop ', false],
    ['Read the log and tell me how we stand.', 'direct', null, 'assistant stop ', false],
  ])
  const [parent, , child] = sessions
  expect(child!.parent).toBe(parent!.key)
  for (const { id, key } of sessions) expect(id).toMatch(new RegExp(`^claude-code\\.boat-[0-9a-f]{6}\\.${key}$`))
})

test('what a fork copied stays with the session that said it first', async () => {
  using folder = recordedFolder()
  const { bySession, sessions } = await indexed(folder.path)
  const forks = sessions.filter(({ words }) => words.startsWith('Read the log')).map(({ key }) => bySession()[key])
  expect(forks.sort()).toEqual([1, 3])
})

test('a session says where it works, since when, and how full it is', async () => {
  using folder = recordedFolder()
  const { sessions } = await facts(folder.path)
  const session = sessions.find(({ firstPrompt }) => firstPrompt === 'Ask somebody to count the barrels.')!
  expect(session).toMatchObject({
    runtime: 'claude-code',
    agentId: expect.stringMatching(agent),
    projectPath: '/home/user/boat',
    branch: 'main',
    model: 'claude-sonnet-4-5',
    contextTokens: 17 + 20_007 + 1_000,
  })
  expect(session.startedAt).toBeLessThan(session.lastAt!)
  expect('contextLimit' in session).toBeFalse()
})

test('the pieces of one answer are one fact', async () => {
  using folder = emptyFolder()
  const answer = answerLine()
  folder.write('-boat/a.jsonl', [answer, { ...answer, uuid: 'x' }, { ...answer, uuid: 'y' }, answerLine()])
  expect((await facts(folder.path)).usage).toHaveLength(2)
})

test('a later line corrects a placeholder', async () => {
  using folder = emptyFolder()
  const whole = answerLine({ usage: { output_tokens: 700 } })
  const begun = {
    ...whole,
    message: { ...whole.message, stop_reason: null, usage: { ...whole.message.usage, output_tokens: 2 } },
  }
  folder.write('-boat/a.jsonl', [begun, whole])
  folder.write('-boat/b.jsonl', [begun])
  const { index } = await indexed(folder.path)
  expect(index.$client.query('SELECT output, placeholder FROM usage').all()).toEqual([{ output: 700, placeholder: 0 }])
})

test('a name that a person gave goes before one that was made up', async () => {
  using folder = emptyFolder()
  const title = async (...lines: object[]) => {
    const path = folder.write('-boat/a.jsonl', [{ type: 'user', message: { content: 'Ahoy' } }, ...lines])
    const { sessions } = await facts(folder.path)
    rmSync(path)
    return sessions[0]!.title
  }
  const summary = { type: 'summary', summary: 'The hull', leafUuid: 'x' }
  const made = { type: 'ai-title', aiTitle: 'About the hull' }
  const given = { type: 'custom-title', customTitle: 'Hull' }
  expect(await title()).toBeUndefined()
  expect(await title(summary)).toBe('The hull')
  expect(await title(summary, made)).toBe('About the hull')
  expect(await title(given, made)).toBe('Hull')
})

test('a directory below the one it began in is the same work', async () => {
  using folder = emptyFolder()
  folder.write('-home-user-boat/a.jsonl', [answerLine({ cwd: '/home/user/boat' })])
  folder.write('-home-user-boat/b.jsonl', [answerLine({ cwd: '/home/user/boat/src/deep' })])
  folder.write('-home-user-other/c.jsonl', [answerLine({ cwd: '/home/user/elsewhere' })])
  const { agents } = await indexed(folder.path)
  expect(agents).toEqual([expect.stringMatching(/:boat-/), expect.stringMatching(/:elsewhere-/)])
})

test('without a directory the agent is named after the folder of its transcript', async () => {
  using folder = emptyFolder()
  folder.write('-home-user-boat/a.jsonl', [answerLine({ cwd: undefined })])
  expect((await indexed(folder.path)).agents).toEqual([
    expect.stringMatching(/^claude-code:home-user-boat-[0-9a-f]{6}$/),
  ])
})

test('a sub-agent beside the sessions is a child of the one it names', async () => {
  using folder = emptyFolder()
  folder.write('-boat/agent-ab12.jsonl', [answerLine({ isSidechain: true, sessionId: 'parent-1' })])
  expect((await facts(folder.path)).sessions[0]).toMatchObject({ sessionKind: 'subagent', parentKey: 'parent-1' })
})

test('what a sub-agent says within a session does not say how the session stands', async () => {
  using folder = emptyFolder()
  folder.write('-boat/a.jsonl', [
    { type: 'user', message: { content: 'Ahoy' }, timestamp: '2026-11-21T16:00:00Z' },
    answerLine(),
    { type: 'user', isSidechain: true, message: { content: 'Count the barrels' } },
    answerLine({ isSidechain: true, message: { stop_reason: 'tool_use', model: 'claude-haiku-4-5' } }),
  ])
  const { sessions, usage } = await facts(folder.path)
  expect(sessions[0]).toMatchObject({
    firstPrompt: 'Ahoy',
    lastRole: 'assistant',
    stopReason: 'stop',
    model: 'claude-sonnet-4-5',
  })
  expect(usage.map(({ replayed: echo = false }) => echo)).toEqual([false, true])
})

test('ids that are not safe in a path become ones that are', async () => {
  using folder = emptyFolder()
  folder.write('-boat/..a b%2F船.jsonl', [answerLine()])
  folder.write('-boat/agent-1.jsonl', [answerLine({ isSidechain: true, sessionId: '../../etc' })])
  const { sessions } = await facts(folder.path)
  for (const { id, parentKey = 'none' } of sessions) {
    expect(id).toMatch(/^claude-code\.boat-[0-9a-f]{6}\.[A-Za-z0-9_-]+$/)
    expect(parentKey).toMatch(/^[A-Za-z0-9]+$/)
  }
})

const shared = { message: { id: 'm1' }, requestId: 'r1' }
const input = (input_tokens: number, more: Parameters<typeof answerLine>[0] = {}) =>
  answerLine({ ...more, usage: { input_tokens } })

counts(
  'an answer repeated in a second file counts once',
  { '-b/a.jsonl': [input(7, shared)], '-b/b.jsonl': [input(7, shared)] },
  1,
  7,
)
counts(
  'of two readings the larger counts',
  { '-b/a.jsonl': [input(7, shared)], '-b/b.jsonl': [input(9, shared)] },
  1,
  9,
)
counts(
  'another request is another answer',
  { '-b/a.jsonl': [input(7, shared), input(9, { ...shared, requestId: 'r2' })] },
  2,
  16,
)
counts(
  'without a request the message alone decides',
  {
    '-b/a.jsonl': [input(7, { message: { id: 'm1' }, requestId: undefined })],
    '-b/b.jsonl': [input(7, { message: { id: 'm1' }, requestId: undefined })],
  },
  1,
  7,
)
counts(
  'a replay in a sub-agent does not count beside the answer itself, however large',
  {
    '-b/a.jsonl': [input(7, shared)],
    '-b/s/subagents/agent-1.jsonl': [input(900, { ...shared, requestId: 'r2', isSidechain: true })],
  },
  1,
  7,
)
counts(
  'nor does it under the same request',
  { '-b/a.jsonl': [input(7, shared)], '-b/s/subagents/agent-1.jsonl': [input(900, { ...shared, isSidechain: true })] },
  1,
  7,
)
counts(
  'of replays alone the best counts',
  {
    '-b/s/subagents/agent-1.jsonl': [input(7, { ...shared, isSidechain: true })],
    '-b/s/subagents/agent-2.jsonl': [input(9, { ...shared, requestId: 'r2', isSidechain: true })],
  },
  1,
  9,
)
counts(
  'a row without a request does not count beside one that has it',
  { '-b/a.jsonl': [input(7, shared)], '-b/b.jsonl': [input(9, { ...shared, requestId: undefined })] },
  1,
  7,
)
counts(
  'answers without an id are never the same',
  {
    '-b/a.jsonl': [
      input(7, { message: { id: undefined }, uuid: 'u' }),
      input(7, { message: { id: undefined }, uuid: 'u' }),
    ],
    '-b/b.jsonl': [input(7, { message: { id: undefined }, uuid: 'u' })],
  },
  3,
  21,
)
counts(
  'errors of the service and answers of nobody are no calls',
  {
    '-b/a.jsonl': [
      answerLine({
        isApiErrorMessage: true,
        message: { model: '<synthetic>' },
        usage: { input_tokens: 0, output_tokens: 0 },
      }),
      input(7),
    ],
  },
  1,
  7,
)
counts(
  'usage that is told in the result of a tool is not usage again',
  {
    '-b/a.jsonl': [
      input(7),
      { type: 'user', message: { content: [] }, toolUseResult: { usage: { input_tokens: 5, output_tokens: 5 } } },
      { type: 'progress', data: { message: { message: { usage: { input_tokens: 5, output_tokens: 5 } } } } },
    ],
  },
  1,
  7,
)
counts(
  'spaces in a line change nothing',
  { '-b/a.jsonl': [JSON.stringify(input(7), null, 1).replaceAll('\n', ' ')] },
  1,
  7,
)
counts(
  'what cannot be summed is named, one by one, and its neighbours count',
  {
    '-b/a.jsonl': [
      input(1),
      input(-5),
      input(4, { timestamp: '1970-01-01T00:00:00Z' }),
      input(4, { timestamp: '2090-01-01T00:00:00Z' }),
      input(5e9),
      input(4, { requestId: '' }),
      '{"type":"assistant","message":{"usage":{"input_tokens":4',
      'no JSON at all',
      '[]',
      'null',
      input(2),
    ],
  },
  2,
  3,
  [
    'no answer has -5 input tokens',
    'dated 1970-01-01',
    'dated 2090-01-01',
    'no answer has 5000000000 input tokens',
    'its requestId is empty',
    "JSON Parse error: Expected '}'",
    'JSON Parse error: Unexpected identifier "no"',
    'not a JSON object',
    'not a JSON object',
  ],
)

test('an invented model is listed without a price', async () => {
  using folder = emptyFolder()
  folder.write('-b/a.jsonl', [
    answerLine({ message: { model: '<synthetic>' } }),
    answerLine({ message: { model: 'who-knows-1' } }),
  ])
  const { index } = await indexed(folder.path)
  expect(
    index.$client.query('SELECT model, cost_usd AS usd, cost_source AS source FROM usage ORDER BY model').all(),
  ).toEqual([
    { model: '<synthetic>', usd: null, source: 'unpriced' },
    { model: 'who-knows-1', usd: null, source: 'unpriced' },
  ])
})

test('a logged cost stands, a logged nothing does not', async () => {
  using folder = emptyFolder()
  folder.write('-b/a.jsonl', [answerLine({ costUSD: 0.25 }), answerLine({ costUSD: 0 })])
  const { index } = await indexed(folder.path)
  expect(index.$client.query('SELECT cost_source AS source FROM usage ORDER BY source').all()).toEqual([
    { source: 'computed' },
    { source: 'logged' },
  ])
})

test('a line of 16 MB is read like any other, and so is what follows it', async () => {
  using folder = emptyFolder()
  const long = input(7, { toolUseResult: 'x'.repeat(16 << 20) })
  folder.write('-b/a.jsonl', [input(1), long, input(2)])
  const { calls, input: sum, unread } = await indexed(folder.path)
  expect([calls, sum, unread]).toEqual([3, 10, []])
})

test('bytes that are no text stop nothing', async () => {
  using folder = emptyFolder()
  const path = folder.write('-b/a.jsonl', [input(1)])
  const line = JSON.stringify(input(4, { note: '#' })).replace('#', '\u00ff')
  writeFileSync(
    path,
    Buffer.concat([
      readFileSync(path),
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      Buffer.from(`${line}\n`, 'latin1'),
      Buffer.from(`${JSON.stringify(input(8))}\n`),
    ]),
  )
  const { calls, input: sum, unread } = await indexed(folder.path)
  expect([calls, sum, unread.length]).toEqual([3, 13, 1])
})

test('links are not followed, so that loops and second names count nothing twice', async () => {
  using folder = emptyFolder()
  folder.write('-b/a.jsonl', [input(7, { message: { id: undefined } })])
  symlinkSync(folder.at('projects'), folder.at('projects', '-b', 'loop'))
  symlinkSync(folder.at('projects', '-b', 'a.jsonl'), folder.at('projects', '-b', 'again.jsonl'))
  const { calls, input: sum } = await indexed(folder.path, folder.path)
  expect([calls, sum]).toEqual([1, 7])
})

test('a folder that moved is the same answers', async () => {
  using folder = recordedFolder()
  using other = emptyFolder()
  cpSync(folder.at('projects'), other.at('projects'), { recursive: true })
  const { calls, sums } = await indexed(folder.path, other.path)
  expect([calls, sums[0]!.input]).toEqual([8, 116])
})

test('a file that is cut short or written anew gives each answer once', async () => {
  using folder = recordedFolder()
  using data = emptyFolder()
  const file = folder.with('And now?')
  const whole = readFileSync(file, 'utf8')
  const path = data.at('index.sqlite')
  for (const text of [whole, whole.slice(0, 3_000), '', whole]) {
    writeFileSync(file, text)
    const again = await indexOnce(() => [claudeCodeIn(folder.path)], { path })
    expect(again.calls()).toBe(8)
    again.index.$client.close()
  }
})

test('names and history that are no transcripts are no sessions', async () => {
  using folder = emptyFolder()
  folder.write('-b/s/subagents/workflows/wf_1/journal.jsonl', [{ type: 'started', key: 'x' }])
  folder.write('-b/a.jsonl', [{ type: 'summary', summary: 'The hull', leafUuid: 'x' }])
  folder.write('-b/sessions-index.json', [{ entries: [] }])
  const { sessions, unread } = await indexed(folder.path)
  expect([sessions, unread]).toEqual([[], []])
})

test('a folder and a file that nobody may read are said, and the others are read', async () => {
  using folder = emptyFolder()
  const closed = folder.write('-a/a.jsonl', [input(7)])
  folder.write('-b/b.jsonl', [input(9)])
  folder.write('-c/c.jsonl', [input(2)])
  chmodSync(folder.at('projects', '-b'), 0o000)
  chmodSync(closed, 0o000)
  const source = claudeCodeIn(folder.path)
  const said: UsageFact[] = []
  await asNobody(async () => {
    for await (const { facts } of source.read(() => undefined, new AbortController().signal))
      said.push(...facts.filter((fact) => fact.kind === 'usage'))
  })
  chmodSync(folder.at('projects', '-b'), 0o755)
  expect(said.map(({ tokens }) => tokens.input)).toEqual([2])
  expect(source.report().findings.map(({ code, level }) => [code, level])).toEqual([
    ['not-readable', 'error'],
    ['not-readable', 'error'],
  ])
})

/** Root may read everything, so the test runs as another user for a while. */
async function asNobody(act: () => Promise<void>) {
  if (process.getuid?.() !== 0) return act()
  process.seteuid!(65_534)
  try {
    await act()
  } finally {
    process.seteuid!(0)
  }
}

test('in whatever order readings of the same answers are met, it ends the same', async () => {
  const random = generator(7)
  const pick = <T>(values: T[]) => values[Math.floor(random() * values.length)]!
  const readings = Array.from({ length: 120 }, (_, n) => {
    const id = `m${n % 9}`
    const isSidechain = random() < 0.4
    const line = answerLine({
      isSidechain,
      message: { id, stop_reason: pick([null, 'end_turn']) },
      requestId: pick([undefined, `r-${id}`, 'r-other']),
      usage: { input_tokens: pick([5, 6, 7]), output_tokens: pick([1, 80]), speed: pick([undefined, 'fast']) },
    })
    const { uuid: _uuid, ...rest } = line
    return {
      file: isSidechain ? `-b/s/subagents/agent-${n % 3}.jsonl` : `-b/${pick(['a', 'b', 'c'])}.jsonl`,
      line: rest,
    }
  })
  const ends = new Set<string>()
  for (let round = 0; round < 12; round++) {
    using folder = emptyFolder()
    for (const { file, line } of readings.toSorted(() => random() - 0.5)) folder.write(file, [line])
    const { index } = await indexed(folder.path)
    ends.add(
      JSON.stringify(
        index.$client
          .query(
            'SELECT session_id, model, calls, input, output, round(cost_usd, 9) AS usd FROM usage_15m ORDER BY 1, 2, 3, 4, 5, 6',
          )
          .all(),
      ),
    )
  }
  expect(ends.size).toBe(1)
})

/** A row of numbers that is the same each time. */
function generator(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
