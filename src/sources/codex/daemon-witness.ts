import { realpathSync } from 'node:fs'
import type { Testimony, WitnessSource } from '../../facts/testimony.ts'
import { waitWords } from '../../facts/waits.ts'
import { daemonSocketOf, isOwnSocket, listenToDaemon, type ThreadStatus } from './daemon.ts'

/** A daemon that begins is found within this time. */
const absentMs = 2_000
/** One that does not answer well is asked again after this time, and is left alone for longer each time. */
const lookMs = 1_000
const maxRestMs = 30_000
const maxThreads = 1_000

/**
 * The daemons of Codex as witnesses: each says which of its threads work, and which wait for a person. That a thread is
 * idle is left to its transcript, which also says why.
 */
export function createDaemonWitness(homes: readonly string[], now: () => number = Date.now): WitnessSource {
  return {
    watch(state) {
      const stops = homes.map((home) => watchHome(home, state, now))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

function watchHome(home: string, state: Parameters<WitnessSource['watch']>[0], now: () => number) {
  const threads = new Map<string, Testimony>()
  let connection: { close(): void } | undefined
  let restMs = lookMs
  let stopped = false
  let looking: Timer | undefined

  const say = () => state({ source: `codex-daemon ${home}`, testimonies: [...threads.values()] })

  function look() {
    const path = daemonSocketOf(home)
    if (!isOwnSocket(path)) return later(absentMs)
    const since = now()
    connection = listenToDaemon(realpathSync(path), {
      onStatus: note,
      onClosed() {
        connection = undefined
        if (threads.size > 0) {
          threads.clear()
          say()
        }
        restMs = now() - since > maxRestMs ? lookMs : Math.min(restMs * 2, maxRestMs)
        later(restMs)
      },
    })
  }

  function later(ms: number) {
    if (!stopped) looking = setTimeout(look, ms)
  }

  function note(thread: string, status: ThreadStatus) {
    const says = saysOf(status)
    const before = threads.get(thread)
    if (says ? before?.says === says.says && before.reason === says.reason : !before) return
    threads.delete(thread)
    if (says) threads.set(thread, { runtime: 'codex', key: thread, witness: 'daemon', ...says, since: now() })
    if (threads.size > maxThreads) threads.delete(threads.keys().next().value!)
    say()
  }

  look()
  return () => {
    stopped = true
    clearTimeout(looking)
    connection?.close()
  }
}

function saysOf(status: ThreadStatus): Pick<Testimony, 'says' | 'reason'> | undefined {
  switch (status) {
    case 'active':
      return { says: 'working', reason: null }
    case 'waiting-for-approval':
      return { says: 'waiting', reason: waitWords.permission }
    case 'waiting-for-input':
      return { says: 'waiting', reason: waitWords.question }
    case 'idle':
    case null:
      return undefined
  }
}
