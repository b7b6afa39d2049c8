import type { Testimony, WitnessSource } from '../../facts/testimony.ts'
import { readProc } from '../../lib/proc.ts'
import { isAlive } from '../../lib/process.ts'
import { lookWhile } from '../common/look-while.ts'
import type { RuntimeProcess } from '../common/process-witness.ts'

/** A session that may be at work: the newest of its folder. */
type RecentSession = { key: string; folder: string }

const lookMs = 200
/** The processes are looked for again after this long, and sooner where a session has none. */
const scanMs = 30_000
const searchMs = 3_000
const maxGone = 100
/** The tool whose command the shell runs. */
const tool = 'run_shell_command'

type Deps = {
  /** The newest session of each folder in which one was active lately. Where there is none, nothing is looked at. */
  recent: () => RecentSession[]
  /** Every process of a runtime; undefined where the system does not show them all. */
  processes: () => RuntimeProcess[] | undefined
  /** Runs when there may be one again, until the answer is called. */
  onChange: (run: () => void) => () => void
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
  onChange,
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

      function running(at: number, sessions: RecentSession[]): RuntimeProcess[] {
        const isKnown = ({ folder }: RecentSession) =>
          scanned?.found.some((process) => process.folder === folder && isRunning(process.pid))
        const age = scanned ? at - scanned.at : Number.POSITIVE_INFINITY
        if (age < 0 || age >= (sessions.every(isKnown) ? scanMs : searchMs))
          scanned = { at, found: (processes() ?? []).filter(({ runtime }) => runtime === 'gemini') }
        return scanned?.found ?? []
      }

      /** The folders in which a command runs, by the process above it. */
      let busy = new Map<number, string>()
      /** What is said of sessions whose process ended while a command ran. */
      const gone = new Map<string, Testimony>()

      /** Whether there is any session to look at, or a command that runs. */
      function look(): boolean {
        const at = now()
        const sessions = recent()
        const alive = sessions.length === 0 ? [] : running(at, sessions).filter(({ pid }) => isRunning(pid))
        const ended = new Set(busy.entries().flatMap(([pid, folder]) => (isRunning(pid) ? [] : [folder])))
        busy = new Map(
          alive.flatMap(({ pid, folder }) => (folder !== null && hasShell(pid) ? [[pid, folder] as const] : [])),
        )
        const working = new Set(busy.values())
        const keys = new Set(sessions.map(({ key }) => key))
        for (const key of since.keys()) if (!keys.has(key)) since.delete(key)
        for (const { key, folder } of sessions) {
          if (working.has(folder)) gone.delete(key)
          else if (ended.has(folder)) gone.set(key, { ...about(key), says: 'gone', since: at })
          if (!working.has(folder)) since.delete(key)
          else if (!since.has(key)) since.set(key, at)
        }
        while (gone.size > maxGone) gone.delete(gone.keys().next().value!)
        const testimonies: Testimony[] = [
          ...since.entries().map(([key, at]) => ({ ...about(key), says: 'working' as const, since: at })),
          ...gone.values(),
        ]
        const text = JSON.stringify(testimonies)
        if (text !== stated) {
          stated = text
          state({ source: 'gemini-shells', testimonies })
        }
        return sessions.length > 0 || busy.size > 0
      }

      return lookWhile(look, { everyMs: lookMs, onChange })
    },
  }
}

const about = (key: string) => ({ runtime: 'gemini', key, witness: 'process-table', reason: null, tool }) as const

/** Whether the tool's own shell is a child of a process: its command line names the file that it notes its jobs in. */
function hasShellBelow(pid: number): boolean {
  return readProc(pid, `task/${pid}/children`)
    .split(' ')
    .some((child) => child.trim() !== '' && readProc(Number(child), 'cmdline').includes('/gemini-shell-'))
}
