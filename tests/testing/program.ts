import { Database } from 'bun:sqlite'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { agentShellOf } from '../../src/auth/agent-shell.ts'

const built = resolve('dist/wheelhouse')

/** A folder of its own that goes away with the test. */
export function temporary(name: string) {
  const path = mkdtempSync(join(tmpdir(), `wheelhouse-test-${name}-`))
  // Others must be able to walk in, for tests that run the program as somebody else.
  chmodSync(path, 0o755)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** A recorded home, copied and open to others: opening it may leave files beside its databases. */
export function recordedHome(version: '2026.9.6' | '2026.3.24', into: string) {
  const path = join(into, `openclaw-${version}`)
  cpSync(resolve('tests/homes', version), path, { recursive: true })
  // A clone made under a strict umask is closed to others, and so is its copy.
  spawnSync('chmod', ['-R', 'a+rX', path])
  return path
}

/** The store of an agent, open as its gateway opens it: who reads at the same time may hold a lock for a moment. */
export function agentStore(home: string, agent: string) {
  const database = new Database(join(home, 'agents', agent, 'agent', 'openclaw-agent.sqlite'))
  database.run('PRAGMA busy_timeout = 5000')
  return database
}

export type Running = Awaited<ReturnType<typeof start>>

type Options = { env?: Record<string, string>; uid?: number }

/** The environment of a program that knows nothing of the person who runs the tests. */
const bareEnvironment = (folder: string) => ({
  XDG_RUNTIME_DIR: folder,
  PATH: process.env.PATH ?? '',
  HOME: join(folder, 'home'),
  TMPDIR: tmpdir(),
  TZ: 'UTC',
  LANG: 'C.UTF-8',
})

/** The executable alone in an empty folder, run to its end. */
export async function runOnce(folder: string, words: string[], { env = {}, uid }: Options = {}) {
  const child = launch(folder, words, env, uid)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text: Buffer) => {
    stdout += text
  })
  child.stderr.on('data', (text: Buffer) => {
    stderr += text
  })
  return { code: await child.exited, stdout, stderr }
}

/** The server, started in an empty folder and waited for. */
export async function start(folder: string, words: string[] = [], { env = {}, uid }: Options = {}) {
  const child = launch(
    folder,
    ['serve', '--port', '0', ...words],
    { WHEELHOUSE_DATA_DIR: join(folder, 'data'), ...env },
    uid,
  )
  let stdout = ''
  let stderr = ''
  const socket = join(env.WHEELHOUSE_DATA_DIR ?? join(folder, 'data'), 'wheelhouse.sock')
  const ready = Promise.withResolvers<void>()
  child.stdout.on('data', (text: Buffer) => {
    stdout += text
    if (/^(Sign in: |.* started it, ).*\n/m.test(stdout)) ready.resolve()
  })
  child.stderr.on('data', (text: Buffer) => {
    stderr += text
  })
  void child.exited.then((code) =>
    ready.reject(new Error(`it ended with ${code} before it was ready: ${stdout}${stderr}`)),
  )
  await ready.promise
  const url = /ready at (\S+)/.exec(stdout)![1]!
  // '' where an agent's shell started it.
  const link = /Sign in: (\S+)/.exec(stdout)?.[1] ?? ''

  return {
    url,
    link,
    code: link.split('#')[1] ?? '',
    pid: child.pid(),
    output: () => stdout + stderr,
    /** Asks as the same user; of a server that runs as somebody else, through its socket file, as root may. */
    ask: async <T>(path: string, init?: RequestInit) =>
      (await fetch(url + path, { ...init, ...(uid !== undefined && { unix: socket }) })).json() as Promise<T>,
    async caughtUp() {
      while (!(await fetch(`${url}/readyz`)).ok) await Bun.sleep(20)
    },
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      if (child.isRunning()) child.kill(signal)
      return child.exited
    },
    async [Symbol.asyncDispose]() {
      if (child.isRunning()) child.kill('SIGKILL')
      await child.exited
    },
  }
}

type Launched = {
  stdout: Readable
  stderr: Readable
  pid(): number
  isRunning(): boolean
  kill(signal: NodeJS.Signals): void
  /** The exit code, or the signal that ended it. */
  exited: Promise<number | string>
}

/** The executable alone in an empty folder, as it was started. */
export function launch(folder: string, words: string[], env: Record<string, string>, uid?: number): Launched {
  const place = join(folder, 'alone')
  mkdirSync(place, { recursive: true })
  const executable = join(place, 'wheelhouse')
  if (!existsSync(executable)) copyFileSync(built, executable)
  chmodSync(executable, 0o755)
  const options = {
    cwd: place,
    env: { ...bareEnvironment(folder), ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  }
  return isAgentAbove() ? launchOrphan(executable, words, options) : launchChild(executable, words, options)
}

type LaunchOptions = { cwd: string; env: Record<string, string>; uid?: number; gid?: number }

function launchChild(executable: string, words: string[], options: LaunchOptions): Launched {
  const child = spawn(executable, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    pid: () => child.pid!,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: (signal) => void child.kill(signal),
    exited: new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal ?? 'unknown'))),
  }
}

/** Whether an agent runs these tests. */
export const isAgentAbove = () => agentShellOf(process.pid) !== undefined

/**
 * Starts the program as a person would, below no process of ours: where an agent runs the tests, what it starts has no
 * rights.
 */
function launchOrphan(executable: string, words: string[], options: LaunchOptions): Launched {
  const script = '( "$@" & pid=$!; echo $pid >&3; wait $pid; echo $? >&4 ) &'
  const shell = spawn('sh', ['-c', script, 'sh', executable, ...words], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  })
  const [pidPipe, codePipe] = [shell.stdio[3] as Readable, shell.stdio[4] as Readable]
  let pid = 0
  let running = true
  pidPipe.on('data', (text) => {
    pid = Number(text)
  })
  const signals: Record<number, string> = { 130: 'SIGINT', 137: 'SIGKILL', 143: 'SIGTERM' }
  return {
    stdout: shell.stdout!,
    stderr: shell.stderr!,
    pid: () => pid,
    isRunning: () => running,
    kill: (signal) => void process.kill(pid, signal),
    exited: new Promise((done) =>
      codePipe.on('data', (text) => {
        running = false
        done(signals[Number(text)] ?? Number(text))
      }),
    ),
  }
}

/** Signs in as a page does, with the code of a link or with a token; the headers that carry it from then on. */
export async function signIn({ url }: Pick<Running, 'url'>, by: { code: string } | { token: string }) {
  const answer = await fetch(`${url}/api/auth/${'code' in by ? 'exchange' : 'sign-in'}`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(by),
  })
  const { key } = (await answer.json()) as { key: string }
  return { cookie: answer.headers.get('set-cookie')!.split(';')[0]!, 'x-wheelhouse-key': key }
}

/** Waits until something holds, and says what did not when it never does. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 15_000,
): Promise<T> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const found = await check()
    if (found) return found
    await Bun.sleep(20)
  }
  throw new Error(`it never happened that ${what}`)
}
