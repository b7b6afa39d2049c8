// frame-client.ts URL PID: asks the feed for a frame every 5 ms until a line comes in, and says how long each took.
import { readFileSync } from 'node:fs'

const [, , url = '', pid = ''] = process.argv
const frames: { ms: number; withoutCoreMs: number }[] = []
let asked = { at: 0, withoutCoreMs: 0 }

/** How long the thread that serves sockets, and this one, were ready to run and had no core, in ms since they began. */
const withoutCore = () => waitedMs(pid) + waitedMs(process.pid)
const waitedMs = (id: string | number) =>
  Number(readFileSync(`/proc/${id}/task/${id}/schedstat`, 'utf8').split(' ')[1]) / 1e6

/** The feed refuses a socket that asks more than five times a second, so that many of them ask in turn. */
const sockets = await Promise.all(Array.from({ length: 60 }, connect))
let turn = 0
console.log('listening')
ask()

function connect() {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
  return new Promise<WebSocket>((resolve) => {
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type?: string }
      if (type === 'hello') resolve(socket)
      if (type !== 'subscribed') return
      note()
      setTimeout(ask, 5)
    }
  })
}

function ask() {
  asked = { at: performance.now(), withoutCoreMs: withoutCore() }
  sockets[turn++ % sockets.length]!.send(JSON.stringify({ type: 'subscribe', topics: [] }))
}

function note() {
  frames.push({ ms: performance.now() - asked.at, withoutCoreMs: withoutCore() - asked.withoutCoreMs })
}

process.stdin.once('data', () => {
  // A frame that is still under way has taken this long so far.
  note()
  console.log(JSON.stringify(frames))
  process.exit(0)
})
