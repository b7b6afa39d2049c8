// bench.ts [all | part[=size]…]: what Wheelhouse costs, beside its budgets: medians of several runs, and the machine.
import { rmSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { build } from '../scripts/build.ts'
import { openBrowser } from '../tests/testing/browser.ts'
import { type Running, recordedHome, start, temporary } from '../tests/testing/program.ts'
import { bigHome } from './big-home.ts'
import { hold, printBudgets } from './budgets.ts'
import { costs } from './costs.ts'
import { append, fanOut } from './fan-out.ts'
import { kb, mb, median, p95, residentBytes, say } from './figures.ts'
import { frames } from './frames.ts'
import { hour, pushed, streaming } from './gateway.ts'
import { growth } from './growth.ts'
import { health } from './health.ts'
import { logs } from './logs.ts'
import { officePage } from './office-page.ts'
import { officeWorld } from './office-world.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { transcript } from './transcript.ts'

const parts: Record<string, () => Promise<void>> = {
  start: starting,
  page,
  painted,
  pushed,
  streaming,
  fan,
  frames,
  index: indexing,
  office: async () => {
    await officeWorld()
    await officePage(sizes.get('office'))
  },
}
/** These take minutes, so they are only run when they are asked for. */
const longParts: typeof parts = {
  hour,
  growth,
  costs: () => costs(sizes.get('costs')),
  sessions: () => sessions(sizes.get('sessions')),
  transcript: () => transcript(sizes.get('transcript')),
  search: () => search(sizes.get('search')),
  logs: () => logs(sizes.get('logs')),
  health: () => health(sizes.get('health')),
}
/** `costs=64`, `sessions=2000`, `transcript=100`, `search=100`, `logs=10`, `health=20`, `office=60`: a part with a size of its own, in mebibytes, sessions, megabytes, megabytes, seconds, days, minutes. */
const given = process.argv.slice(2).map((word) => word.split('='))
const asked = given.map(([name = '']) => name)
const sizes = new Map<string, number>(given.flatMap(([name = '', size]) => (size ? [[name, Number(size)]] : [])))
const isAll = asked.includes('all')
for (const name of asked)
  if (!(name === 'all' || name in parts || name in longParts))
    throw new Error(`There is no part “${name}”. Known: all, ${Object.keys({ ...parts, ...longParts }).join(', ')}.`)

await build()
const [processor] = cpus()
console.log(
  `${cpus().length} × ${processor?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Bun ${Bun.version}`,
)
console.log(`executable: ${(Bun.file('dist/wheelhouse').size / 1e6).toFixed(1)} MB\n`)
for (const [name, part] of Object.entries(asked.length === 0 ? parts : { ...parts, ...longParts }))
  if (asked.length === 0 || isAll || asked.includes(name)) await part()
hold('executable', Bun.file('dist/wheelhouse').size / 1e6)
printBudgets()
process.exit(0)

/** From exec to the first page, and to numbers that are right, over an index that is warm. */
async function starting() {
  using folder = temporary('bench-start')
  const home = join(folder.path, 'home')
  const known = bigHome(home, { seed: 5, bytes: 50e6 })
  const env = { OPENCLAW_STATE_DIR: home }
  {
    await using warm = await start(folder.path, [], { env })
    await warm.caughtUp()
    await warm.stop()
  }
  const firstPage: number[] = []
  const rightNumbers: number[] = []
  const ready: number[] = []
  let idleBytes = 0
  for (let run = 0; run < 11; run++) {
    const begun = performance.now()
    await using server = await start(folder.path, [], { env })
    await (await fetch(server.url)).text()
    firstPage.push(performance.now() - begun)
    while (true) {
      const { totals } = await server.ask<{ totals: { calls: number } }>('/api/costs/report?by=month')
      if (totals.calls === known.calls) break
    }
    rightNumbers.push(performance.now() - begun)
    await server.caughtUp()
    ready.push(performance.now() - begun)
    if (run === 10) {
      await Bun.sleep(3_000)
      idleBytes = await residentBytes(server.pid)
    }
    await server.stop()
  }
  say('exec → first page', firstPage, 'ms')
  say('exec → right numbers (warm index of 50 MB)', rightNumbers, 'ms')
  say('exec → every file looked at again', ready, 'ms')
  console.log(`resident, idle: ${mb(idleBytes)}\n`)
  hold('first page', median(firstPage))
  hold('right numbers', median(rightNumbers))
  hold('idle', idleBytes / 1e6)
}

/** What the first load weighs over the wire, fonts apart, and how many requests it takes; chart and art come behind the first paint. */
async function page() {
  using folder = temporary('bench-page')
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await server.caughtUp()
  await using browser = await openBrowser()
  const tab = await browser.page()
  await tab.goto(server.url)
  await tab.waitForSelector('[data-session]')
  await tab.waitForTimeout(2_000)
  const { rows, painted } = await tab.evaluate(() => ({
    rows: [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].map((entry) => {
      const { name, encodedBodySize } = entry as PerformanceResourceTiming
      return { name, bytes: encodedBodySize }
    }),
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  }))
  const isFont = ({ name }: { name: string }) => name.endsWith('.woff2')
  /** It comes behind the first paint. */
  const isChart = ({ name }: { name: string }) => name.includes('/assets/chart-')
  // The window of the Bridge comes behind the first paint as well, in parts that it shares with the page of the office.
  const window = rows.find(({ name }) => name.includes('/assets/office-'))?.name
  const parts = window === undefined ? [] : await importsOf(window)
  const isArt = ({ name }: { name: string }) => parts.some((part) => name.endsWith(part)) || name === window
  const sum = (list: typeof rows) => list.reduce((total, row) => total + row.bytes, 0)
  const first = rows.filter((row) => !isArt(row) && !isChart(row))
  const firstLoad = sum(first.filter((row) => !isFont(row)))
  hold('first load', firstLoad / 1_000)
  hold('fonts', sum(rows.filter(isFont)) / 1_000)
  hold('requests', first.length)
  console.log(
    [
      `first load: ${kb(firstLoad)} without fonts`,
      `fonts ${kb(sum(rows.filter(isFont)))}`,
      `the chart ${kb(sum(rows.filter(isChart)))}`,
      `the office's art ${kb(sum(rows.filter(isArt)))}`,
      `${first.length} requests, ${rows.length} with those of chart and art`,
      `first paint ${painted.toFixed(0)} ms\n`,
    ].join(', '),
  )
}

/** The scripts that a script imports for itself: not those that the page has already. */
async function importsOf(url: string): Promise<string[]> {
  const read = async (path: string) => (await fetch(new URL(path, url))).text()
  const importsIn = (script: string) => [...script.matchAll(/from\s*"(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!)
  const entry = /src="(\/assets\/index-[^"]+\.js)"/.exec(await read('/'))![1]!
  const first = new Set([entry, ...importsIn(await read(entry))])
  return importsIn(await read(url)).filter((path) => !first.has(path))
}

/** From a line appended to its number painted, in a real browser. */
async function painted() {
  using folder = temporary('bench-painted')
  const [sqlite, jsonl] = [recordedHome('2026.9.6', folder.path), recordedHome('2026.3.24', folder.path)]
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: `${sqlite},${jsonl}` } })
  await server.caughtUp()
  await using browser = await openBrowser()
  const tab = await browser.page()
  await tab.goto(server.url)
  await tab.waitForSelector('[data-session]')
  // The page notes when each amount was first painted, on the clock it shares with us.
  await tab.evaluate(() => {
    const seen: Record<string, number> = {}
    ;(window as unknown as { seen: typeof seen }).seen = seen
    const today = document.querySelector('.top-bar .today')!
    new MutationObserver(() => {
      const text = today.textContent ?? ''
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          seen[text] ??= performance.timeOrigin + performance.now()
        }
        channel.port2.postMessage(undefined)
      })
    }).observe(today, { characterData: true, childList: true, subtree: true })
  })
  let total = 0
  const { Database } = await import('bun:sqlite')
  const file = join(jsonl, 'agents', 'main', 'sessions', '05a1e75b-a57c-4ec1-99a7-4f795486d027.jsonl')
  using database = new Database(join(sqlite, 'agents', 'ops', 'agent', 'openclaw-agent.sqlite'))
  database.run('PRAGMA journal_mode = WAL')
  const row = database
    .query<{ id: string; seq: number }, []>(
      'SELECT session_id AS id, max(seq) AS seq FROM transcript_events GROUP BY session_id LIMIT 1',
    )
    .get()!

  for (const [name, write] of [
    ['JSONL', (entry: object) => append(file, [entry])],
    [
      'SQLite',
      (entry: object) =>
        void database.run(
          'INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)',
          [row.id, ++row.seq, JSON.stringify(entry), Date.now()],
        ),
    ],
  ] as const) {
    const delays: number[] = []
    for (let n = 0; n < 60; n++) {
      total += 1.01
      const text = `Today$${total.toFixed(2)}`
      await tab.waitForTimeout(40 + (n % 7) * 15)
      const begun = performance.timeOrigin + performance.now()
      write(answer(1.01))
      const shown = await tab.waitForFunction(
        (text) => (window as unknown as { seen: Record<string, number> }).seen[text],
        text,
      )
      delays.push((await shown.jsonValue())! - begun)
    }
    say(`appended → painted, ${name}`, delays, 'ms', true)
    hold('painted p50', median(delays))
    hold('painted p95', p95(delays))
  }
  console.log('')
}

