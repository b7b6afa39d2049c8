import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { start, temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { mb, residentBytes } from './figures.ts'

const agents = 20
/** One answer of each agent every thirty seconds. */
const answersAnHour = 120
const hours = 24
/** By then every code path has run, and what is kept for pages has its size. */
const settledHour = 6

/**
 * Twenty agents for 24 hours, in a few minutes: what an hour of theirs writes, a page that listens all the while and one
 * that is opened every hour. Prints how memory grows once everything has run.
 */
export async function growth() {
  using folder = temporary('growth')
  const home = join(folder.path, 'openclaw')
  for (let agent = 0; agent < agents; agent++)
    mkdirSync(join(home, 'agents', `a${agent}`, 'sessions'), { recursive: true })
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  const heard = { events: 0 }
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`)
  socket.onmessage = ({ data }) => {
    heard.events++
    if (String(data).includes('"hello"')) socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
  }

  const begin = Date.now() - hours * 3_600_000
  const resident: number[] = []
  for (let hour = 0; hour < hours; hour++) {
    for (let turn = 0; turn < answersAnHour; turn++) {
      for (let agent = 0; agent < agents; agent++) write(home, agent, hour, turn, begin)
      await Bun.sleep(20)
    }
    for (const path of ['/api/overview', '/api/costs/page', '/api/sessions?limit=100'])
      await (await fetch(`${server.url}${path}`)).text()
    await Bun.sleep(1_500)
    resident.push(await residentBytes(server.pid))
  }
  await Bun.sleep(10_000)
  resident.push(await residentBytes(server.pid))
  socket.close()
  const { totals } = (await (await fetch(`${server.url}/api/costs/report?by=runtime&since=2020-01-01`)).json()) as {
    totals: { calls: number }
  }
  const wanted = agents * answersAnHour * hours
  if (totals.calls !== wanted) throw new Error(`${totals.calls} answers were read, not ${wanted}`)
  const [settled, last] = [resident[settledHour]!, resident.at(-1)!]
  hold('growth', (last - settled) / 1e6 / (hours - settledHour))
  console.log(
    `24 hours of ${agents} agents (${wanted} answers, ${heard.events} frames): ${resident.map(mb).join(', ')}; from hour ${settledHour} on ${((last - settled) / 1e6 / (hours - settledHour)).toFixed(2)} MB an hour`,
  )
}

/** A session of an agent lasts three hours. */
function write(home: string, agent: number, hour: number, turn: number, begin: number) {
  const number = Math.floor(hour / 3)
  const id = `${String(agent).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
  const path = join(home, 'agents', `a${agent}`, 'sessions', `${id}.jsonl`)
  const timestamp = new Date(begin + hour * 3_600_000 + turn * 30_000).toISOString()
  const line = (record: object) => appendFileSync(path, `${JSON.stringify(record)}\n`)
  if (hour % 3 === 0 && turn === 0)
    line({ type: 'session', version: 3, id, timestamp, cwd: `/home/user/project${agent}` })
  line({
    type: 'message',
    id: `m${agent}-${hour}-${turn}`,
    timestamp,
    message: {
      role: 'assistant',
      content: [{ type: 'text', text: `Step ${turn} of ${answersAnHour}. `.repeat(20) }],
      provider: 'anthropic',
      model: 'claude-sonnet-4-6',
      usage: { input: 900 + turn, output: 200, cacheRead: 40_000, cacheWrite: 300, totalTokens: 41_400 + turn },
      stopReason: 'stop',
    },
  })
}
