import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Running, start, temporary, until } from '../tests/testing/program.ts'
import { type BudgetName, hold } from './budgets.ts'
import { at, mb, processorSeconds, residentBytes } from './figures.ts'
import { sessionsHome } from './sessions-home.ts'

const runs = 7
const idleSeconds = 30

/** What is asked, and the budget it has, if any: for the first answer, and the median after a commit. */
const questions: { what: string; path: string; budget?: BudgetName }[] = [
  { what: 'overview', path: '/api/overview', budget: 'overview' },
  { what: 'summary of costs', path: '/api/costs/summary', budget: 'summary' },
  { what: 'sessions, first page', path: '/api/sessions?tree=1', budget: 'list' },
  { what: 'sessions, counts', path: '/api/sessions/facets' },
  { what: 'report by session, first page', path: '/api/costs/report?by=session&limit=100' },
  { what: 'page of costs', path: '/api/costs/page' },
]

/**
 * Very many sessions: what the pages that everybody opens take to answer, first, again, and right after something was
 * committed; what is used while nothing happens; and the most memory there ever was.
 */
export async function sessions(count = 100_000, end?: number) {
  const home = sessionsHome(count, end)
  using folder = temporary('bench-sessions')
  const live = join(folder.path, 'claude', 'projects', '-home-user-live', `${crypto.randomUUID()}.jsonl`)
  mkdirSync(dirname(live), { recursive: true })
  const nothing = join(folder.path, 'nothing')
  const env = {
    OPENCLAW_STATE_DIR: home.openclaw,
    OPENCLAW_DIR: home.openclaw,
    CLAUDE_CONFIG_DIR: [home.claude, join(folder.path, 'claude')].join(','),
    CODEX_HOME: nothing,
    GEMINI_DATA_DIR: nothing,
    OPENCODE_DATA_DIR: nothing,
  }
  console.log(`${home.sessions} sessions, ${home.calls} calls`)
  let coldPeakBytes = 0
  {
    await using cold = await start(folder.path, [], { env })
    const begun = performance.now()
    await cold.caughtUp()
    console.log(`  index from nothing: ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
    coldPeakBytes = await peakBytes(cold.pid)
    await cold.stop()
  }
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  await settled(server.pid)
  const quiet = await usedWhileIdle(server.pid)
  const restingBytes = await residentBytes(server.pid)
  console.log(`${'asked'.padEnd(32)}${['first', 'again', 'after a commit', 'p95', 'size'].map(column).join('')}`)
  for (const { what, path, budget } of questions) {
    const first = await timed(server, path)
    const again: number[] = []
    const fresh: number[] = []
    for (let run = 0; run < runs; run++) again.push((await timed(server, path)).ms)
    for (let run = 0; run < runs; run++) {
      await commit(server, live)
      fresh.push((await timed(server, path)).ms)
    }
    const [warm, new_] = [again, fresh].map((values) => values.toSorted((a, b) => a - b))
    const median = at(new_!, 0.5)
    console.log(
      `${what.padEnd(32)}${[ms(first.ms), ms(at(warm!, 0.5)), ms(median), ms(at(new_!, 0.95)), `${(first.bytes / 1e3).toFixed(1)} kB`].map(column).join('')}`,
    )
    if (budget) hold(budget, Math.max(first.ms, median))
  }
  await settled(server.pid)
  const watched = await listen(server.url)
  const open = await usedWhileIdle(server.pid)
  watched.close()
  const peak = await peakBytes(server.pid)
  console.log(`idle over ${idleSeconds} s: ${percent(quiet)} of a core, ${percent(open)} with a page open`)
  hold('idle many', Math.max(quiet, open) * 100)
  console.log(
    `resident: ${mb(restingBytes)} at rest, ${mb(await residentBytes(server.pid))} after all that; at most ${mb(coldPeakBytes)} while the index was made, ${mb(peak)} while it was asked`,
  )
  hold('peak many', Math.max(coldPeakBytes, peak) / 1e6)
  await server.stop()
  console.log('')
}

const column = (text: string) => text.padStart(16)
const ms = (value: number) => `${value.toFixed(1)} ms`
const percent = (part: number) => `${(part * 100).toFixed(2)} %`

async function timed({ url }: Running, path: string) {
  const begun = performance.now()
  const answer = await fetch(url + path)
  const text = await answer.text()
  const ms = performance.now() - begun
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 200)}`)
  return { ms, bytes: Buffer.byteLength(text) }
}

let answers = 0

/** Appends an answer to a session, and waits until the index has it. */
async function commit(server: Running, file: string) {
  const before = await callsOf(server)
  answers++
  const line = {
    parentUuid: null,
    isSidechain: false,
    cwd: '/home/user/live',
    sessionId: 'live',
    version: '2.0.41',
    message: {
      model: 'claude-sonnet-4-5-20250929',
      id: `msg_${answers}`,
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Aye.' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 1_000, output_tokens: 500 },
    },
    requestId: `req_${answers}`,
    type: 'assistant',
    uuid: crypto.randomUUID(),
    timestamp: new Date().toISOString(),
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
  await until('an appended answer is in the index', async () => (await callsOf(server)) > before)
}

const callsOf = async (server: Running) =>
  (await server.ask<{ totals: { calls: number } }>('/api/costs/report?by=runtime&project=/home/user/live')).totals.calls

/** Waits until nothing is used any more but what idling uses. */
async function settled(pid: number) {
  for (let before = -1; ; ) {
    const now = await processorSeconds(pid)
    if (now - before < 0.3) return
    before = now
    await Bun.sleep(3_000)
  }
}

/** The share of a core that is used while nothing happens. */
async function usedWhileIdle(pid: number) {
  const before = await processorSeconds(pid)
  await Bun.sleep(idleSeconds * 1_000)
  return ((await processorSeconds(pid)) - before) / idleSeconds
}

async function peakBytes(pid: number) {
  const status = await Bun.file(`/proc/${pid}/status`).text()
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

/** A page that listens to what the first page does. */
async function listen(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
  await new Promise<void>((resolve) => {
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type?: string }
      if (type === 'hello') socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview', 'health'] }))
      if (type === 'subscribed') resolve()
    }
  })
  return socket
}