/** Two hundred pages that listen, one of them stuck. */
async function fan() {
  using folder = temporary('bench-fan')
  const home = recordedHome('2026.3.24', folder.path)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const sessions = join(home, 'agents', 'main', 'sessions')
  const file = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-0000000fa000`
  const before = await residentBytes(server.pid)
  const result = await fanOut(server.url, {
    clients: 200,
    events: 40,
    happen: (n) => append(join(sessions, `${file(n)}.jsonl`), [words(n)]),
    isIt: (event, n) => event.kind === 'session.changed' && (event.session as { id: string }).id.endsWith(file(n)),
    async flood() {
      for (let round = 0; round < 4; round++) {
        for (let n = 0; n < 4_000; n++) append(join(sessions, `${file(1_000 + n)}.jsonl`), [words(n)])
        await Bun.sleep(800)
      }
    },
  })
  console.log(
    `fan-out: ${result.clients} clients and a stuck one, ${result.events} events: ${result.missed} missed, p50 ${result.p50.toFixed(0)} ms, p95 ${result.p95.toFixed(0)} ms after the write; resident ${mb(before)} → ${mb(await residentBytes(server.pid))}`,
  )
  hold('fan-out p95', result.p95)
  hold('fan-out missed', result.missed)
  console.log(`after 16,000 more: the stuck reader ${result.stuck}, ${result.left} of 20 others still listen\n`)
}

/** Everything of a 200 MB home, from nothing. */
async function indexing() {
  using folder = temporary('bench-index')
  const home = join(folder.path, 'home')
  const known = bigHome(home, { seed: 3, bytes: 200e6 })
  const took: number[] = []
  let resident = 0
  for (let run = 0; run < 5; run++) {
    rmSync(join(folder.path, 'data'), { recursive: true, force: true })
    const server: Running = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
    const begun = performance.now()
    await server.caughtUp()
    took.push(performance.now() - begun)
    resident = await residentBytes(server.pid)
    await server.stop()
  }
  say(
    `cold index of ${(known.bytes / 1e6).toFixed(0)} MB (${known.files} files, ${known.calls} answers), after the first page`,
    took,
    'ms',
  )
  console.log(`resident right after: ${mb(resident)}\n`)
}

function words(n: number) {
  return {
    type: 'message',
    id: 'aaaaaaaa',
    timestamp: new Date().toISOString(),
    message: { role: 'user', content: `Words of ${n}`, timestamp: Date.now() },
  }
}

function answer(usd: number) {
  const now = Date.now()
  return {
    type: 'message',
    id: crypto.randomUUID(),
    timestamp: new Date(now).toISOString(),
    message: {
      role: 'assistant',
      content: [],
      provider: 'fake',
      model: 'fake-large',
      usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0, totalTokens: 2, cost: { total: usd } },
      stopReason: 'stop',
      timestamp: now,
    },
  }
}
