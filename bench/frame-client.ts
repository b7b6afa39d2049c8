// frame-client.ts URL: asks the socket for a frame every 5 ms until a line comes in, and says how long each was under way.
export {}
const socket = new WebSocket(`${process.argv[2]!.replace('http', 'ws')}/api/live`)
const delays: number[] = []
let askedAt = 0

function ask() {
  askedAt = performance.now()
  socket.send(JSON.stringify({ type: 'subscribe', topics: [] }))
}

socket.onmessage = ({ data }) => {
  const { type } = JSON.parse(String(data)) as { type?: string }
  if (type === 'hello') {
    console.log('listening')
    ask()
  }
  if (type !== 'subscribed') return
  delays.push(performance.now() - askedAt)
  setTimeout(ask, 5)
}

process.stdin.once('data', () => {
  // What is still under way has waited for as long as this.
  delays.push(performance.now() - askedAt)
  console.log(JSON.stringify(delays))
  process.exit(0)
})
