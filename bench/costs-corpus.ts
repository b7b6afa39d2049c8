import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type Sums = { calls: number; input: number; output: number; cacheRead: number; cacheWrite: number }

/** A written corpus and what it adds up to by the rules, however it is read. */
export type Corpus = {
  home: string
  files: number
  bytes: number
  rows: number
  /** Lines that carry usage, repeats and re-emits included. */
  usageRows: number
  claude: Sums
  codex: Sums
}

type Random = (below: number) => number

const none = (): Sums => ({ calls: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 })
/** Changes whenever the files do: an older corpus is written anew. */
const edition = 5
const begin = Date.parse('2026-08-25T06:00:00Z')
const dayMs = 86_400_000
const projects = 24

/**
 * Files of Claude Code and Codex as people have them: 2,600 of them in 1 GiB, with what makes counting hard: a line for
 * each block of an answer, placeholders, sessions that were continued in a new file, sub-agents that repeat their
 * parent, counters that are told twice or begin anew. `claude` leaves Codex out, and its sessions are twice as long: 577
 * files in 500 MB. The same size and seed give the same files; they are kept in the temporary folder and used again.
 */
export function costsCorpus(mebibytes: number, mix: 'claude and codex' | 'claude' = 'claude and codex'): Corpus {
  const seed = 1
  const hasCodex = mix === 'claude and codex'
  const home = join(tmpdir(), `wheelhouse-bench-costs-${edition}-${seed}-${mebibytes}${hasCodex ? '' : '-claude'}`)
  const known = join(home, 'known.json')
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8')) as Corpus
  rmSync(home, { recursive: true, force: true })
  const part = mebibytes / 1024
  const random = randomFrom(seed)
  const corpus: Corpus = { home, files: 0, bytes: 0, rows: 0, usageRows: 0, claude: none(), codex: none() }
  const text = textFrom(random)
  const write = (path: string, lines: string[]) => {
    const content = `${lines.join('\n')}\n`
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), content)
    corpus.files++
    corpus.rows += lines.length
    corpus.bytes += Buffer.byteLength(content)
  }
  const [sessions, length] = hasCodex ? [Math.round(1_745 * part), 1] : [Math.round(990 * part), 2]
  for (let n = 0; n < sessions; n++) claudeSession(n, length, { random, text, write, corpus })
  if (hasCodex) for (let n = 0; n < Math.round(418 * part); n++) codexSession(n, { random, text, write, corpus })
  writeFileSync(`${known}.new`, JSON.stringify(corpus))
  renameSync(`${known}.new`, known)
  return corpus
}

type Tools = {
  random: Random
  text: (bytes: number) => string
  write: (path: string, lines: string[]) => void
  corpus: Corpus
}

/** Lines of the session written last, which a continued session begins with. */
let continued: string[] = []

