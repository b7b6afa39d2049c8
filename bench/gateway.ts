import { appendFileSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeSessionId } from '../src/ids.ts'
import { fakeGateway, writeLock } from '../src/sources/openclaw/gateway/testing/fake-gateway.ts'
import { openBrowser } from '../tests/testing/browser.ts'
import { start, temporary } from '../tests/testing/program.ts'
import { hold } from './budgets.ts'
import { mb, median, p95, processorSeconds, residentBytes, say } from './figures.ts'

const agents = 20
const filler = 'The tide turns at six, so the boats go out before it and come back on it. '.repeat(200)

/** From a push of a gateway to its mark painted, in a real browser. */
export async function pushed() {
  await using crew = await crewAtWork('bench-pushed')
  await using browser = await openBrowser()
  const tab = await browser.page()
  await tab.goto(crew.server.url)
  await tab.waitForSelector('[data-session]')
  // The page notes when a session was first painted as thinking, on the clock it shares with us.
  await tab.evaluate(() => {
    const seen: Record<string, number> = {}
    ;(window as unknown as { seen: typeof seen }).seen = seen
    new MutationObserver(() => {
      const ids = [...document.querySelectorAll<HTMLElement>('tr[data-session]:has([data-mark="thinking"])')].map(
        (row) => row.dataset.session!,
      )
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          for (const id of ids) seen[id] ??= performance.timeOrigin + performance.now()
        }
        channel.port2.postMessage(undefined)
      })
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-mark'] })
  })
  const delays: number[] = []
  for (let n = 0; n < agents * 3; n++) {
    const talk = crew.talks[n % agents]!
    await tab.waitForTimeout(40 + (n % 7) * 15)
    await tab.evaluate((id) => {
      delete (window as unknown as { seen: Record<string, number> }).seen[id]
    }, talk.id)
    const begun = performance.timeOrigin + performance.now()
    talk.begin()
    const shown = await tab.waitForFunction(
      (id) => (window as unknown as { seen: Record<string, number> }).seen[id],
      talk.id,
    )
    delays.push((await shown.jsonValue())! - begun)
    talk.end()
    await tab.waitForFunction(
      (id) => !document.querySelector(`tr[data-session="${id}"]:has([data-mark="thinking"])`),
      talk.id,
    )
  }
  say('pushed by a gateway → painted', delays, 'ms', true)
  hold('pushed p50', median(delays))
  hold('pushed p95', p95(delays))
  console.log('')
}

/** What the server takes while twenty agents stream, and while nobody does, with a page that listens. */
export async function streaming() {
  await using crew = await crewAtWork('bench-streaming')
  await using listener = await listen(crew.server.url)
  await Bun.sleep(3_000)
  const idle = await shareOfCore(crew.server.pid, () => Bun.sleep(20_000))
  const busy = await shareOfCore(crew.server.pid, () => crew.stream({ seconds: 30, speed: 1 }))
  const resident = await residentBytes(crew.server.pid)
  hold('idle core', idle)
  hold('streaming', resident / 1e6)
  console.log(
    [
      `${agents} agents streaming, ${(crew.frames() / 30).toFixed(0)} frames/s: ${busy.toFixed(1)} % of a core`,
      `idle ${idle.toFixed(1)} %`,
      `resident ${mb(resident)}`,
      `${listener.heard()} events heard\n`,
    ].join(', '),
  )
}

/** An hour of streaming in five minutes, and what it leaves in memory. */
export async function hour() {
  await using crew = await crewAtWork('bench-hour')
  await using _listener = await listen(crew.server.url)
  const resident = [await residentBytes(crew.server.pid)]
  for (let minute = 0; minute < 5; minute++) {
    await crew.stream({ seconds: 60, speed: 12 })
    resident.push(await residentBytes(crew.server.pid))
  }
  await Bun.sleep(10_000)
  console.log(
    `an hour of streaming in five minutes (${crew.frames()} frames): resident ${resident.map(mb).join(' → ')}, ten seconds after ${mb(await residentBytes(crew.server.pid))}\n`,
  )
}

