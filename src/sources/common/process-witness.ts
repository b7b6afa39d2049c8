import { existsSync } from 'node:fs'
import type { Runtime } from '../../facts/runtimes.ts'
import type { OpenTurn, Testimony, WitnessSource } from '../../facts/testimony.ts'
import { isAlive } from '../../lib/process.ts'
import { lookWhile } from './look-while.ts'

/** A running process of a runtime. */
export type RuntimeProcess = {
  pid: number
  runtime: Runtime
  /** Null where it may not be seen. */
  folder: string | null
  /** Whether it runs sessions of any folder, as a daemon does. */
  servesAll: boolean
}

const lookMs = 100
/**
 * The process table is read again after this long, and at once where one of its processes has ended or a session has
 * none: as long as those that are known live, nothing can be missed.
 */
const scanMs = 30_000
/** A process has to be missed for this long: between its end and our reading of its last words a moment goes by. */
const missedMs = 200
const maxGone = 1_000

type Deps = {
  /** The sessions in question. Where there are none, nothing is looked at. */
  openTurns: () => OpenTurn[]
  /** Every process of a runtime; undefined where the system does not show them all. */
  processes: () => RuntimeProcess[] | undefined
  /** Whether a session is held by a living process, where its runtime leaves a sign of that; undefined where it does not. */
  isHeld?: (turn: OpenTurn) => boolean | undefined
  /** Runs when there may be one again, until the answer is called. */
  onChange: (run: () => void) => () => void
  now?: () => number
  isRunning?: (pid: number) => boolean
  /** Whether a folder is on this machine. A session that was begun in another place may run there. */
  isHere?: (folder: string) => boolean
}

/**
 * The process table as a witness of sessions that have no better one: where no process of its runtime is left that could
 * be in the middle of its turn, a session is gone. Which of several processes in one folder it is cannot be known, so one
 * that lives speaks for all sessions there.
 */
export function createProcessWitness({
  openTurns,
  onChange,
  processes,
  isHeld = () => undefined,
  now = Date.now,
  isRunning = (pid) => isAlive(pid, null),
  isHere = existsSync,
}: Deps): WitnessSource {
  return {
    watch(state) {
      /** Since when each session has been missed, in ms. */
      const missed = new Map<string, number>()
      const gone = new Map<string, { testimony: Testimony; lastAt: number | null }>()
      let stated = '[]'
      /** What was found in the table, and when it was last seen that all of it lives. */
      let scanned: { at: number; checkedAt: number; found: RuntimeProcess[] | undefined } | undefined

      /** The processes as they were seen last, where none of them has ended since. */
      function running(at: number): RuntimeProcess[] | undefined {
        const isFresh = scanned && at >= scanned.at && at - scanned.at < scanMs
        if (!isFresh) return scan(at)
        // Once for all sessions that are looked at.
        if (scanned!.checkedAt !== at && scanned!.found?.some(({ pid }) => !isRunning(pid))) return scan(at)
        scanned!.checkedAt = at
        return scanned!.found
      }

      function scan(at: number) {
        scanned = { at, checkedAt: at, found: processes() }
        return scanned.found
      }

      /** Whether a process is left that could run it; undefined where that cannot be known. */
      function isRun(turn: OpenTurn, at: number): boolean | undefined {
        const found = () => running(at)?.some((process) => couldRun(process, turn))
        // One that began just now may not be in the table yet.
        return isHeld(turn) ?? (found() || !missed.has(nameOf(turn)) ? found() : rescanned(at, turn))
      }

      function rescanned(at: number, turn: OpenTurn): boolean | undefined {
        if (gone.has(nameOf(turn))) return false
        return scan(at)?.some((process) => couldRun(process, turn))
      }

      /** A gateway runs the sessions of its home, whatever folder they are about. */
      const isOfThisMachine = ({ runtime, folder }: OpenTurn) =>
        runtime === 'openclaw' || (folder !== null && isHere(folder))

      /** Whether any session is in the middle of a turn. */
      function look(): boolean {
        const turns = openTurns().filter(isOfThisMachine)
        const at = now()
        const names = new Set(turns.map(nameOf))
        for (const name of missed.keys()) if (!names.has(name)) missed.delete(name)
        for (const turn of turns) {
          const name = nameOf(turn)
          const before = gone.get(name)
          // It has gone on since.
          if (before && (turn.lastAt ?? 0) > before.testimony.since) gone.delete(name)
          if (isRun(turn, at) !== false) missed.delete(name)
          else if (!missed.has(name)) missed.set(name, at)
          const since = missed.get(name)
          if (since !== undefined && at - since >= missedMs && !gone.has(name))
            gone.set(name, { testimony: testimonyOf(turn, at), lastAt: turn.lastAt })
        }
        while (gone.size > maxGone) gone.delete(gone.keys().next().value!)
        const testimonies = [...gone.values()].map(({ testimony }) => testimony)
        const text = JSON.stringify(testimonies)
        if (text !== stated) {
          stated = text
          state({ source: 'process-table', testimonies })
        }
        return turns.length > 0
      }

      return lookWhile(look, { everyMs: lookMs, onChange })
    },
  }
}

const nameOf = ({ runtime, key }: OpenTurn) => `${runtime} ${key}`

const testimonyOf = ({ runtime, key }: OpenTurn, since: number): Testimony => ({
  runtime,
  key,
  witness: 'process-table',
  says: 'gone',
  reason: null,
  since,
})

/** Whether a process could be the one that runs a session: of its runtime, and in its folder as far as can be seen. */
export function couldRun(process: RuntimeProcess, { runtime, folder }: OpenTurn): boolean {
  if (process.runtime !== runtime) return false
  if (runtime === 'openclaw' || process.servesAll || process.folder === null || folder === null) return true
  // The folder of a session may be the root of the project that its process was started in.
  return isWithin(process.folder, folder) || isWithin(folder, process.folder)
}

const isWithin = (path: string, above: string) => path === above || path.startsWith(above === '/' ? '/' : `${above}/`)
