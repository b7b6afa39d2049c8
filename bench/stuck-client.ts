// stuck-client.ts URL: listens to everything and says how the connection ended. The bench stops its process meanwhile.
export {}
const socket = new WebSocket(`${process.argv[2]!.replace('http', 'ws')}/api/live`)
socket.onmessage = ({ data }) => {
  const { type } = JSON.parse(String(data)) as { type?: string }
  if (type === 'hello') socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
  if (type === 'subscribed') console.log('listening')
}
socket.onclose = ({ code, reason }) => {
  console.log(`closed with ${code}${reason ? ` “${reason}”` : ''}`)
  process.exit(0)
}
