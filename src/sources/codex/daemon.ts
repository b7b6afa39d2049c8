import { realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { id, record } from '../common/parse-values.ts'

/** What the daemon says a thread does; null for a thread that is not loaded, or in a state that is not known. */
export type ThreadStatus = 'active' | 'waiting-for-approval' | 'waiting-for-input' | 'idle' | null

type DaemonDeps = {
  /** A thread's status was asked for, or has changed. */
  onStatus: (thread: string, status: ThreadStatus) => void
  /** The connection is over: what was said before holds no longer. It comes once, also where there never was one. */
  onClosed: () => void
}

/** How long the daemon may take to answer its first question, and how often its threads are listed again. */
const greetMs = 3_000
const listMs = 5_000
const maxMessageLength = 1 << 20
const maxThreads = 200

/** The socket of the daemon of a home. */
export const daemonSocketOf = (home: string) => join(home, 'app-server-control', 'app-server-control.sock')

/**
 * Whether a socket is this user's own, in a folder that nobody else may write to: a daemon that somebody else put there
 * is not asked.
 */
export function isOwnSocket(path: string, uid = process.getuid?.()): boolean {
  try {
    const real = realpathSync(path)
    const isOwn = (one: string) => {
      const { uid: owner, mode } = statSync(one)
      return owner === uid && (mode & 0o022) === 0
    }
    return statSync(real).isSocket() && isOwn(real) && isOwn(dirname(real)) && isOwn(dirname(path))
  } catch {
    // There is none.
    return false
  }
}

/**
 * Listens to the daemon of Codex: JSON-RPC in the frames of a WebSocket on a Unix socket. It asks which threads are
 * loaded and what each does, and hears of changes. It never resumes a thread and answers no request: looking changes
 * nothing.
 */
export function listenToDaemon(socketPath: string, { onStatus, onClosed }: DaemonDeps): { close(): void } {
  const socket = new WebSocket(`ws+unix://${socketPath}`)
  /** The threads whose status was asked for, by the number of the question. */
  const asked = new Map<number, string>()
  const listQuestion = 2
  let question = 2
  let isOver = false
  let listing: Timer | undefined

  const greeting = setTimeout(end, greetMs)
  socket.onopen = () => {
    const clientInfo = { name: 'wheelhouse', title: 'Wheelhouse', version: '1' }
    send({ id: 1, method: 'initialize', params: { clientInfo, capabilities: { experimentalApi: true } } })
  }
  socket.onmessage = ({ data }) => {
    const message = typeof data === 'string' && data.length <= maxMessageLength ? parsed(data) : undefined
    if (!message) return end()
    if (message.id === 1 && message.method === undefined) return message.result ? begin() : end()
    take(message)
  }
  socket.onerror = end
  socket.onclose = end

  const send = (message: object) => {
    if (!isOver) socket.send(JSON.stringify(message))
  }

  function begin() {
    clearTimeout(greeting)
    send({ method: 'initialized' })
    const list = () => send({ id: listQuestion, method: 'thread/loaded/list', params: {} })
    list()
    listing = setInterval(list, listMs)
  }

  function take(message: Record<string, unknown>) {
    const params = record(message.params)
    if (message.method === 'thread/status/changed') {
      const thread = id(params?.threadId)
      if (thread !== null) onStatus(thread, statusOf(params?.status))
    } else if (message.method === 'thread/started') {
      const thread = id(record(params?.thread)?.id)
      if (thread !== null) ask(thread)
    } else if (message.id === listQuestion && message.method === undefined) {
      const threads = record(message.result)?.data
      for (const thread of Array.isArray(threads) ? threads.slice(0, maxThreads).map(id) : []) if (thread) ask(thread)
    } else if (typeof message.id === 'number' && message.method === undefined) {
      const thread = asked.get(message.id)
      asked.delete(message.id)
      const status = statusOf(record(record(message.result)?.thread)?.status)
      if (thread !== undefined) onStatus(thread, status)
    }
  }

  function ask(thread: string) {
    // Whoever does not answer is not asked more and more.
    if (asked.size >= maxThreads * 2) return end()
    asked.set(++question, thread)
    send({ id: question, method: 'thread/read', params: { threadId: thread, includeTurns: false } })
  }

  function end() {
    if (isOver) return
    isOver = true
    clearTimeout(greeting)
    clearInterval(listing)
    socket.close()
    onClosed()
  }

  return { close: end }
}

function statusOf(status: unknown): ThreadStatus {
  const { type, activeFlags } = record(status) ?? {}
  if (type === 'idle') return 'idle'
  if (type !== 'active') return null
  const flags = Array.isArray(activeFlags) ? activeFlags : []
  if (flags.includes('waitingOnApproval')) return 'waiting-for-approval'
  return flags.includes('waitingOnUserInput') ? 'waiting-for-input' : 'active'
}

function parsed(data: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(data))
  } catch {
    return undefined
  }
}
