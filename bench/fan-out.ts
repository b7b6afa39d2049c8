import { appendFileSync } from 'node:fs'
import { connect } from 'node:net'

export type FanOut = { clients: number; events: number; missed: number; p50: number; p95: number; stuck: string }

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
  }: {
    clients: number
    events: number
    happen(n: number): void
    isIt(event: Record<string, unknown>, n: number): boolean
  },
): Promise<FanOut> {
  const heard: number[][] = Array.from({ length: clients }, () => Array(events).fill(Number.NaN))
  const begun: number[] = Array(events).fill(Number.NaN)
  const seqs: number[][] = Array.from({ length: clients }, () => [])
  const sockets = await Promise.all(
    heard.map(
      (times, number) =>
        new Promise<WebSocket>((ready) => {
          const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
          socket.onmessage = ({ data }) => {
            const event = JSON.parse(String(data)) as Record<string, unknown>
            if (event.type === 'hello') return socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
            if (event.type === 'subscribed') return ready(socket)
            if (typeof event.seq === 'number' && event.kind) seqs[number]!.push(event.seq)
            for (let n = 0; n < events; n++) if (Number.isNaN(times[n]!) && isIt(event, n)) times[n] = performance.now()
          }
        }),
    ),
  )
  const stuck = stuckReader(url)
  await stuck.connected
  for (let n = 0; n < events; n++) {
    begun[n] = performance.now()
    happen(n)
    await Bun.sleep(25)
  }
  await Bun.sleep(1_500)
  for (const socket of sockets) socket.close()
  stuck.end()
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
    stuck: stuck.outcome(),
  }
}

/** Completes the handshake and the subscription, and never reads again. */
function stuckReader(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const connected = Promise.withResolvers<void>()
  let closed = false
  socket.on('connect', () => {
    socket.write(
      `GET /api/live HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
    setTimeout(() => {
      socket.pause()
      socket.write(masked(JSON.stringify({ type: 'subscribe', topics: ['overview'] })))
      connected.resolve()
    }, 200)
  })
  socket.on('close', () => {
    closed = true
  })
  socket.on('error', () => {
    closed = true
  })
  return {
    connected: connected.promise,
    end: () => socket.destroy(),
    outcome: () => (closed ? 'closed by the server' : 'still open'),
  }
}

function masked(text: string) {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

/** The value below which a share of sorted numbers lies. */
export const at = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export const append = (path: string, lines: object[]) =>
  appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
