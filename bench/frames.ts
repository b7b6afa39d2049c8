import { join } from 'node:path'
import { bigIndex } from '../src/indexing/testing/big-index.ts'
import { start, temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { at } from './figures.ts'

const rounds = 5
const asksEach = 4

/**
 * How late a socket frame is while something long is asked of an index of a year, 5,000 sessions and 200,000 calls. The
 * client that waits for frames is a process of its own; each question is another one, so that none is remembered. The
 * goal is for the time that is ours: on a busy machine the thread that serves sockets also waits for a core.
 */
export async function frames() {
  using folder = temporary('bench-frames')
  bigIndex(join(folder.path, 'data', 'index.sqlite'), { now: Date.now() })
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: join(folder.path, 'nothing') } })
  await server.caughtUp()
  let day = 0
  const since = () => new Date(Date.now() - (330 + (day++ % 30)) * 86_400_000).toISOString().slice(0, 10)
  const questions: Record<string, () => string> = {
    nothing: () => '/healthz',
    'a report of a year by day': () => `/api/costs/report?by=day&since=${since()}`,
    'a report of a year by session': () => `/api/costs/report?by=session&breakdown=true&since=${since()}`,
    'the page of costs of a year': () => `/api/costs/page?since=${since()}`,
    'a list of 5,000 sessions': () => `/api/sessions?limit=200&sort=cost&tree=1&since=${day++}`,
    'the facets of 5,000 sessions': () => `/api/sessions/facets?since=${day++}`,
    'a file of 200,000 calls': () => `/api/costs/export?what=answers&since=${since()}`,
  }
  const text = async (path: string) => {
    const response = await fetch(server.url + path)
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`)
    return response.arrayBuffer()
  }
  for (const question of Object.values(questions)) await text(question())
  console.log(`a socket frame while the server is asked for … (medians of ${rounds} rounds of ${asksEach})`)
  for (const [name, question] of Object.entries(questions)) {
    const results: { p95: number; max: number; ours: number; tookMs: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const client = await frameClient(server.url, server.pid)
      const begun = performance.now()
      if (name === 'nothing') await Bun.sleep(500)
      else for (let n = 0; n < asksEach; n++) await text(question())
      const tookMs = (performance.now() - begun) / asksEach
      const frames = await client.stop()
      const delays = frames.map(({ ms }) => ms).sort((a, b) => a - b)
      const ours = Math.max(...frames.map(({ ms, withoutCoreMs }) => ms - Math.min(ms, withoutCoreMs)))
      results.push({ p95: at(delays, 0.95), max: delays.at(-1)!, ours, tookMs })
    }
    const median = (of: keyof (typeof results)[number]) =>
      at(
        results.map((result) => result[of]).sort((a, b) => a - b),
        0.5,
      )
    const ms = (of: keyof (typeof results)[number]) => `${median(of).toFixed(1).padStart(6)} ms`
    console.log(
      `  ${name.padEnd(30)} frame p95 ${ms('p95')}, max ${ms('max')}, max with a core ${ms('ours')}   answered in ${median('tookMs').toFixed(0)} ms   ${hold('frame', median('ours')) ? 'met' : 'missed'}`,
    )
  }
  console.log('')
}

/** Listens to frames in a process of its own until it is stopped. */
export async function frameClient(url: string, pid: number) {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'frame-client.ts'), url, String(pid)], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const output = child.stdout.getReader()
  await output.read()
  await Bun.sleep(50)
  return {
    async stop(): Promise<{ ms: number; withoutCoreMs: number }[]> {
      child.stdin.write('stop\n')
      child.stdin.flush()
      let text = ''
      for (let chunk = await output.read(); !chunk.done; chunk = await output.read())
        text += new TextDecoder().decode(chunk.value)
      return JSON.parse(text) as { ms: number; withoutCoreMs: number }[]
    },
  }
}

if (import.meta.main) {
  await frames()
  process.exit(0)
}
