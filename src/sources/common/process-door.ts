import type { ActedSession, SessionDoor } from '../../facts/session-act.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { ProcessIdentity } from '../../processes/process-row.ts'
import type { ProcessTrees } from '../../processes/process-tree.ts'

/** The process of a session: found for certain, with its start; or why it is not. */
export type FoundProcess = { identity: ProcessIdentity; alsoEnds: string | null } | { identity: null; why: string }

type Deps = {
  /** Looks for the process of a session, anew each time. */
  find: (session: ActedSession) => FoundProcess
  trees: Pick<ProcessTrees, 'stopTree'>
  /** What of a session's runs on apart from its process, as a program that was put into the background on purpose. */
  leftBehind?: (session: ActedSession) => ProcessIdentity[]
  graceMs?: number
}

/** So long a process may take to end by itself, before it and its tools are killed. */
const defaultGraceMs = 3_000

/**
 * Sessions of a command line as the processes that run them: they can be ended, with all tools below them. A pid counts
 * only with the start that was found with it, so that nobody else is hit who has it by now.
 */
export function createProcessDoor({ find, trees, leftBehind = () => [], graceMs = defaultGraceMs }: Deps): SessionDoor {
  return {
    async offer(session) {
      const found = find(session)
      if (found.identity === null) return { through: null, acts: [], note: found.why, pid: null }
      return {
        through: 'process',
        acts: ['end'],
        note: `${found.alsoEnds === null ? '' : `${found.alsoEnds} `}It takes words in its own terminal alone.`,
        pid: found.identity.pid,
      }
    },

    async act(session, { kind }) {
      if (kind !== 'end') throw new Refusal('conflict', 'It takes words in its own terminal alone.')
      const found = find(session)
      if (found.identity === null) throw new Refusal('conflict', found.why, { notRunning: true })
      const { pid } = found.identity
      const before = leftBehind(session)
      const { outcome, remaining } = await trees.stopTree(found.identity, { graceMs })
      if (outcome === 'not-there')
        throw new Refusal('conflict', `Process ${pid} had ended already.`, { notRunning: true })
      if (outcome === 'remains')
        throw new Refusal(
          'conflict',
          `Process ${remaining.map((one) => one.pid).join(', ')} could not be ended: it belongs to another user, or waits in the kernel. End it in a terminal: sudo kill -9 ${remaining.map((one) => one.pid).join(' ')}`,
        )
      const gone = outcome === 'killed' ? 'It did not end by itself and was killed, with its tools.' : null
      const left = leftBehind(session).filter(({ pid }) => before.some((one) => one.pid === pid))
      const rest =
        left.length > 0
          ? `What it had put into the background runs on: process ${left.map((one) => one.pid).join(', ')}.`
          : null
      return { newKey: null, isSeen: true, note: [gone, rest].filter(Boolean).join(' ') || null }
    },
  }
}
