import { Database } from 'bun:sqlite'
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** One model answer that was really given: what every view has to come to. */
export type Given = {
  runtime: 'openclaw' | 'claude-code' | 'codex' | 'gemini' | 'opencode' | 'custom'
  at: number
  model: string
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

/** Dollars for a million tokens, as the configuration of the corpus states them. */
const prices: Record<string, [input: number, output: number, cacheRead: number, cacheWrite: number]> = {
  'tide-1': [3, 15, 0.3, 3.75],
  'tide-1-mini': [0.25, 2, 0.025, 0.3],
}

export function costOf({ model, input, output, cacheRead, cacheWrite }: Given): number {
  const [a, b, c, d] = prices[model]!
  return (input * a + output * b + cacheRead * c + cacheWrite * d) / 1e6
}

/** Around each of these the clocks change somewhere, or a day begins in one zone and not yet in another. */
const turns = ['2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-01-01', '2026-06-30'].map((day) =>
  Date.parse(`${day}T00:00:00Z`),
)

const perRuntime = 60
const runtimes = ['openclaw', 'claude-code', 'codex', 'gemini', 'opencode', 'custom'] as const

/**
 * Writes homes of every runtime into `into`, among as much as can go wrong in them: repeats, replays, copies, torn lines,
 * impossible numbers. The answer says what was really given, and with what to start the program.
 */
export function writeCorpus(into: string) {
  const roll = dice(11)
  const given: Given[] = runtimes.flatMap((runtime) =>
    Array.from({ length: perRuntime }, () => ({
      runtime,
      at: turns[roll(turns.length)]! + roll(48 * 4) * 900_000 - 12 * 3_600_000 + roll(900_000),
      model: roll(3) === 0 ? 'tide-1-mini' : 'tide-1',
      input: 1 + roll(9_000),
      output: 1 + roll(900),
      cacheRead: roll(2) * roll(90_000),
      cacheWrite: runtime === 'codex' || runtime === 'gemini' ? 0 : roll(2) * roll(2_000),
    })).sort((a, b) => a.at - b.at),
  )
  const of = (runtime: Given['runtime']) => given.filter((one) => one.runtime === runtime)
  const at = (...parts: string[]) => join(into, ...parts)
  writeOpenClaw(at('openclaw'), of('openclaw'))
  writeClaudeCode(at('claude'), of('claude-code'))
  writeCodex(at('codex'), of('codex'))
  writeGemini(at('gemini'), of('gemini'))
  writeOpencode(at('opencode'), of('opencode'))
  writeCustom(at('logs'), of('custom'))
  writeFileSync(at('config.toml'), config(at('logs')))
  return {
    given,
    env: {
      WHEELHOUSE_CONFIG: at('config.toml'),
      OPENCLAW_STATE_DIR: at('openclaw'),
      CLAUDE_CONFIG_DIR: at('claude'),
      CODEX_HOME: at('codex'),
      GEMINI_DATA_DIR: at('gemini'),
      OPENCODE_DATA_DIR: at('opencode'),
    },
  }
}

const iso = (at: number) => new Date(at).toISOString()
const broken = ['{"type":"assistant","message":{"usage":', 'not even JSON', '\u0000\u0000"usage"', '[]', '{"usage":7}']

function append(path: string, lines: (object | string)[]) {
  mkdirSync(dirname(path), { recursive: true })
  appendFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
}

function writeOpenClaw(home: string, given: Given[]) {
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'openclaw.json'), '{}')
  const sessions = join(home, 'agents', 'main', 'sessions')
  const id = '0c0c0c0c-0000-4000-8000-000000000001'
  const file = join(sessions, `${id}.jsonl`)
  append(file, [{ type: 'session', version: 3, id, cwd: '/home/user/boat' }, ...broken])
  append(
    file,
    given.map(({ at, model, input, output, cacheRead, cacheWrite }, number) => ({
      type: 'message',
      id: number.toString(16).padStart(8, 'a'),
      timestamp: iso(at),
      message: {
        role: 'assistant',
        provider: 'harbour',
        model,
        timestamp: at,
        stopReason: 'stop',
        content: [{ type: 'text', text: '"usage":{"input":999}' }],
        usage: {
          input,
          output,
          cacheRead,
          cacheWrite,
          totalTokens: input + output + cacheRead + cacheWrite,
          cost: { total: 0 },
        },
      },
    })),
  )
  // A session that was reset leaves its file behind under another name, with the same answers.
  cpSync(file, `${file}.reset.2026-11-02T00-00-00.000Z`)
}

