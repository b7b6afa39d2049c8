import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { start, temporary } from '../tests/testing/program.ts'
import { type BudgetName, hold } from './budgets.ts'
import { ccusage } from './ccusage.ts'
import { type Corpus, costsCorpus } from './costs-corpus.ts'
import { at, mb, median, processorSeconds, residentBytes } from './figures.ts'

const rounds = 3

type Run = { wallMs: number; cpuMs: number; peakBytes: number; stdout: string }
type Totals = { input: number; output: number; cacheRead: number; cacheWrite: number; usd: number | null }

/**
 * Costs of the same files as ccusage reckons them and as we do, in turns on the same machine: a report from nothing, the
 * index from nothing, a report from the index, and what is appended. `mebibytes` of a smaller corpus for a quick look.
 */
export async function costs(mebibytes = 1024) {
  const peer = ccusage()
  console.log(peer ? `peer: ccusage ${peer.version}` : 'peer: ccusage cannot be had here; only ours is measured')
  const claude = costsCorpus(Math.round((477 * mebibytes) / 1024), 'claude')
  await measure('Claude Code', claude, peer, 'cold claude')
  await measure('Claude Code and Codex', costsCorpus(mebibytes), peer, 'cold both')
  if (peer) await differences(peer.path)
}

async function measure(name: string, corpus: Corpus, peer: ReturnType<typeof ccusage>, coldWall: BudgetName) {
  console.log(
    `\n${name}: ${mb(corpus.bytes)}, ${corpus.files} files, ${corpus.rows} rows, ${corpus.usageRows} of them usage`,
  )
  using folder = temporary('bench-costs')
  const data = join(folder.path, 'data')
  const env = environment(folder.path, corpus, data)
  const ours = [resolve('dist/wheelhouse'), 'costs', 'daily', '--json', '--timezone', 'UTC']
  const theirs = peer && [peer.path, 'daily', '--json', '--offline', '--timezone', 'UTC']

  const cold: Run[] = []
  const warm: Run[] = []
  const peers: Run[] = []
  for (let round = 0; round < rounds; round++) {
    rmSync(data, { recursive: true, force: true })
    cold.push(await timed(ours, env))
    if (theirs) peers.push(await timed(theirs, env))
    warm.push(await timed(ours, env))
  }
  const [coldRun, warmRun, peerRun] = [medians(cold), medians(warm), peers.length > 0 ? medians(peers) : undefined]
  heading('report from nothing, one command', 'wall', 'processor', 'peak memory')
  line('wheelhouse, no index yet', coldRun)
  if (peerRun) line('ccusage', peerRun)
  line('wheelhouse, with its index', warmRun)
  if (peerRun) {
    /** The median of what each round came to, ours and theirs one after the other. */
    const ratio = (runs: Run[], of: 'wallMs' | 'cpuMs' | 'peakBytes') =>
      median(runs.map((run, round) => run[of] / peers[round]![of]))
    atMost('no index yet, wall', ratio(cold, 'wallMs'), coldWall)
    console.log(`            no index yet, processor: ${ratio(cold, 'cpuMs').toFixed(2)}×`)
    atMost('no index yet, memory', ratio(cold, 'peakBytes'), 'cold memory')
    atMost('with its index, wall', ratio(warm, 'wallMs'), 'warm costs')
  }

  const served = await serving(folder.path, corpus, env)
  heading('server', 'wall', 'processor', 'peak memory')
  line('index from nothing', served.index)
  if (peerRun) atMost('index from nothing, wall', served.index.wallMs / peerRun.wallMs, 'cold serve')
  console.log(`  resident once it is built: ${mb(served.residentBytes)}`)
  hold('indexed', served.residentBytes / 1e6)
  const said = (times: number[]) => `p50 ${at(times, 0.5).toFixed(1)} ms, p95 ${at(times, 0.95).toFixed(1)} ms`
  console.log(`  any report, asked for the first time (${served.first.length}): ${said(served.first)}`)
  hold('report p95', at(served.first, 0.95))
  console.log(`  the same asked again (${served.again.length}): ${said(served.again)}`)
  console.log(`  appended ${served.appended} rows, in the report after ${served.appendMs.toFixed(0)} ms (median)`)
  const rate = (served.appended / served.appendMs) * 1_000
  console.log(`    ${Math.round(rate).toLocaleString('en')} rows/s`)
  hold('append', rate)

  compare(corpus, oursOf(cold.at(-1)!.stdout), peers.length > 0 ? theirsOf(peers.at(-1)!.stdout) : null)
}

