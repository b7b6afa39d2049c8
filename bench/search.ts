import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SearchAnswer } from '../src/search/answer.ts'
import { type Running, start, temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { at, mb, median, processorSeconds, residentBytes } from './figures.ts'
import { frameClient } from './frames.ts'
import { searchHome } from './search-home.ts'

const runs = 7
/** It stands in one row, of the oldest session. */
const mark = 'marlinspike-4711'

/** What is asked, and the budget that the first answer has. */
const questions: { q: string; budget: 'search words' | 'search literal' | null }[] = [
  { q: 'documentation', budget: 'search words' },
  { q: 'parse options', budget: 'search words' },
  { q: 'configur*', budget: 'search words' },
  { q: 'marlinspike', budget: 'search words' },
  { q: '"export function"', budget: 'search literal' },
  { q: '"=> {"', budget: 'search literal' },
  { q: 'Object.keys(', budget: 'search literal' },
  { q: '*arlinspik*', budget: 'search literal' },
  { q: `"${mark}"`, budget: 'search literal' },
  { q: '"nobody ever wrote this"', budget: 'search literal' },
  { q: '/marl\\w+-\\d{4}/', budget: null },
  { q: '/import .* from/', budget: null },
]

/**
 * Real text in very many transcripts: how fast it is indexed and how large the index becomes, how late a socket frame is
 * meanwhile, what the first answer takes, and what is resident when nobody searches any more. `megabytes` is its size.
 */
export async function search(megabytes = 1_074) {
  using folder = temporary('bench-search')
  const claude = join(folder.path, 'claude')
  const home = searchHome(claude, { bytes: megabytes * 1e6, mark })
  console.log(`${mb(home.bytes)} of text in ${home.rows} rows of ${home.sessions} sessions`)
  const nothing = join(folder.path, 'nothing')
  await using server = await start(folder.path, [], {
    env: {
      OPENCLAW_STATE_DIR: nothing,
      CLAUDE_CONFIG_DIR: claude,
      CODEX_HOME: nothing,
      GEMINI_DATA_DIR: nothing,
      OPENCODE_DATA_DIR: nothing,
    },
  })
  await server.caughtUp()
  const before = { bytes: await residentBytes(server.pid), seconds: await processorSeconds(server.pid) }
  const begun = performance.now()
  const client = await frameClient(server.url, server.pid)
  const answer = await asked(server, 'documentation')
  console.log(`  asked before anything is indexed: ${said(answer)}`)
  while (!(await asked(server, '')).index.isWhole) await Bun.sleep(500)
  const frames = await client.stop()
  const wallSeconds = (performance.now() - begun) / 1_000
  const seconds = (await processorSeconds(server.pid)) - before.seconds
  const path = join(folder.path, 'data', 'search.sqlite')
  const size = [path, `${path}-wal`].reduce((sum, each) => sum + (existsSync(each) ? statSync(each).size : 0), 0)
  console.log(
    `  indexed in ${wallSeconds.toFixed(0)} s, ${seconds.toFixed(0)} s of a core: ${(home.bytes / 1e6 / seconds).toFixed(1)} MB a second of a core; ${mb(size)}, ${(size / home.bytes).toFixed(2)} of the text`,
  )
  hold('search index', size / home.bytes)
  const ours = frames.map(({ ms, withoutCoreMs }) => ms - Math.min(ms, withoutCoreMs)).sort((a, b) => a - b)
  console.log(
    `  a socket frame meanwhile, with a core: p95 ${at(ours, 0.95).toFixed(1)}, max ${ours.at(-1)!.toFixed(1)} ms`,
  )
  hold('frame', ours.at(-1)!)
  for (const { q, budget } of questions) {
    const first = await asked(server, q)
    const times = [first.ms]
    for (let run = 1; run < runs; run++) times.push((await asked(server, q)).ms)
    console.log(
      `  ${q.padEnd(28)} first ${first.ms.toFixed(0).padStart(5)} ms, median ${median(times).toFixed(0).padStart(5)} ms   ${said(first)}`,
    )
    if (budget) hold(budget, median(times))
  }
  console.log(`  resident: ${mb(before.bytes)} before, ${mb(await residentBytes(server.pid))} while it searches`)
  await Bun.sleep(100_000)
  console.log(`  ${mb(await residentBytes(server.pid))} when nobody searched for a hundred seconds\n`)
}

const said = ({ sessions, isComplete, searchedBackTo, scanned, ms }: SearchAnswer & { ms: number }) =>
  [
    `${sessions.reduce((sum, { hits }) => sum + hits.length, 0)} hits in ${sessions.length} sessions`,
    isComplete
      ? 'all was looked through'
      : `back to ${searchedBackTo === null ? '?' : new Date(searchedBackTo).toISOString().slice(0, 10)}`,
    `${scanned} read, ${ms.toFixed(0)} ms`,
  ].join(', ')

async function asked({ url }: Running, q: string): Promise<SearchAnswer & { ms: number }> {
  const begun = performance.now()
  const response = await fetch(`${url}/api/search?q=${encodeURIComponent(q)}`)
  const body = (await response.json()) as SearchAnswer
  if (!response.ok) throw new Error(`“${q}” was answered ${response.status}: ${JSON.stringify(body)}`)
  return { ...body, ms: performance.now() - begun }
}