function writeClaudeCode(folder: string, given: Given[]) {
  const project = join(folder, 'projects', '-home-user-boat')
  const line = ({ at, model, input, output, cacheRead, cacheWrite }: Given, number: number, more: object = {}) => ({
    type: 'assistant',
    isSidechain: false,
    cwd: '/home/user/boat',
    sessionId: 'one',
    uuid: crypto.randomUUID(),
    requestId: `req_${number}`,
    timestamp: iso(at),
    ...more,
    message: {
      id: `msg_${number}`,
      role: 'assistant',
      model,
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'x'.repeat(number === 3 ? 2_000_000 : 40) }],
      usage: {
        input_tokens: input,
        output_tokens: output,
        cache_read_input_tokens: cacheRead,
        cache_creation_input_tokens: cacheWrite,
      },
    },
  })
  const begun = (one: Given, number: number) => {
    const first = line(one, number)
    return {
      ...first,
      message: { ...first.message, stop_reason: null, usage: { ...first.message.usage, output_tokens: 1 } },
    }
  }
  const impossible = (usage: object) => {
    const first = line(given[0]!, 900)
    return { ...first, message: { ...first.message, id: crypto.randomUUID(), usage } }
  }
  const half = Math.floor(given.length / 2)
  const [one, two] = [join(project, 'one.jsonl'), join(project, 'two.jsonl')]
  given.slice(0, half).forEach((answer, number) => {
    append(one, [begun(answer, number), line(answer, number), line(answer, number)])
  })
  append(one, [
    ...broken,
    impossible({ input_tokens: -5, output_tokens: 1 }),
    impossible({ input_tokens: 1e12, output_tokens: 1 }),
    impossible({ input_tokens: 'many', output_tokens: 1 }),
    { ...line(given[0]!, 901), timestamp: '1970-01-01T00:00:00Z' },
    { ...line(given[0]!, 902), timestamp: '2090-01-01T00:00:00Z' },
  ])
  appendFileSync(one, Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x75, 0x73, 0x61, 0x67, 0x65, 0x22, 0x0a]))
  // A session that goes on in a new file begins with what was said in the old one.
  append(
    two,
    given.slice(0, half).map((answer, number) => line(answer, number, { sessionId: 'two' })),
  )
  append(
    two,
    given.slice(half).map((answer, number) => line(answer, half + number, { sessionId: 'two' })),
  )
  // A sub-agent is told what was said before it: under the same name, by another request.
  append(
    join(project, 'two', 'subagents', 'agent-a1.jsonl'),
    given
      .slice(0, 9)
      .map((answer, number) =>
        line(answer, number, { isSidechain: true, agentId: 'a1', sessionId: 'two', requestId: `req_again_${number}` }),
      ),
  )
}

function writeCodex(home: string, given: Given[]) {
  const half = Math.floor(given.length / 2)
  const path = (folder: string, number: number) =>
    join(home, folder, '2026', '01', '02', `rollout-2026-01-02T03-04-0${number}-${sessionId(number)}.jsonl`)
  const sessionId = (number: number) => `0198c0de-0000-7000-8000-00000000000${number}`
  for (const [number, answers] of [given.slice(0, half), given.slice(half)].entries()) {
    let [input, cached, output] = [0, 0, 0]
    let model = ''
    const file = path('sessions', number)
    append(file, [
      {
        timestamp: iso(answers[0]!.at - 5_000),
        type: 'session_meta',
        payload: { id: sessionId(number), cwd: '/home/user/boat' },
      },
    ])
    for (const one of answers) {
      if (one.model !== model)
        append(file, [{ timestamp: iso(one.at), type: 'turn_context', payload: { model: one.model } }])
      model = one.model
      input += one.input + one.cacheRead
      cached += one.cacheRead
      output += one.output
      const total = {
        input_tokens: input,
        cached_input_tokens: cached,
        output_tokens: output,
        reasoning_output_tokens: 0,
        total_tokens: input + output,
      }
      const told = { type: 'token_count', info: { total_token_usage: total } }
      // What is told twice is used once.
      append(file, [
        { timestamp: iso(one.at), type: 'event_msg', payload: told },
        { timestamp: iso(one.at + 300), type: 'event_msg', payload: told },
      ])
    }
    append(file, broken)
  }
  mkdirSync(dirname(path('archived_sessions', 0)), { recursive: true })
  cpSync(path('sessions', 0), path('archived_sessions', 0))
}

