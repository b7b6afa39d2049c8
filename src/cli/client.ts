import { existsSync } from 'node:fs'
import { CannotStart } from '../app/cannot-start.ts'
import { whyOthersCouldWrite } from '../app/data-folder.ts'
import { type App, type Built, createApp } from '../app/index.ts'
import { agentShellName, agentShellOf } from '../auth/agent-shell.ts'
import { type Caller, markCaller } from '../auth/caller.ts'
import { type Config, dataPaths } from '../config/config.ts'
import type { Progress } from '../facts/source.ts'
import { bytes, whole } from '../lib/format.ts'
import { ApiError } from './api-error.ts'

type Asked = { method?: string; body?: unknown; headers?: Record<string, string> }

export type Client = {
  ask<T>(path: string, request?: Asked): Promise<T>
  running: boolean
  close(): Promise<void>
}

/**
 * Connects to the server that runs on this data folder, through its socket file. Where none runs, this process takes
 * the lock and answers by itself: for `read` after reading the sources up to now, for `keys` at once.
 */
export async function connect(
  config: Config,
  built: Built,
  purpose: 'read' | 'keys',
  progress?: (line: string) => void,
): Promise<Client> {
  const running = await findRunning(config)
  if (running) return running

  const app: App = await createApp({ ...config, demo: false, demoIfEmpty: false }, built, purpose)
  const { answer } = app
  if (!answer) throw new Error('An app that serves is asked over its socket.')
  const begunAt = performance.now()
  let isSaid = false
  const unhear = app.bus.on(['indexed'], (event) => {
    if (performance.now() - begunAt < longMs) return
    isSaid = true
    progress?.(progressLine(event.progress))
  })
  await app.caughtUp
    .finally(() => {
      unhear()
      if (isSaid) progress?.('')
    })
    .catch(async (error: Error) => {
      await app.stop()
      throw new CannotStart(error.message)
    })
  const send = (request: Request) => {
    markCaller(request, callerHere)
    return answer(request)
  }
  return { running: false, ask: (path, request) => ask(send, path, request), close: app.stop }
}

/** Who gives a command where no server runs: a person, unless an agent started this process. */
function callerHere(): Caller {
  const agent = agentShellOf(process.pid)
  return agent
    ? { id: 'agent', role: 'viewer', name: agentShellName(agent), mayAct: false }
    : { id: 'socket', role: 'admin', name: 'the command line', mayAct: true }
}

/** Progress is shown only for work that takes longer than this. */
const longMs = 300

/** `Reading 1,204 of 2,600 files, 412 MB of 1.1 GB` */
const progressLine = ({ files, filesDone, bytes: all, bytesDone }: Progress) =>
  `Reading ${whole(filesDone)} of ${whole(files)} files, ${bytes(bytesDone, 1000)} of ${bytes(all, 1000)}`

/** Connects to the running server; throws where none runs. */
export async function connectToRunning(config: Config): Promise<Client> {
  const running = await findRunning(config)
  if (running) return running
  throw new CannotStart(
    `No Wheelhouse is running on ${config.dataFolder}. Start it with \`wheelhouse\`, or name its folder with --data.`,
  )
}

async function findRunning(config: Config): Promise<Client | undefined> {
  const { socket } = dataPaths(config.dataFolder)
  if (!existsSync(socket)) return undefined
  // Whoever made the socket would hear what is asked and answer what they like.
  const planted = whyOthersCouldWrite(config.dataFolder)
  if (planted) throw new CannotStart(planted)
  if (!(await answers(socket))) return undefined
  const send = (request: Request) => fetch(request, { unix: socket })
  return { running: true, ask: (path, request) => ask(send, path, request), close: async () => {} }
}

async function answers(socket: string) {
  try {
    return (await fetch('http://localhost/healthz', { unix: socket, signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    // A killed server left its socket file behind.
    return false
  }
}

async function ask<T>(
  send: (request: Request) => Promise<Response>,
  path: string,
  { method = 'GET', body, headers = {} }: Asked = {},
): Promise<T> {
  const request = new Request(`http://localhost${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await send(request)
  const answer = await response.json()
  if (!response.ok) throw new ApiError(response.status, answer as ApiError['problem'])
  return answer as T
}
