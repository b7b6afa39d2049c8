import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import type { Testimony, WitnessSource } from '../../facts/testimony.ts'
import { linkInProc } from '../../lib/proc.ts'
import { isAlive } from '../../lib/process.ts'
import { createSessionFiles, type SessionFile, testimonyOf } from './session-files.ts'

/** Whether processes live is looked at this often; files wake at once. */
const lookMs = 1_000
/** Where none of them runs, they are looked for this often: a folder that is watched tells by itself. */
const restMs = 3_000
/** Whether the processes that are known still live is looked at this often. */
const checkMs = 150
/** A burst of writes is read once. */
const gatherMs = 20
/** Ended processes beyond this many are forgotten, the oldest first. */
const maxGone = 1_000

type Deps = {
  /** The configuration folders of Claude Code. */
  folders: string[]
  now?: () => number
  isProcessAlive?: (pid: number, startTime: number | null) => boolean
  /** The number of our own process namespace; null where the system does not tell. */
  namespace?: string | null
}

/**
 * The running processes of Claude Code as witnesses: what each says in its session file, and that it has ended. A file
 * that goes away ends its process as well; what was in the middle of a turn then was killed.
 */
export function createClaudeWitness({
  folders,
  now = Date.now,
  isProcessAlive = isAlive,
  namespace = ownNamespace(),
}: Deps): WitnessSource {
  return {
    watch(state) {
      const gone = new Map<string, Testimony>()
      const sessionFiles = createSessionFiles()
      let living = new Map<string, SessionFile>()
      let stated = ''
      let gathering: Timer | undefined
      let checking: Timer | undefined
      const watchers = new Map<string, FSWatcher>()

      const lives = (file: SessionFile) =>
        // The number of a process in a container means nothing to us: what its file says is all there is.
        (file.namespace !== null && namespace !== null && file.namespace !== namespace) ||
        isProcessAlive(file.pid, file.procStart === null ? null : Number(file.procStart))

      function look() {
        gathering = undefined
        for (const folder of folders) attend(join(folder, 'sessions'))
        const seenAt = now()
        const found = folders.flatMap(sessionFiles)
        const alive = new Map(found.filter(lives).map((file) => [file.sessionId, file]))
        // A session that was resumed in another process is not gone.
        const ended = [...found, ...living.values()].filter(({ sessionId }) => !alive.has(sessionId))
        for (const file of ended) {
          const testimony = testimonyOf(file, false, seenAt)
          if (testimony && !gone.has(file.sessionId)) gone.set(file.sessionId, testimony)
        }
        for (const sessionId of alive.keys()) gone.delete(sessionId)
        while (gone.size > maxGone) gone.delete(gone.keys().next().value!)
        living = alive
        checkWhile(living.size > 0)
        const testimonies = [
          ...[...alive.values()].flatMap((file) => testimonyOf(file, true, seenAt) ?? []),
          ...gone.values(),
        ]
        const text = JSON.stringify(testimonies)
        if (text === stated) return
        stated = text
        state({ source: 'claude-code', testimonies })
      }

      function lookSoon() {
        gathering ??= setTimeout(look, gatherMs)
      }

      /** Watches a folder as soon as it is there. */
      function attend(folder: string) {
        if (watchers.has(folder)) return
        try {
          const watcher = watch(folder, lookSoon)
          watcher.on('error', () => {
            watcher.close()
            watchers.delete(folder)
          })
          watchers.set(folder, watcher)
        } catch {
          // It is not there yet, or the system gives no more watches: then the regular look finds what is new.
        }
      }

      function checkWhile(isAnyAlive: boolean) {
        if (isAnyAlive) checking ??= setInterval(check, checkMs)
        else {
          clearInterval(checking)
          checking = undefined
        }
      }

      function check() {
        if (living.values().some((file) => !lives(file))) look()
      }

      let looking: Timer | undefined
      function lookOn() {
        look()
        looking = setTimeout(lookOn, living.size > 0 ? lookMs : restMs)
      }
      lookOn()
      return () => {
        clearTimeout(looking)
        clearInterval(checking)
        clearTimeout(gathering)
        for (const watcher of watchers.values()) watcher.close()
      }
    },
  }
}

/** The process namespace that we are in, as the system numbers it; null where it does not tell. */
export const ownNamespace = () => /^pid:\[(\d+)\]$/.exec(linkInProc('self', 'ns/pid') ?? '')?.[1] ?? null