/** Nothing of the person who runs it: only the corpus, and no other runtime. */
function environment(folder: string, corpus: Corpus, data: string): Record<string, string> {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const nothing = join(folder, 'nothing')
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    WHEELHOUSE_DATA_DIR: data,
    CLAUDE_CONFIG_DIR: join(corpus.home, 'claude'),
    CODEX_HOME: join(corpus.home, 'codex'),
    OPENCLAW_STATE_DIR: nothing,
    OPENCLAW_DIR: nothing,
    GEMINI_DATA_DIR: nothing,
    OPENCODE_DATA_DIR: nothing,
  }
}

async function timed(words: string[], env: Record<string, string>): Promise<Run> {
  const begun = performance.now()
  const child = Bun.spawn(words, { env, stdout: 'pipe', stderr: 'pipe' })
  // What the system says of a child at its end begins with the memory of whoever started it: it is looked at meanwhile.
  let peakBytes = 0
  const look = setInterval(() => {
    peakBytes = peakNow(child.pid) ?? peakBytes
  }, 4)
  const stdout = await new Response(child.stdout).text()
  const code = await child.exited
  clearInterval(look)
  const wallMs = performance.now() - begun
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${await new Response(child.stderr).text()}`)
  const used = child.resourceUsage()!
  return { wallMs, cpuMs: Number(used.cpuTime.total) / 1_000, peakBytes, stdout }
}

/** The index from nothing, reports from it, and rows that are appended, on a running server. */
async function serving(folder: string, corpus: Corpus, env: Record<string, string>) {
  const index: Run[] = []
  const first: number[] = []
  const again: number[] = []
  const appends: number[] = []
  const more = join(folder, 'more')
  const appended = Math.min(100_000, corpus.usageRows)
  let most = 0
  for (let round = 0; round < rounds; round++) {
    const data = join(folder, 'served')
    rmSync(data, { recursive: true, force: true })
    rmSync(more, { recursive: true, force: true })
    const { files, append } = appendable(more, appended)
    const begun = performance.now()
    await using server = await start(folder, [], {
      env: { ...env, WHEELHOUSE_DATA_DIR: data, CLAUDE_CONFIG_DIR: `${env.CLAUDE_CONFIG_DIR},${more}` },
    })
    await server.caughtUp()
    index.push({
      wallMs: performance.now() - begun,
      cpuMs: (await processorSeconds(server.pid)) * 1_000,
      peakBytes: peakNow(server.pid) ?? 0,
      stdout: '',
    })
    await Bun.sleep(1_500)
    most = Math.max(most, await residentBytes(server.pid))
    // The first answer of a server also starts its threads and its compiler.
    await (await fetch(`${server.url}/api/costs/report?by=runtime&until=2020-01-01`)).text()
    for (const timezone of ['Asia/Kathmandu', 'America/New_York'])
      for (const by of ['day', 'week', 'month', 'model', 'agent', 'project', 'session', 'block'])
        for (let n = 0; n < 3; n++) {
          const asked = performance.now()
          await (await fetch(`${server.url}/api/costs/report?by=${by}&timezone=${timezone}`)).text()
          ;(n === 0 ? first : again).push(performance.now() - asked)
        }
    const known = corpus.claude.calls + corpus.codex.calls + files
    const from = performance.now()
    append()
    await until(async () => (await callsIn(server.url)) === known + appended)
    appends.push(performance.now() - from)
    await server.stop()
  }
  for (const times of [first, again]) times.sort((a, b) => a - b)
  return { index: medians(index), first, again, residentBytes: most, appended, appendMs: median(appends) }
}

/** Two hundred sessions of one answer each, and `rows` more answers that can be written behind them at once. */
function appendable(folder: string, rows: number) {
  const files = 200
  const directory = join(folder, 'projects', '-home-user-work-more')
  mkdirSync(directory, { recursive: true })
  const path = (n: number) => join(directory, `${String(n).padStart(8, '0')}-0000-4000-8000-00000000c057.jsonl`)
  for (let n = 0; n < files; n++) writeFileSync(path(n), answerLine(n, 0))
  const texts = Array.from({ length: files }, (_, n) => {
    let text = ''
    for (let row = n; row < rows; row += files) text += answerLine(n, row + 1)
    return text
  })
  return {
    files,
    append: () => {
      for (const [n, text] of texts.entries()) appendFileSync(path(n), text)
    },
  }
}

function answerLine(session: number, row: number) {
  const id = `${session}-${row}`
  return `${JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    cwd: '/home/user/work/more',
    sessionId: `s${session}`,
    version: '2.0.41',
    message: {
      model: 'claude-sonnet-4-5-20250929',
      id: `msg_more_${id}`,
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'The rope is coiled and the hatch is shut. '.repeat(8) }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 3, cache_creation_input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 5 },
    },
    requestId: `req_more_${id}`,
    type: 'assistant',
    uuid: crypto.randomUUID(),
    timestamp: new Date(Date.parse('2026-11-19T10:00:00Z') + row * 20).toISOString(),
  })}\n`
}

async function callsIn(url: string) {
  const { totals } = (await (await fetch(`${url}/api/costs/report?by=month`)).json()) as { totals: { calls: number } }
  return totals.calls
}

async function until(isSo: () => Promise<boolean>) {
  const end = performance.now() + 120_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('what was appended never came to be counted')
    await Bun.sleep(25)
  }
}

function peakNow(pid: number): number | undefined {
  try {
    return (
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024 ||
      undefined
    )
  } catch {
    // It has just ended.
    return undefined
  }
}

// Figures.

const medians = (runs: Run[]): Run => ({
  wallMs: median(runs.map(({ wallMs }) => wallMs)),
  cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
  peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  stdout: '',
})

function heading(what: string, ...columns: string[]) {
  console.log(`\n${what.padEnd(36)}${columns.map((column) => column.padStart(13)).join('')}   (medians of ${rounds})`)
}
function line(what: string, { wallMs, cpuMs, peakBytes }: Run) {
  const cells = [`${wallMs.toFixed(0)} ms`, `${cpuMs.toFixed(0)} ms`, mb(peakBytes)]
  console.log(`  ${what.padEnd(34)}${cells.map((cell) => cell.padStart(13)).join('')}`)
}

function atMost(what: string, ratio: number, budget: BudgetName) {
  hold(budget, ratio)
  console.log(`    ${what}: ${ratio.toFixed(2)}× of ccusage`)
}

// Sums.

type Report = {
  totals: {
    inputTokens: number
    outputTokens: number
    cacheReadTokens: number
    cacheWriteTokens: number
    costUsd: number | null
    boundTokens: number
    unpricedTokens: number
    calls: number
  }
}

function oursOf(text: string): Totals & { bound: number; unpriced: number; calls: number } {
  const { totals } = JSON.parse(text) as Report
  return {
    input: totals.inputTokens,
    output: totals.outputTokens,
    cacheRead: totals.cacheReadTokens,
    cacheWrite: totals.cacheWriteTokens,
    usd: totals.costUsd,
    bound: totals.boundTokens,
    unpriced: totals.unpricedTokens,
    calls: totals.calls,
  }
}

function theirsOf(text: string): Totals {
  const { totals } = JSON.parse(text || '{}') as { totals?: Record<string, number> | null }
  return {
    input: totals?.inputTokens ?? 0,
    output: totals?.outputTokens ?? 0,
    cacheRead: totals?.cacheReadTokens ?? 0,
    cacheWrite: totals?.cacheCreationTokens ?? 0,
    usd: totals?.totalCost ?? 0,
  }
}

const said = ({ input, output, cacheRead, cacheWrite, usd }: Totals) =>
  [input, output, cacheRead, cacheWrite]
    .map((count) => count.toLocaleString('en').padStart(16))
    .join('')
    .concat((usd === null ? '–' : `$${usd.toFixed(6)}`).padStart(18))

function compare(corpus: Corpus, ours: ReturnType<typeof oursOf>, theirs: Totals | null) {
  const { claude, codex } = corpus
  const known: Totals = {
    input: claude.input + codex.input,
    output: claude.output + codex.output,
    cacheRead: claude.cacheRead + codex.cacheRead,
    cacheWrite: claude.cacheWrite + codex.cacheWrite,
    usd: null,
  }
  console.log(
    `\n${'sums of the corpus'.padEnd(22)}${['input', 'output', 'cache read', 'cache write'].map((head) => head.padStart(16)).join('')}${'cost'.padStart(18)}`,
  )
  console.log(`  ${'as it was written'.padEnd(20)}${said(known)}`)
  console.log(`  ${'wheelhouse'.padEnd(20)}${said(ours)}`)
  if (theirs) console.log(`  ${'ccusage'.padEnd(20)}${said(theirs)}`)
  const isRight = (totals: Totals) =>
    (['input', 'output', 'cacheRead', 'cacheWrite'] as const).every((field) => totals[field] === known[field])
  console.log(
    `  wheelhouse is ${isRight(ours) ? 'right to the token' : 'WRONG'}${theirs ? `; ccusage is ${isRight(theirs) ? 'as well' : 'not'}` : ''}`,
  )
  if (theirs && ours.usd !== null && theirs.usd !== null)
    console.log(
      `  cost: ours − theirs = $${(ours.usd - theirs.usd).toFixed(9)}; ${ours.bound.toLocaleString('en')} tokens of ours are said to be a lower bound`,
    )
}

/** Where we mean to differ: what is read, what each says, why, and which test holds it. */
type Difference = { what: string; make(folder: string): Record<string, string>; why: string; test: string }

const claudeLine = (rest: {
  model?: string
  id?: string
  request?: string | null
  output?: number
  stop?: string | null
  usage?: object
}) => {
  const {
    model = 'claude-sonnet-4-5-20250929',
    id = 'msg_1',
    request = 'req_1',
    output = 500,
    stop = 'end_turn',
    usage = {},
  } = rest
  return JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    cwd: '/home/user/work',
    sessionId: 's',
    version: '2.0.41',
    message: {
      model,
      id,
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Aye.' }],
      stop_reason: stop,
      usage: { input_tokens: 1_000, output_tokens: output, ...usage },
    },
    ...(request !== null && { requestId: request }),
    type: 'assistant',
    uuid: 'u',
    timestamp: '2026-11-19T10:00:00.000Z',
  })
}

const claudeHome = (folder: string, ...lines: string[]) => {
  const path = join(folder, 'claude', 'projects', '-home-user-work')
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, '11111111-1111-4111-8111-111111111111.jsonl'), `${lines.join('\n')}\n`)
  return { CLAUDE_CONFIG_DIR: join(folder, 'claude') }
}

const deliberate: Difference[] = [
  {
    what: 'an answer of which only the placeholder was written',
    make: (folder) => claudeHome(folder, claudeLine({ output: 1, stop: null })),
    why: 'the same sum, but ours is marked as a lower bound',
    test: 'src/sources/claude-code/entry.test.ts',
  },
  {
    what: 'a model without a known price',
    make: (folder) => claudeHome(folder, claudeLine({ model: 'nobody-knows-1' })),
    why: 'ours is unpriced (null) and its tokens are listed; theirs is $0',
    test: 'src/costs/pricing/price.test.ts',
  },
  {
    what: 'counts that cannot be (−5, 10¹²)',
    make: (folder) =>
      claudeHome(
        folder,
        claudeLine({}),
        claudeLine({ id: 'msg_2', request: 'req_2', usage: { input_tokens: -5 } }),
        claudeLine({ id: 'msg_3', request: 'req_3', usage: { input_tokens: 1e12 } }),
      ),
    why: 'ours leaves the rows out and doctor names the lines; theirs counts the absurd one and drops the other without a word',
    test: 'src/sources/claude-code/claude-code.test.ts',
  },
  {
    what: "today's OpenClaw: rows in SQLite and archives that are compressed",
    make(folder) {
      const home = join(folder, 'openclaw')
      cpSync(resolve('tests/homes/2026.9.6'), home, { recursive: true })
      return { OPENCLAW_STATE_DIR: home, OPENCLAW_DIR: home }
    },
    why: 'theirs leaves out the archived session and most of the one whose rows are compressed',
    test: 'src/sources/openclaw/openclaw.slow.test.ts',
  },
]

async function differences(peer: string) {
  console.log('\nwhere we mean to differ')
  for (const { what, make, why, test } of deliberate) {
    using folder = temporary('bench-differ')
    const nothing: Corpus = {
      home: join(folder.path, 'empty'),
      files: 0,
      bytes: 0,
      rows: 0,
      usageRows: 0,
      claude: none,
      codex: none,
    }
    // The peer ends with an error where a folder that is named is not there.
    for (const empty of ['claude/projects', 'codex/sessions']) mkdirSync(join(nothing.home, empty), { recursive: true })
    const env = { ...environment(folder.path, nothing, join(folder.path, 'data')), ...make(folder.path) }
    const ours = oursOf(
      (await timed([resolve('dist/wheelhouse'), 'costs', 'daily', '--json', '--timezone', 'UTC'], env)).stdout,
    )
    const theirs = await timed([peer, 'daily', '--json', '--offline', '--timezone', 'UTC'], env)
      .then(({ stdout }) => theirsOf(stdout))
      .catch((error: Error) => `it failed: ${error.message.split(': ').slice(1).join(': ').slice(0, 200)}`)
    const marks = [
      ours.bound > 0 && `${ours.bound} tokens a lower bound`,
      ours.unpriced > 0 && `${ours.unpriced} tokens unpriced`,
    ]
    const mark = marks.filter(Boolean).join(', ')
    console.log(`  ${what}: ${why}\n      (${existsSync(test.split(':')[0]!) ? test : `${test} is missing`})`)
    console.log(`    ours  ${said(ours)}${mark ? `  ${mark}` : ''}`)
    console.log(`    theirs${typeof theirs === 'string' ? `  ${theirs}` : said(theirs)}`)
  }
}

const none = { calls: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
