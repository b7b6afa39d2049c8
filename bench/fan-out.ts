import { appendFileSync } from 'node:fs'
import { at } from './figures.ts'

type FanOut = {
  clients: number
  events: number
  missed: number
  p50: number
  p95: number
  stuck: string
  left: number
}

/**
 * Subscribes many clients and one that never reads, makes things happen, and measures when each client heard of
 * them. `happen(n)` makes the n-th thing happen; an event is known by the session it is about.
 */
export async function fanOut(
  url: string,
  {
    clients,
    events,
    happen,
    isIt,
    flood,
  }: {
    clients: number
    events: number
    happen(n: number): void
    isIt(event: Record<string, unknown>, n: number): boolean
    /** Makes more happen than a reader that stands still can be kept waiting for. */
    flood(): Promise<void>
  },
): Promise<FanOut> {
  const heard: number[][] = Array.from({ length: clients }, () => Array(events).fill(Number.NaN))
  const begun: number[] = Array(events).fill(Number.NaN)
  const seqs: number[][] = Array.from({ length: clients }, () => [])
  let flooding = false
  const sockets = await Promise.all(
    heard.map(
      (times, number) =>
        new Promise<WebSocket>((ready) => {
          const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
          socket.onmessage = ({ data }) => {
            if (flooding) return
            const event = JSON.parse(String(data)) as Record<string, unknown>
            if (event.type === 'hello') return socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
            if (event.type === 'subscribed') return ready(socket)
            if (typeof event.seq === 'number' && event.kind) seqs[number]!.push(event.seq)
            for (let n = 0; n < events; n++) if (Number.isNaN(times[n]!) && isIt(event, n)) times[n] = performance.now()
          }
        }),
    ),
  )
  const stuck = await stuckReader(url)
  for (let n = 0; n < events; n++) {
    begun[n] = performance.now()
    happen(n)
    await Bun.sleep(25)
  }
  await Bun.sleep(1_500)
  // This process listens, too: with all of them it would be the slowest reader of all.
  flooding = true
  for (const socket of sockets.splice(20)) socket.close()
  await flood()
  await Bun.sleep(2_000)
  const stuckEnd = await stuck.readOn()
  const left = sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length
  for (const socket of sockets) socket.close()
  const delays = heard.flatMap((times) => times.map((at, n) => at - begun[n]!))
  const got = delays.filter((delay) => !Number.isNaN(delay)).sort((a, b) => a - b)
  const gaps = seqs.filter((list) => list.some((seq, at) => at > 0 && seq <= list[at - 1]!)).length
  if (gaps > 0) throw new Error(`${gaps} clients heard out of order`)
  return {
    clients,
    events,
    missed: delays.length - got.length,
    p50: at(got, 0.5),
    p95: at(got, 0.95),
    stuck: stuckEnd,
    left,
  }
}

/** A client in a process of its own that is stopped dead, as a sleeping laptop is; `readOn` wakes it up again. */
async function stuckReader(url: string) {
  const child = Bun.spawn([process.execPath, 'bench/stuck-client.ts', url], { stdout: 'pipe', stderr: 'inherit' })
  const output = child.stdout.getReader()
  const line = async () => new TextDecoder().decode((await output.read()).value).trim()
  await line()
  child.kill('SIGSTOP')
  return {
    /** How the connection ended, in the words of the one who was stuck. */
    async readOn() {
      child.kill('SIGCONT')
      const ended = await Promise.race([line(), Bun.sleep(8_000).then(() => 'still open')])
      child.kill('SIGKILL')
      return ended
    },
  }
}

export const append = (path: string, lines: object[]) =>
  appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
