import type { Log } from '../lib/log.ts'
import type { OpenFiles } from '../lib/open-files.ts'

const lookEveryMs = 3_000
/** So long this thread rests in each turn of its loop; who is connected waits as long for an answer. */
const restMs = 25

type Deps = {
  files: () => OpenFiles | undefined
  log: Log
  /** Calls `run` again and again, until the returned function is called; for tests. */
  every?: (run: () => void, ms: number) => () => void
  /** Calls `run` in the next turn of the loop. */
  next?: (run: () => void) => unknown
  sleep?: (ms: number) => void
}

/**
 * Rests in each turn of the loop while no more files may be open. A connection that cannot be taken then stays at the
 * door, and the loop is woken for it over and over: without a rest that is all that a core does. The port stays ours:
 * closed, it could be taken by somebody whom browsers would believe to be us. Runs until the returned function is called.
 */
export function restWhenFull({ files, log, every = repeat, next = setImmediate, sleep = Bun.sleepSync }: Deps) {
  let isFull = false

  const stopLooking = every(() => {
    const used = files()
    const wasFull = isFull
    isFull = used !== undefined && used.open >= used.most
    if (isFull === wasFull) return
    if (!isFull) return log.info('new connections are let in again')
    log.warn('no more files may be open: new connections wait until some are closed', used)
    next(rest)
  }, lookEveryMs)

  function rest() {
    if (!isFull) return
    sleep(restMs)
    next(rest)
  }

  return () => {
    isFull = false
    stopLooking()
  }
}

function repeat(run: () => void, ms: number) {
  const timer = setInterval(run, ms)
  timer.unref()
  return () => clearInterval(timer)
}