function claudeSession(n: number, length: number, { random, text, write, corpus }: Tools) {
  const project = n % projects
  const cwd = `/home/user/work/project-${project}`
  const id = uuid(random)
  const folder = `claude/projects/${cwd.replaceAll('/', '-')}`
  let at = begin + random(86) * dayMs + random(dayMs / 2)
  let parent: string | null = null
  const envelope = (isSidechain: boolean) => {
    at += 400 + random(20_000)
    const own = uuid(random)
    const rest = {
      parentUuid: parent,
      isSidechain,
      userType: 'external',
      cwd,
      sessionId: id,
      version: '2.0.41',
      gitBranch: random(4) ? 'main' : 'feature/rigging',
    }
    parent = own
    return { rest, end: { uuid: own, timestamp: new Date(at).toISOString() } }
  }
  const answer = (lines: string[], isSidechain: boolean, model: string, context: number) => {
    const usage = {
      input_tokens: random(12) ? 2 + random(12) : 400 + random(9_000),
      cache_creation_input_tokens: random(6_000),
      cache_read_input_tokens: context,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 20 + random(1_800),
      service_tier: 'standard',
    }
    // Some ask for the long cache.
    const hour = n % 5 === 0
    usage.cache_creation[hour ? 'ephemeral_1h_input_tokens' : 'ephemeral_5m_input_tokens'] =
      usage.cache_creation_input_tokens
    const message = { model, id: `msg_01${word(random, 22)}`, type: 'message', role: 'assistant' }
    const requestId = `req_011${word(random, 21)}`
    const blocks: object[] = []
    if (random(3) === 0)
      blocks.push({ type: 'thinking', thinking: text(200 + random(900)), signature: word(random, 300) })
    if (random(2) === 0) blocks.push({ type: 'text', text: text(60 + random(900)) })
    const tool = { type: 'tool_use', id: `toolu_01${word(random, 22)}`, name: 'Bash' }
    if (blocks.length === 0 || random(4))
      blocks.push({ ...tool, input: { command: text(40 + random(500)), description: text(40) } })
    // Now and then the last line, with the true count, was never written.
    const cut = random(60) === 0
    let most = 0
    blocks.forEach((block, number) => {
      const isLast = number === blocks.length - 1 && !cut
      const { rest, end } = envelope(isSidechain)
      const output = isLast ? usage.output_tokens : 1 + random(4)
      most = Math.max(most, output)
      lines.push(
        JSON.stringify({
          ...rest,
          message: {
            ...message,
            content: [block],
            stop_reason: isLast ? 'tool_use' : null,
            stop_sequence: null,
            usage: { ...usage, output_tokens: output },
          },
          requestId,
          type: 'assistant',
          ...end,
        }),
      )
      corpus.usageRows++
    })
    const sum = corpus.claude
    sum.calls++
    sum.input += usage.input_tokens
    sum.output += most
    sum.cacheRead += usage.cache_read_input_tokens
    sum.cacheWrite += usage.cache_creation_input_tokens
    return tool.id
  }
  const result = (lines: string[], isSidechain: boolean, tool: string) => {
    const { rest, end } = envelope(isSidechain)
    const said = text(random(40) ? 80 + random(2_950) : 20_000 + random(50_000))
    lines.push(
      JSON.stringify({
        ...rest,
        type: 'user',
        message: { role: 'user', content: [{ tool_use_id: tool, type: 'tool_result', content: said }] },
        ...end,
        toolUseResult: { stdout: said, stderr: '', interrupted: false, isImage: false },
      }),
    )
  }
  const models = ['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-5-20251101']
  const model = models[n % 7 === 0 ? 2 : n % 3 === 0 ? 1 : 0]!
  const lines: string[] = [JSON.stringify({ type: 'summary', summary: `Work on part ${n}`, leafUuid: uuid(random) })]
  // A session that was continued stands a second time at the beginning of its next file.
  if (n % 9 === 8) {
    lines.push(...continued)
    corpus.usageRows += continued.filter((line) => line.includes('"usage":{')).length
  }
  const fresh = lines.length
  const rounds = (5 + random(24)) * length
  let context = 9_000 + random(6_000)
  for (let round = 0; round < rounds; round++) {
    const { rest, end } = envelope(false)
    lines.push(
      JSON.stringify({ ...rest, type: 'user', message: { role: 'user', content: text(40 + random(600)) }, ...end }),
    )
    for (let call = 0; call < 1 + random(9); call++) {
      context = Math.min(context + random(4_000), 170_000)
      result(lines, false, answer(lines, false, model, context))
    }
    const quiet = envelope(false)
    lines.push(
      JSON.stringify({
        ...quiet.rest,
        type: 'system',
        subtype: 'turn_duration',
        durationMs: random(90_000),
        ...quiet.end,
      }),
    )
  }
  continued = lines.slice(fresh, fresh + Math.floor((lines.length - fresh) / 3))
  write(`${folder}/${id}.jsonl`, lines)

  if (n % 4 !== 0) return
  const side: string[] = []
  const { rest, end } = envelope(true)
  side.push(
    JSON.stringify({ ...rest, agentId: 'a1', type: 'user', message: { role: 'user', content: text(300) }, ...end }),
  )
  // It may begin with an answer of its parent, told under another request.
  const told = lines.find((line) => line.includes('"stop_reason":"tool_use"'))
  if (told && n % 8 === 0) {
    side.push(
      told
        .replace('"isSidechain":false', '"isSidechain":true')
        .replace(/"requestId":"[^"]*"/, `"requestId":"req_011${word(random, 21)}"`),
    )
    corpus.usageRows++
  }
  let small = 4_000
  for (let call = 0; call < 3 + random(28); call++) {
    small += random(2_000)
    result(side, true, answer(side, true, models[1]!, small))
  }
  write(`${folder}/${id}/subagents/agent-${word(random, 7).toLowerCase()}.jsonl`, side)
}