function writeGemini(home: string, given: Given[]) {
  const file = join(home, 'tmp', 'c0ffee'.padEnd(64, '0'), 'chats', 'session-1.jsonl')
  const line = ({ at, model, input, output, cacheRead }: Given, number: number) => ({
    id: `m${number}`,
    sessionId: 'one',
    timestamp: iso(at),
    type: 'gemini',
    content: 'Aye.',
    model,
    tokens: {
      input: input + cacheRead,
      output,
      cached: cacheRead,
      thoughts: 0,
      tool: 0,
      total: input + cacheRead + output,
    },
  })
  given.forEach((one, number) => {
    append(file, [line({ ...one, output: 0 }, number), line(one, number)])
  })
  append(file, [...broken, { ...line(given[0]!, 900), tokens: { input: -1, output: 1, total: 0 } }])
}

function writeOpencode(home: string, given: Given[]) {
  mkdirSync(home, { recursive: true })
  cpSync(resolve('tests/homes/opencode/opencode.db'), join(home, 'opencode.db'))
  const database = new Database(join(home, 'opencode.db'))
  const session = database.query<{ id: string }, []>('SELECT id FROM session ORDER BY time_created LIMIT 1').get()!.id
  database.run('DELETE FROM message')
  database.run('DELETE FROM session WHERE id <> ?', [session])
  database.run('UPDATE session SET time_created = 0 WHERE id = ?', [session])
  const insert = database.query(
    'INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, ?, ?)',
  )
  given.forEach(({ at, model, input, output, cacheRead, cacheWrite }, number) => {
    const tokens = {
      total: input + output + cacheRead + cacheWrite,
      input,
      output,
      reasoning: 0,
      cache: { read: cacheRead, write: cacheWrite },
    }
    const answer = {
      role: 'assistant',
      path: { cwd: '/home/user/boat', root: '/home/user/boat' },
      cost: 0,
      tokens,
      modelID: model,
      providerID: 'harbour',
      time: { created: at, completed: at + 500 },
      finish: 'stop',
    }
    insert.run(`msg_${String(number).padStart(12, '0')}Given`, session, at, at, JSON.stringify(answer))
  })
  insert.run('msg_torn', session, 1, 1, '{"role":"assistant","tokens":')
  database.close()
}

function writeCustom(folder: string, given: Given[]) {
  const line = ({ at, model, input, output, cacheRead, cacheWrite }: Given, number: number) => ({
    at: iso(at),
    id: `c${number}`,
    model,
    usage: { prompt: input + cacheRead + cacheWrite, completion: output, cached: cacheRead, written: cacheWrite },
  })
  given.forEach((one, number) => {
    append(join(folder, `${number % 3}.jsonl`), [line(one, number)])
    if (number % 4 === 0) append(join(folder, 'again.jsonl'), [line(one, number)])
  })
  append(join(folder, '0.jsonl'), [...broken, { ...line(given[0]!, 900), usage: { prompt: 1 } }])
}

const config = (logs: string) => `
timezone = "UTC"
${Object.entries(prices)
  .map(
    ([model, [input, output, read, write]]) =>
      `[prices."${model}"]\ninput = ${input}\noutput = ${output}\ncache_read = ${read}\ncache_write = ${write}\n`,
  )
  .join('')}
[[custom]]
name = "Night watch"
glob = "${logs}/*.jsonl"
time = "at"
model = "model"
id = "id"
input = "usage.prompt"
output = "usage.completion"
cache_read = "usage.cached"
cache_write = "usage.written"
input_includes_cache = true
`

/** The same numbers on every run: a small generator with a fixed seed. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}
