import { appendFileSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LogNews, LogPage } from '../src/logs/log-line.ts'
import { openBrowser } from '../tests/testing/browser.ts'
import { start, temporary, until } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { at, mb, median, processorSeconds, residentBytes } from './figures.ts'
import { frameClient } from './frames.ts'

const perSecond = 20_000
const burstsEach = 10
const runs = 7
const questions = [
  'q=answered',
  'level=error',
  'q=request+17+was',
  'regex=request+\\d%2B7+was',
  'q=nobody+ever+wrote+this',
]

/**
 * A log of 20,000 lines a second, rotated by rename and by copy meanwhile, with a page of it open in a browser: whether a
 * line went missing, what it takes, how late a socket frame is, how small it is kept, and how fast it is searched.
 */
export async function logs(seconds = 60) {
  using folder = temporary('bench-logs')
  const file = join(folder.path, 'app', 'app.log')
  mkdirSync(join(folder.path, 'app'))
  const settings = join(folder.path, 'home', '.config', 'wheelhouse')
  mkdirSync(settings, { recursive: true })
  writeFileSync(file, '')
  writeFileSync(join(settings, 'config.toml'), `[[logs]]\nname = "app"\npath = "${file}"\n`)
  const nothing = join(folder.path, 'nothing')
  await using server = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: nothing, CLAUDE_CONFIG_DIR: nothing, CODEX_HOME: nothing, GEMINI_DATA_DIR: nothing },
  })
  await server.caughtUp()
  const linesKept = async () => {
    const { items } = await server.ask<{ items: { id: string; lines: number; bytes: number }[] }>('/api/logs/sources')
    return items.find(({ id }) => id === 'app')
  }
  await until('the source is known', linesKept)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(`${server.url}/logs`)
  const { cursor } = await server.ask<LogNews>('/api/logs/news?source=app&limit=1')
  const client = await frameClient(server.url, server.pid)
  const before = await processorSeconds(server.pid)
  const resident: number[] = [await residentBytes(server.pid)]
  const devtools = await page.context().newCDPSession(page)
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    return ((await devtools.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize
  }
  const heaps = [await heap()]
  let number = 0
  let bytes = 0
  const begun = performance.now()
  for (let second = 0; second < seconds; second++) {
    for (let burst = 0; burst < burstsEach; burst++) {
      const lines: string[] = []
      for (let line = 0; line < perSecond / burstsEach; line++, number++)
        lines.push(
          `{"level":${number % 5_000 === 0 ? 50 : 30},"time":${Date.now()},"msg":"request ${number} was answered","path":"/harbour/${number % 97}","ms":${number % 41}}\n`,
        )
      const text = lines.join('')
      bytes += text.length
      appendFileSync(file, text)
      await Bun.sleep(Math.max(0, begun + (second + (burst + 1) / burstsEach) * 1_000 - performance.now()))
    }
    if (second % 20 === 19) renameSync(file, `${file}.${second}`)
    if (second % 10 === 9) {
      resident.push(await residentBytes(server.pid))
      heaps.push(await heap())
    }
  }
  const writtenSeconds = (performance.now() - begun) / 1_000
  await until('every line is kept', async () => (await linesKept())!.lines >= number, 120_000)
  const keptSeconds = (performance.now() - begun) / 1_000
  const frames = await client.stop()
  const used = (await processorSeconds(server.pid)) - before
  console.log(
    `${number} lines, ${mb(bytes)} in ${writtenSeconds.toFixed(0)} s (${(number / writtenSeconds).toFixed(0)} a second): kept ${((keptSeconds - writtenSeconds) * 1_000).toFixed(0)} ms behind the last one, ${((used / keptSeconds) * 100).toFixed(0)} % of a core`,
  )
  console.log(`  server ${resident.map(mb).join(', ')}; page ${heaps.map(mb).join(', ')}`)
  const ours = frames.map(({ ms, withoutCoreMs }) => ms - Math.min(ms, withoutCoreMs)).sort((a, b) => a - b)
  console.log(
    `  a socket frame meanwhile, with a core: p95 ${at(ours, 0.95).toFixed(1)}, max ${ours.at(-1)!.toFixed(1)} ms`,
  )
  hold('frame', ours.at(-1)!)
  const { lines, bytes: keptBytes } = (await linesKept())!
  const database = statSync(join(folder.path, 'data', 'logs.sqlite')).size
  console.log(
    `  ${lines} lines kept in ${mb(keptBytes)}, ${(keptBytes / bytes).toFixed(3)} of what was written; logs.sqlite ${mb(database)}`,
  )
  // A second reader with the position of before gets every line once, in order.
  let next = 0
  let wrong = 0
  const read = performance.now()
  for (let after = cursor, more = true; more; ) {
    const news = await server.ask<LogNews>(`/api/logs/news?source=app&limit=1000&after=${after}`)
    for (const { text } of news.items)
      if (text === `request ${next} was answered`) next++
      else wrong++
    after = news.cursor
    more = news.more
  }
  console.log(
    `  read on from a position: ${next} of ${number} in order, ${wrong} others, ${(next / ((performance.now() - read) / 1_000)).toFixed(0)} lines a second`,
  )
  hold('log lines', Math.abs(number - next) + wrong)
  for (const question of questions) {
    const times: number[] = []
    let answer: LogPage | undefined
    for (let run = 0; run < runs; run++) {
      const asked = performance.now()
      answer = await server.ask<LogPage>(`/api/logs?source=app&${question}&limit=100`)
      times.push(performance.now() - asked)
    }
    console.log(
      `  ${question.padEnd(28)} median ${median(times).toFixed(0).padStart(5)} ms, ${answer!.items.length} lines${answer!.problem === null ? '' : `, ${answer!.problem}`}`,
    )
  }
  console.log('')
}
