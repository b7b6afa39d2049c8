import { join } from 'node:path'
import { openBrowser } from '../tests/testing/browser.ts'
import { type Running, start, temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { at, mb, median, p95, residentBytes, say } from './figures.ts'
import { transcriptHome } from './transcript-home.ts'

const subagents = 1_000
const places = 60
const appended = 40

/**
 * One very long transcript: what it takes to open it at its end and at any place, to look through all of it, and to paint
 * what is written on; and what the server and the page need for it. `megabytes` is its size.
 */
export async function transcript(megabytes = 1_000) {
  using folder = temporary('bench-transcript')
  const claude = join(folder.path, 'claude')
  const home = transcriptHome(claude, { bytes: megabytes * 1e6, subagents })
  console.log(`a transcript of ${mb(home.bytes)} in ${home.rows} rows, some of 16 MB, with ${subagents} sub-agents`)
  const nothing = join(folder.path, 'nothing')
  const env = {
    OPENCLAW_STATE_DIR: nothing,
    CLAUDE_CONFIG_DIR: claude,
    CODEX_HOME: nothing,
    GEMINI_DATA_DIR: nothing,
    OPENCODE_DATA_DIR: nothing,
  }
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const id = await longest(server)
  const path = `/api/sessions/${encodeURIComponent(id)}`

  const { size } = await timedJson<{ size: number }>(server, `${path}/transcript?limit=100`)
  const ends: number[] = []
  for (let run = 0; run < 9; run++) ends.push((await timedJson(server, `${path}/transcript?limit=100`)).ms)
  say('answered, its end', ends, 'ms')
  const jumps: number[] = []
  for (let place = 0; place < places; place++) {
    const from = Math.floor((size * ((place * 37) % places)) / places)
    jumps.push((await timedJson(server, `${path}/transcript?limit=60&from=${from}`)).ms)
  }
  say('answered, any place', jumps, 'ms', true)
  hold('any place', p95(jumps))
  const begun = performance.now()
  let read = 0
  let steps = 0
  for (; read < size; steps++) ({ read } = await timedJson<{ read: number }>(server, `${path}/digest`))
  console.log(`looked through: ${((performance.now() - begun) / 1_000).toFixed(1)} s in ${steps} answers`)
  console.log(`server: ${mb(await residentBytes(server.pid))} after that`)

  await using browser = await openBrowser()
  const page = await browser.page()
  const opened: number[] = []
  for (let run = 0; run < 5; run++) {
    await page.goto(`${server.url}/settings`)
    const clicked = performance.now()
    await page.goto(`${server.url}/sessions/${encodeURIComponent(id)}`)
    await page.waitForSelector('[data-item]')
    opened.push(performance.now() - clicked)
  }
  say('painted, its end', opened, 'ms')
  hold('open end', median(opened))
  const painted: number[] = []
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(window, { frames })
    let before = performance.now()
    const next = (now: number) => {
      frames.push(now - before)
      before = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  for (let number = 0; number < appended; number++) {
    const mark = `mark-${number}-end`
    const written = performance.now()
    home.write(mark)
    await page.waitForFunction((mark) => document.querySelector('[role=log]')?.textContent?.includes(mark), mark, {
      polling: 'raf',
    })
    painted.push(performance.now() - written)
  }
  say('painted, after it was appended', painted, 'ms', true)
  const frames = (await page.evaluate(() => (window as unknown as { frames: number[] }).frames)).toSorted(
    (a, b) => a - b,
  )
  console.log(`frames while it was appended: p50 ${at(frames, 0.5).toFixed(1)}, p95 ${at(frames, 0.95).toFixed(1)} ms`)
  hold('frame p95', at(frames, 0.95))
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number }
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  hold('page heap', usedSize / 1e6)
  console.log(`page: ${mb(usedSize)} of heap, ${elements} elements\n`)
}

/** The only session that is no sub-agent. */
async function longest(server: Running) {
  const { items } = await server.ask<{ items: { id: string; parentId: string | null }[] }>(
    '/api/sessions?tree=1&limit=5',
  )
  return items.find(({ parentId }) => parentId === null)!.id
}

async function timedJson<Body = unknown>({ url }: Running, path: string): Promise<Body & { ms: number }> {
  const begun = performance.now()
  const answer = await fetch(url + path)
  const body = (await answer.json()) as Body
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return { ...body, ms: performance.now() - begun }
}