/** A home with twenty agents, its gateway, and the executable that listens to it. */
async function crewAtWork(name: string) {
  const folder = temporary(name)
  const path = join(folder.path, 'home')
  mkdirSync(path, { recursive: true })
  const home = realpathSync(path)
  writeFileSync(join(home, 'openclaw.json'), '{}')
  const gateway = fakeGateway()
  writeLock(home, { port: gateway.port })
  let frames = 0
  const push = (event: string, payload: object) => {
    frames++
    gateway.push(event, payload)
  }
  const talks = Array.from({ length: agents }, (_, number) => talkOf(home, number, push))
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  while (gateway.open() === 0) await Bun.sleep(20)
  await Bun.sleep(500)

  return {
    server,
    talks,
    frames: () => frames,
    /** Each agent answers for ten seconds, calls a tool and begins again; `speed` times as fast as agents do. */
    async stream({ seconds, speed }: { seconds: number; speed: number }) {
      const end = performance.now() + seconds * 1_000
      const stepMs = 150 / speed
      for (let step = 0; performance.now() < end; step++) {
        const begun = performance.now()
        for (const [number, talk] of talks.entries()) talk.step(step + number * 3)
        await Bun.sleep(Math.max(0, stepMs - (performance.now() - begun)))
      }
      for (const talk of talks) talk.end()
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await gateway.kill()
      folder[Symbol.dispose]()
    },
  }
}

const stepsOfAnAnswer = 66

/** One agent's session: a transcript in its home, and the frames that a gateway sends while it is written. */
function talkOf(home: string, number: number, push: (event: string, payload: object) => void) {
  const agentId = `agent${number}`
  const sessionId = `${String(number).padStart(8, '0')}-0000-4000-8000-0000000ca000`
  const sessionKey = `agent:${agentId}:main`
  const sessions = join(home, 'agents', agentId, 'sessions')
  const file = join(sessions, `${sessionId}.jsonl`)
  mkdirSync(sessions, { recursive: true })
  const stamp = () => new Date().toISOString()
  const write = (entry: object) => appendFileSync(file, `${JSON.stringify({ timestamp: stamp(), ...entry })}\n`)
  write({ type: 'session', version: 3, id: sessionId, cwd: `/home/user/${agentId}` })
  writeFileSync(join(sessions, 'sessions.json'), JSON.stringify({ [sessionKey]: { sessionId, updatedAt: Date.now() } }))
  answer(1)
  let run = 0
  let runId = ''
  const agent = (stream: string, data: object) =>
    push('agent', { runId, stream, data, sessionKey, sessionId, agentId, ts: Date.now() })

  function answer(output: number) {
    write({
      type: 'message',
      id: crypto.randomUUID(),
      message: {
        role: 'assistant',
        content: [{ type: 'text', text: filler.slice(0, output * 4) }],
        provider: 'fake',
        model: 'fake-large',
        usage: { input: 900, output, cacheRead: 0, cacheWrite: 0, totalTokens: 900 + output, cost: { total: 0.01 } },
        stopReason: 'stop',
        timestamp: Date.now(),
      },
    })
  }

  function begin() {
    runId = `run-${number}-${++run}`
    agent('lifecycle', { phase: 'start', startedAt: Date.now() })
  }

  function end() {
    if (!runId) return
    agent('lifecycle', { phase: 'end', endedAt: Date.now() })
    runId = ''
  }

  return {
    id: makeSessionId({ runtime: 'openclaw', agent: agentId, uuid: sessionId }),
    begin,
    end,
    step(step: number) {
      const at = step % stepsOfAnAnswer
      if (!runId) begin()
      if (at === 20) agent('tool', { phase: 'start', toolCallId: `call-${run}`, name: 'exec', args: { command: 'ls' } })
      else if (at === 26) agent('tool', { phase: 'result', toolCallId: `call-${run}`, name: 'exec' })
      else if (at === stepsOfAnAnswer - 1) {
        answer(600)
        end()
      } else if (at < 20 || at > 26) {
        const text = filler.slice(0, at * 40)
        agent('assistant', { text, delta: text.slice(-40) })
        push('chat', { runId, sessionKey, agentId, state: 'delta', deltaText: text.slice(-40), message: { text } })
      }
    },
  }
}

async function listen(url: string) {
  let heard = 0
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
  await new Promise<void>((ready, fail) => {
    socket.onerror = () => fail(new Error('the socket did not open'))
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type?: string }
      if (type === 'hello') socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
      else if (type === 'subscribed') ready()
      else heard++
    }
  })
  return { heard: () => heard, [Symbol.asyncDispose]: async () => socket.close() }
}

/** Percent of one core that a process takes while something goes on. */
async function shareOfCore(pid: number, during: () => Promise<unknown>) {
  const [used, begun] = [await processorSeconds(pid), performance.now()]
  await during()
  return (((await processorSeconds(pid)) - used) / ((performance.now() - begun) / 1_000)) * 100
}
