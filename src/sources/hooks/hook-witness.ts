import type { HookCall } from '../../facts/hook-call.ts'
import type { Testimony, WitnessSource } from '../../facts/testimony.ts'
import { isAlive } from '../../lib/process.ts'
import { wordOf } from './call-word.ts'
import { type Heard, listenForCalls } from './listen.ts'

/** Whether the processes that called still live is looked at this often. */
const checkMs = 150
/** A burst of calls is stated once. */
const gatherMs = 20
/** Of more sessions than this, the one that was silent for longest is forgotten. */
const maxSessions = 1_000

type Deps = {
  /** Where hooks look for who listens; the first that is ours is taken. */
  folders: string[]
  now?: () => number
  isProcessAlive?: (pid: number, startTime: number | null) => boolean
  /** Hears the status lines, which are no testimony. */
  statusline?: Heard['statusline']
  /** Hears every call; the returned function ends that. */
  listen?: (folders: string[], heard: Heard) => () => void
}

/** The last word about a session, with the process that said it. */
type Said = Pick<HookCall, 'pid' | 'startTime'> & { testimony: Testimony; awaitedTool: string | null }

/** The hooks of runtimes as witnesses: each call says what its session does, until the next call or the end of its process. */
export function createHookWitness({
  folders,
  now = Date.now,
  isProcessAlive = isAlive,
  statusline,
  listen = listenForCalls,
}: Deps): WitnessSource {
  return {
    watch(state) {
      const said = new Map<string, Said>()
      let gathering: Timer | undefined
      let checking: Timer | undefined

      function hear(call: HookCall) {
        const { runtime, key, pid, startTime } = call
        const name = `${runtime} ${key}`
        const before = said.get(name)
        // A notification does not name its tool: it is the one that was announced before.
        const word = wordOf({ ...call, tool: call.tool ?? before?.awaitedTool ?? null })
        if (!word) return
        said.delete(name)
        if (word.says !== 'over') {
          const { tool } = word
          const testimony: Testimony = {
            runtime,
            key,
            witness: 'hook',
            says: word.says,
            reason: word.says === 'waiting' ? word.reason : null,
            ...(tool !== null && { tool }),
            since: now(),
          }
          said.set(name, { testimony, pid, startTime, awaitedTool: tool })
          if (said.size > maxSessions) said.delete(said.keys().next().value!)
        }
        gathering ??= setTimeout(speak, gatherMs)
        checkWhileKnown()
      }

      /** Nothing is looked at while nobody has called whose end could be noticed. */
      function checkWhileKnown() {
        const isAnyKnown = said.values().some(({ pid, testimony }) => pid !== null && testimony.says !== 'gone')
        if (isAnyKnown) checking ??= setInterval(check, checkMs)
        else {
          clearInterval(checking)
          checking = undefined
        }
      }

      function check() {
        for (const one of said.values()) {
          if (one.pid === null || one.testimony.says === 'gone' || isProcessAlive(one.pid, one.startTime)) continue
          one.testimony = { ...one.testimony, says: 'gone', reason: null, since: now() }
          gathering ??= setTimeout(speak, gatherMs)
        }
        checkWhileKnown()
      }

      function speak() {
        gathering = undefined
        state({ source: 'hooks', testimonies: [...said.values()].map(({ testimony }) => testimony) })
      }

      const stopListening = listen(folders, { call: hear, ...(statusline && { statusline }) })
      return () => {
        clearInterval(checking)
        clearTimeout(gathering)
        stopListening()
      }
    },
  }
}
