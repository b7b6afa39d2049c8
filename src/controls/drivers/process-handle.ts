import { closeSync, fstatSync, mkdirSync, readFileSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { sha256 } from '../../lib/crypto.ts'
import { openForeignFile } from '../../lib/foreign-file.ts'
import { rssOf } from '../../lib/process.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { Processes } from '../../processes/processes.ts'
import type { Store } from '../../store/store.ts'
import { asTyped, type Driver } from '../driver.ts'
import { type Handle, usualLimits } from '../handle.ts'
import { lastLines } from '../log-lines.ts'
import { endWords } from '../read-state.ts'
import { processOf, putProcess } from '../rows.ts'
import { nothingKnown, type Reading } from '../service.ts'

type Deps = {
  processes: Processes
  store: Store
  now: () => number
  /** The file that it prints into. */
  output: string
}

/** The variable by which a process says which service it is, so that it is found again whoever forgot its pid. */
export const marker = 'WHEELHOUSE_SERVICE'

/** What a process of a service carries; `output` is the file in our data folder that it prints into. */
export const markOf = (id: string, output: string) => `${id} ${sha256(output).slice(0, 16)}`

/** A log beyond this is put aside before the next start, as `….1`. */
const maxLogBytes = 8 << 20
const tailBytes = 256 << 10
const stopGraceMs = 20_000
const endIsToldMs = 2_000
/** How long a port may take to say whether something listens. */
const knockMs = 1_000

/**
 * A program that has no manager but us, in words that `config.toml` gives. It goes on when we end; whoever starts after
 * us finds it by its pid and start, or by the mark in its environment. Where it ends, it is not started again by itself.
 */
export function processHandle(
  id: string,
  { argv, cwd, env, port }: Extract<Driver, { kind: 'process' }>,
  { processes, store, now, output }: Deps,
): Handle {
  // Another Wheelhouse of the same user, with another data folder, may have a service of the same name.
  const mark = markOf(id, output)

  /** What is marked as this service and leads a session, where nobody wrote down its start. */
  function adopt() {
    for (const { pid, startTime } of processes.leaders())
      if (isMarked(pid, mark)) {
        const found = {
          service: id,
          pid,
          startTime,
          startedAt: now(),
          endedAt: null,
          exitCode: null,
          signal: null,
          isWantedDown: false,
        }
        putProcess(store, found)
        return found
      }
    return undefined
  }

  let looksForLost = true
  /** Our own child, until its end has been told: how it ended is known a moment after it has. */
  let child: number | undefined
  let childHasEnded: Promise<void> = Promise.resolve()

  function current() {
    const row = processOf(store, id)
    if (row && row.endedAt === null && (row.pid === child || processes.isRunning(row))) return { row, runs: true }
    // A kill between the start and the writing of it leaves one that nobody wrote down.
    if (looksForLost) {
      looksForLost = false
      const found = adopt()
      if (found) return { row: found, runs: true }
    }
    if (row && row.endedAt === null) {
      const ended = { ...row, endedAt: now() }
      putProcess(store, ended)
      return { row: ended, runs: false }
    }
    return { row, runs: false }
  }

  async function read(): Promise<Reading> {
    const { row, runs } = current()
    if (!row) return { ...nothingKnown, port }
    const life = `${row.pid} ${row.startTime}`
    if (!runs) {
      const isClean = row.isWantedDown || (row.exitCode === 0 && row.signal === null)
      const facts = { ...nothingKnown, life: `${life} ended`, port }
      return isClean ? facts : { ...facts, state: 'failed', reason: endWords(row) }
    }
    const ready = port === null ? null : await answersOn(port)
    return {
      ...nothingKnown,
      state: row.isWantedDown ? 'stopping' : 'running',
      reason: ready === false ? `nothing answers on port ${port} yet` : null,
      life,
      pid: row.pid,
      startedAt: row.startedAt,
      rssBytes: rssOf(row.pid),
      port,
      ready,
    }
  }

  function start() {
    if (current().runs) throw new Refusal('conflict', 'It runs already.')
    mkdirSync(dirname(output), { recursive: true, mode: 0o700 })
    putAside(output)
    const [program = '', ...args] = argv
    const started = processes.startDetached({ program, args, cwd, env: { ...env, [marker]: mark } }, output)
    if (started.kind === 'not-started') throw new Refusal('unavailable', started.detail)
    const { pid, startTime } = started.identity
    const row = {
      service: id,
      pid,
      startTime,
      startedAt: now(),
      endedAt: null,
      exitCode: null,
      signal: null,
      isWantedDown: false,
    }
    putProcess(store, row)
    child = pid
    childHasEnded = started.ended.then(({ exitCode, signal }) => {
      if (child === pid) child = undefined
      try {
        const last = processOf(store, id)
        if (last?.pid === pid && last.startTime === startTime)
          putProcess(store, { ...last, endedAt: now(), exitCode, signal })
      } catch {
        // The store is closed while we stop; the next start sees that it is gone.
      }
    })
  }

  async function stop() {
    const { row, runs } = current()
    if (!row || !runs) throw new Refusal('conflict', 'It does not run.')
    putProcess(store, { ...row, isWantedDown: true })
    const { outcome, remaining } = await processes.stopTree(row, { graceMs: stopGraceMs })
    if (outcome === 'remains') {
      putProcess(store, { ...row, isWantedDown: false })
      throw new Refusal(
        'unavailable',
        `It could not be ended: process ${remaining[0]?.pid ?? row.pid} stays, whatever it is sent.`,
      )
    }
    // The system has ended it; how it ended is told to its parent a moment later, and only then is there room for another.
    if (row.pid === child) await Promise.race([childHasEnded, Bun.sleep(endIsToldMs)])
  }

  return {
    limits: { ...usualLimits, endMs: stopGraceMs + 10_000 },
    answers: port !== null,
    read,

    abilities: async ({ state }) => {
      const exact = asTyped(argv)
      const pid = current().row?.pid
      const kill = `kill ${pid ?? ''}`.trim()
      return {
        verbs:
          state === 'running' || state === 'stopping'
            ? [
                { verb: 'stop', exact: kill },
                { verb: 'restart', exact: `${kill} && ${exact}` },
              ]
            : [{ verb: 'start', exact }],
        note: null,
      }
    },

    async ask(permit, verb) {
      permit.check()
      if (verb === 'update') throw new Refusal('bad-input', 'This service has no update of its own.')
      if (verb === 'stop' || (verb === 'restart' && current().runs)) await stop()
      permit.check()
      if (verb !== 'stop') start()
    },

    log: async (lines) => lastLines(endOf(output), lines),

    effectOf: (verb) =>
      verb === 'start'
        ? 'It starts, and goes on when Wheelhouse ends.'
        : `It and everything below it get ${stopGraceMs / 1_000} s to end by themselves, then they are ended.${verb === 'restart' ? ' Then it is started again.' : ''}`,
  }
}

function isMarked(pid: number, mark: string) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${marker}=${mark}`)
  } catch {
    // The process is somebody else's, or this system does not tell.
    return false
  }
}

function putAside(path: string) {
  try {
    if (statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`)
  } catch {
    // There is none yet.
  }
}

/** The end of a file that only grows; '' where there is none. */
export function endOf(path: string): string {
  try {
    const file = openForeignFile(path)
    try {
      const { size } = fstatSync(file)
      const bytes = Buffer.alloc(Math.min(size, tailBytes))
      readSync(file, bytes, 0, bytes.length, size - bytes.length)
      const text = bytes.toString()
      return size > bytes.length ? text.slice(text.indexOf('\n') + 1) : text
    } finally {
      closeSync(file)
    }
  } catch {
    // It has printed nothing yet.
    return ''
  }
}

/** Whether something takes connections on a port of this machine. */
async function answersOn(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, knockMs, false)
  try {
    const socket = await Promise.race([
      Bun.connect({
        hostname: '127.0.0.1',
        port,
        socket: { data() {}, error: () => resolve(false), connectError: () => resolve(false) },
      }),
      promise.then(() => undefined),
    ])
    socket?.end()
    return socket !== undefined
  } catch {
    // Nobody listens there.
    return false
  } finally {
    clearTimeout(timer)
  }
}
