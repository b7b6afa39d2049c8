import type { Testimony, WitnessSource } from '../../facts/testimony.ts'
import { readProc } from '../../lib/proc.ts'
import { isAlive } from '../../lib/process.ts'
import type { RuntimeProcess } from '../common/process-witness.ts'

/** A session that may be at work: the newest of its folder. */
type RecentSession = { key: string; folder: string }

const lookMs = 200
/** The processes are looked for again after this long. */
const scanMs = 2_000
/** The tool whose command the shell runs. */
const tool = 'run_shell_command'

type Deps = {
  /** The newest session of each folder in which one was active lately. Where there is none, nothing is looked at. */
  recent: () => RecentSession[]
  /** Every process of a runtime; undefined where the system does not show them all. */
  processes: () => RuntimeProcess[] | undefined
  now?: () => number
  /** Whether a process has a shell of the tool below it. */
  hasShell?: (pid: number) => boolean
  isRunning?: (pid: number) => boolean
}

/**
 * The shells below Gemini CLI as witnesses: its file says nothing while a command runs. The shell of a process in a
 * folder stands for the newest session there.
 */
export function createShellWitness({
  recent,
  processes,
  now = Date.now,
  hasShell = hasShellBelow,
  isRunning = (pid) => isAlive(pid, null),
}: Deps): WitnessSource {
  return {
    watch(state) {
      const since = new Map<string, number>()
      let scanned: { at: number; found: RuntimeProcess[] } | undefined
      let stated = '[]'

      function running(at: number): RuntimeProcess[] {
        if (!scanned || at - scanned.at >= scanMs || at < scanned.at)
          scanned = { at, found: (processes() ?? []).filter(({ runtime }) => runtime === 'gemini') }
        return scanned.found
      }

      function look() {
        const at = now()
        const sessions = recent()
        const busy = new Set(
          (sessions.length === 0 ? [] : running(at)).flatMap(({ pid, folder }) =>
            folder !== null && isRunning(pid) && hasShell(pid) ? [folder] : [],
          ),
        )
        const testimonies = sessions.flatMap(({ key, folder }): Testimony[] => {
          if (!busy.has(folder)) {
            since.delete(key)
            return []
          }
          if (!since.has(key)) since.set(key, at)
          const about = { runtime: 'gemini', key, witness: 'process-table', reason: null } as const
          return [{ ...about, says: 'working', tool, since: since.get(key)! }]
        })
        const text = JSON.stringify(testimonies)
        if (text === stated) return
        stated = text
        state({ source: 'gemini-shells', testimonies })
      }

      const looking = setInterval(look, lookMs)
      return () => clearInterval(looking)
    },
  }
}

/** Whether the tool's own shell is a child of a process: its command line names the file that it notes its jobs in. */
function hasShellBelow(pid: number): boolean {
  return readProc(pid, `task/${pid}/children`)
    .split(' ')
    .some((child) => child.trim() !== '' && readProc(Number(child), 'cmdline').includes('/gemini-shell-'))
}