function codexSession(n: number, { random, text, write, corpus }: Tools) {
  const cwd = `/home/user/work/project-${n % projects}`
  const id = uuid(random)
  let at = begin + random(86) * dayMs + random(dayMs / 2)
  const started = new Date(at).toISOString()
  const lines: string[] = []
  const say = (type: string, payload: object) => {
    at += 200 + random(9_000)
    lines.push(JSON.stringify({ timestamp: new Date(at).toISOString(), type, payload }))
  }
  say('session_meta', {
    id,
    timestamp: started,
    cwd,
    originator: 'codex_cli_rs',
    cli_version: '0.58.0',
    source: 'cli',
    model_provider: 'openai',
    instructions: text(3_000),
    git: { branch: 'main' },
  })
  const model = n % 3 === 0 ? 'gpt-5.1' : 'gpt-5.1-codex'
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  }
  const count = (last: typeof total) => {
    say('event_msg', {
      type: 'token_count',
      info: { total_token_usage: total, last_token_usage: last, model_context_window: 272_000 },
      rate_limits: {
        primary: { used_percent: random(100), window_minutes: 300, resets_in_seconds: random(18_000) },
        secondary: { used_percent: random(100), window_minutes: 10_080, resets_in_seconds: random(600_000) },
        plan_type: 'plus',
      },
    })
    corpus.usageRows++
  }
  for (let turn = 0; turn < 5 + random(20); turn++) {
    say('turn_context', {
      cwd,
      approval_policy: 'on-request',
      sandbox_policy: { type: 'workspace-write' },
      model,
      effort: 'medium',
      summary: 'auto',
    })
    say('event_msg', { type: 'user_message', message: text(40 + random(400)), kind: 'plain' })
    for (let call = 0; call < 2 + random(9); call++) {
      say('response_item', {
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: text(120) }],
        content: null,
        encrypted_content: word(random, 400 + random(2_400)),
      })
      const callId = `call_${word(random, 24)}`
      say('response_item', {
        type: 'function_call',
        name: 'shell',
        arguments: JSON.stringify({ command: ['bash', '-lc', text(40 + random(300))] }),
        call_id: callId,
      })
      const input = 3_000 + random(60_000)
      const last = {
        input_tokens: input,
        cached_input_tokens: random(10) ? Math.floor(input * 0.9) : 0,
        output_tokens: 30 + random(1_500),
        reasoning_output_tokens: random(30),
        total_tokens: 0,
      }
      last.total_tokens = last.input_tokens + last.output_tokens
      for (const field of Object.keys(total) as (keyof typeof total)[]) total[field] += last[field]
      count(last)
      // The same state is told again when something else of it changed.
      if (random(5) === 0) count(last)
      say('response_item', {
        type: 'function_call_output',
        call_id: callId,
        output: text(random(30) ? 100 + random(4_000) : 20_000 + random(30_000)),
      })
      const sum = corpus.codex
      sum.calls++
      sum.input += last.input_tokens - last.cached_input_tokens
      sum.output += last.output_tokens
      sum.cacheRead += last.cached_input_tokens
    }
    say('event_msg', { type: 'agent_message', message: text(100 + random(800)) })
  }
  const [day = ''] = started.split('T')
  const name = `rollout-${started.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`
  const root = n % 6 === 5 ? 'archived_sessions' : 'sessions'
  write(`codex/${root}/${day.replaceAll('-', '/')}/${name}`, lines)
}

function randomFrom(seed: number): Random {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Pieces of a long text of words, code, line breaks, quotes and letters from elsewhere, as tools print it. */
function textFrom(random: Random) {
  const words =
    'the harbour const lights return await of "rope" function mast { keel } => [tide] import null true src/app.ts error: at line sail 0x1f ünter 船 └── \\d+ $HOME && done'.split(
      ' ',
    )
  let pool = ''
  while (pool.length < 1 << 19)
    pool += `${words[random(words.length)]}${random(11) === 0 ? '\n' : random(40) === 0 ? '\n\t' : ' '}`
  return (bytes: number) => {
    const from = random(pool.length - 80_000)
    return pool.slice(from, from + bytes)
  }
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const word = (random: Random, length: number) => {
  let made = ''
  for (let n = 0; n < length; n++) made += letters[random(letters.length)]
  return made
}

const uuid = (random: Random) => {
  const hex = Array.from({ length: 4 }, () =>
    random(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
