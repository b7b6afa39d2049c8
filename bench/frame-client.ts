// frame-client.ts URL PID: asks the socket for a frame every 5 ms until a line comes in, and says how long each took.
import { readFileSync } from 'node:fs'

const [, , url = '', pid = ''] = process.argv
const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
const frames: { ms: number; withoutCoreMs: number }[] = []
let asked = { at: 0, withoutCoreMs: 0 }

/** How long the thread that serves sockets, and this one, were ready to run and had no core, in ms since they began. */
const withoutCore = () => waitedMs(pid) + waitedMs(process.pid)
const waitedMs = (id: string | number) =>
  Number(readFileSync(`/proc/${id}/task/${id}/schedstat`, 'utf8').split(' ')[1]) / 1e6

function ask() {
  asked = { at: performance.now(), withoutCoreMs: withoutCore() }
  socket.send(JSON.stringify({ type: 'subscribe', topics: [] }))
}

function note() {
  frames.push({ ms: performance.now() - asked.at, withoutCoreMs: withoutCore() - asked.withoutCoreMs })
}

socket.onmessage = ({ data }) => {
  const { type } = JSON.parse(String(data)) as { type?: string }
  if (type === 'hello') {
    console.log('listening')
    ask()
  }
  if (type !== 'subscribed') return
  note()
  setTimeout(ask, 5)
}

process.stdin.once('data', () => {
  // A frame that is still under way has taken this long so far.
  note()
  console.log(JSON.stringify(frames))
  process.exit(0)
})
