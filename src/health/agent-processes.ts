import type { ActionGate, Confirmation } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import type { AgentProcess, AgentRuntime } from '../facts/machine.ts'
import { runtimeName } from '../facts/runtimes.ts'
import type { ActedSession, SessionOffer } from '../facts/session-act.ts'
import { oneLine } from '../lib/plain-text.ts'
import { readProc } from '../lib/proc.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import type { ProcessIdentity, ProcessRow } from '../processes/process-row.ts'
import type { StopOutcome } from '../processes/process-tree.ts'

export type AgentProcesses = ReturnType<typeof createAgentProcesses>

/** The session that a process runs, or that one above it runs. */
type ProcessSession = { id: string; agentId: string; title: string | null; state: string }

/** A process of an agent as a page lists it. Of its command line nothing is kept, and what looks like a secret is hidden. */
export type ListedProcess = {
  pid: number
  /** With the pid the process for certain, in a number of this system; null where it cannot be told, or has ended. */
  startTime: number | null
  runtime: AgentRuntime
  name: string
  /** Null where the system hides it. */
  command: string | null
  cpuPercent: number | null
  rssBytes: number | null
  startedAt: number | null
  session: ProcessSession | null
  /** Why it is not ended here, in a sentence; null where it is. */
  kept: string | null
}

type Acted = ActedSession & Pick<ProcessSession, 'title' | 'state'>

type Deps = {
  /** The processes of agents at the last reading, and the process of the gateway. */
  latest: () => { processes: readonly AgentProcess[]; gatewayPid: number | null }
  table: () => { one(pid: number): ProcessRow | undefined }
  /** The sessions that a process may be running. */
  sessions: () => Promise<Acted[]>
  offer: (sessions: ActedSession[]) => Promise<Pick<SessionOffer, 'pid'>[]>
  gate: ActionGate
  stopTree: (root: ProcessIdentity, how: { graceMs: number }) => Promise<StopOutcome>
  /** Why nothing is ended from here, in a sentence; null where it is. */
  closed: () => string | null
  isMadeUp: boolean
  now: () => number
}

/** Which process runs which session is looked for anew after so long, or once other processes are there. */
const foundForMs = 15_000
const maxCommand = 300
const maxAncestors = 8
const graceMs = 3_000

/**
 * The processes of agents for a person who looks: with the session of each, its command line, and a way to end one with
 * everything below it. Nothing is read while nobody asks.
 */
export function createAgentProcesses(deps: Deps) {
  const { latest, sessions, offer, gate, stopTree, closed, isMadeUp, now } = deps
  let found: { key: string; at: number; byPid: Promise<Map<number, ProcessSession>> } | undefined
  let processTable: ReturnType<Deps['table']> | undefined
  const table = () => (processTable ??= deps.table())

  /** Asks the doors of sessions which process each would end. */
  async function look(): Promise<Map<number, ProcessSession>> {
    const all = (await sessions()).filter(({ runtime }) => runtime !== 'openclaw')
    const offers = all.length === 0 ? [] : await offer(all.map(({ title: _, state: __, ...acted }) => acted))
    return new Map(
      offers.flatMap(({ pid }, index) => {
        const { id, agentId, title, state } = all[index]!
        return pid === null ? [] : [[pid, { id, agentId, title, state }] as const]
      }),
    )
  }

  function sessionsByPid(processes: readonly AgentProcess[]) {
    const key = processes
      .map(({ pid, startedAt }) => `${pid} ${startedAt}`)
      .sort()
      .join()
    if (found?.key !== key || now() - found.at > foundForMs) {
      // Without an answer they are listed all the same.
      found = { key, at: now(), byPid: look().catch(() => new Map<number, ProcessSession>()) }
    }
    return found.byPid
  }

  function sessionOf(pid: number, byPid: ReadonlyMap<number, ProcessSession>): ProcessSession | null {
    for (let at: number | undefined = pid, i = 0; at !== undefined && at > 1 && i < maxAncestors; i++) {
      const session = byPid.get(at)
      if (session) return session
      at = table().one(at)?.parentPid
    }
    return null
  }

  function keptWhy({ pid }: { pid: number }): string | null {
    if (isMadeUp) return 'It is made up, like everything in the demo.'
    if (pid === latest().gatewayPid) return 'It is the gateway, which is stopped on the page of services.'
    return pid === process.pid ? 'It is Wheelhouse itself.' : closed()
  }

  return {
    async list(): Promise<ListedProcess[]> {
      const { processes } = latest()
      const byPid = await sessionsByPid(processes)
      return processes.map((process) => {
        const { pid } = process
        const startTime = isMadeUp ? null : (table().one(pid)?.startTime ?? null)
        const command = isMadeUp ? process.name : readProc(pid, 'cmdline')
        return {
          ...process,
          startTime,
          command: command === '' ? null : shownCommand(command),
          session: isMadeUp ? (byPid.get(pid) ?? null) : sessionOf(pid, byPid),
          kept: keptWhy(process),
        }
      })
    },

    /** Ends a process with everything below it; one that has this pid by now and another start is not touched. */
    async stop(caller: Caller, identity: ProcessIdentity, given: string | undefined) {
      const { pid, startTime } = identity
      const process = latest().processes.find((one) => one.pid === pid)
      const isSame = process !== undefined && !isMadeUp && table().one(pid)?.startTime === startTime
      const name = process ? `${process.name} (${pid})` : `process ${pid}`
      const kept = keptWhy(identity)
      return gate.pass({
        caller,
        action: 'end process',
        target: name,
        needs: 'operator',
        confirm: isSame && kept === null ? { given, ask: question(process, name) } : undefined,
        async perform() {
          if (kept !== null) throw new Refusal('conflict', `Process ${pid} is not ended from here. ${kept}`)
          if (!isSame)
            throw new Refusal('conflict', `Process ${pid} has ended, or its number belongs to another one by now.`)
          const { outcome, remaining } = await stopTree(identity, { graceMs })
          if (outcome === 'not-there') throw new Refusal('conflict', `Process ${pid} had ended already.`)
          if (outcome === 'remains')
            throw new Refusal(
              'conflict',
              `Process ${remaining.map((one) => one.pid).join(', ')} could not be ended: it belongs to another user, or waits in the kernel.`,
            )
          return { pid, outcome }
        },
      })
    },
  }
}

const question = ({ runtime }: AgentProcess, name: string): Confirmation => ({
  question: `End ${name}?`,
  effect: `${runtimeName(runtime)} and every tool below it end; what it has not written yet is lost.`,
  hits: [],
  exact: null,
  phrase: 'end',
  isTyped: false,
  verb: 'End process',
  safeVerb: 'Keep running',
})

/** A command line for people. */
function shownCommand(text: string): string {
  const line = oneLine(redact(text.split('\0').join(' ')))
  return line.length > maxCommand ? `${line.slice(0, maxCommand).toWellFormed()}…` : line
}
