import { record } from '../common/parse-values.ts'

type Fields = Record<string, unknown>

/** A number or a text by which the daemon knows a request of its own. */
type RequestId = number | string

type Heard = {
  /** The daemon asks something that it wants an answer to. */
  request(id: RequestId, method: string, params: Fields): void
  notification(method: string, params: Fields): void
  /** It comes once, also where there never was a connection. */
  closed(): void
}

export type DaemonConnection = {
  /** Resolves with the result; null where the daemon refuses, says nothing in time, or the connection ends. */
  call(method: string, params: Fields): Promise<Fields | null>
  /** Answers a request of the daemon; false where the connection has ended. */
  respond(id: RequestId, result: Fields): boolean
  close(): void
}

const callMs = 5_000
const maxMessageLength = 8 << 20

/** Opens a connection to the daemon of Codex and greets it: JSON-RPC in the frames of a WebSocket on a Unix socket. */
export function openDaemon(socketPath: string, heard: Heard): DaemonConnection {
  const socket = new WebSocket(`ws+unix://${socketPath}`)
  const asked = new Map<number, (result: Fields | null) => void>()
  const greeted = Promise.withResolvers<boolean>()
  let number = 0
  let isOver = false

  const send = (message: object) => {
    if (isOver || socket.readyState !== WebSocket.OPEN) return false
    socket.send(JSON.stringify(message))
    return true
  }

  function ask(method: string, params: Fields): Promise<Fields | null> {
    const id = ++number
    const answer = Promise.withResolvers<Fields | null>()
    asked.set(id, answer.resolve)
    const late = setTimeout(() => answer.resolve(null), callMs)
    if (!send({ id, method, params })) answer.resolve(null)
    return answer.promise.finally(() => {
      clearTimeout(late)
      asked.delete(id)
    })
  }

  function end() {
    if (isOver) return
    isOver = true
    greeted.resolve(false)
    for (const answer of asked.values()) answer(null)
    socket.close()
    heard.closed()
  }

  const tooLate = setTimeout(() => void (socket.readyState === WebSocket.OPEN || end()), callMs)
  socket.onopen = async () => {
    clearTimeout(tooLate)
    const clientInfo = { name: 'wheelhouse', title: 'Wheelhouse', version: '1' }
    const welcome = await ask('initialize', { clientInfo, capabilities: { experimentalApi: true } })
    if (!welcome) return end()
    send({ method: 'initialized' })
    greeted.resolve(true)
  }
  socket.onmessage = ({ data }) => {
    const message = typeof data === 'string' && data.length <= maxMessageLength ? parsed(data) : undefined
    if (!message) return end()
    const { id, method } = message
    const params = record(message.params) ?? {}
    if (typeof method === 'string') {
      if (typeof id === 'number' || typeof id === 'string') heard.request(id, method, params)
      else heard.notification(method, params)
    } else if (typeof id === 'number') asked.get(id)?.(record(message.result) ?? null)
  }
  socket.onerror = end
  socket.onclose = end

  return {
    call: async (method, params) => ((await greeted.promise) ? ask(method, params) : null),
    respond: (id, result) => send({ id, result }),
    close: end,
  }
}

function parsed(data: string): Fields | undefined {
  try {
    return record(JSON.parse(data))
  } catch {
    return undefined
  }
}
