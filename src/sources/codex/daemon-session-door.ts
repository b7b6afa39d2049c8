import { realpathSync } from 'node:fs'
import type { ActedSession, SessionDoor } from '../../facts/session-act.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { ProcessIdentity } from '../../processes/process-row.ts'
import type { ProcessTrees } from '../../processes/process-tree.ts'
import { record } from '../common/parse-values.ts'
import { daemonSocketOf, isOwnSocket } from './daemon.ts'
import { type DaemonConnection, openDaemon } from './daemon-connection.ts'

type Deps = {
  homes: readonly string[]
  /** The processes of the tools of a thread. */
  toolsOf: (thread: string) => ProcessIdentity[]
  trees: Pick<ProcessTrees, 'stopTree'>
}

const toolsEndMs = 2_000
const lookMs = 50

/**
 * Threads of Codex through the daemon that has them loaded: words join its turn, or begin one, and show in its terminal
 * as the user's own. An interrupted turn leaves a command in the sandbox running, so that the commands of the thread are
 * ended as well, and looked for in the process table.
 */
export function createDaemonSessionDoor({ homes, toolsOf, trees }: Deps): SessionDoor {
  /** Does something with the daemon that has a thread loaded; undefined where none has it. */
  async function withThread<Result>(
    { key }: ActedSession,
    run: (daemon: DaemonConnection, thread: string) => Promise<Result>,
  ): Promise<Result | undefined> {
    if (key === null) return undefined
    for (const home of homes) {
      const place = daemonSocketOf(home)
      if (!isOwnSocket(place)) continue
      const daemon = openDaemon(realpathSync(place), { request() {}, notification() {}, closed() {} })
      try {
        const loaded = (await daemon.call('thread/loaded/list', {}))?.data
        if (Array.isArray(loaded) && loaded.includes(key)) return await run(daemon, key)
      } finally {
        daemon.close()
      }
    }
    return undefined
  }

  return {
    offer: (session) =>
      withThread(session, async () => ({
        through: 'daemon' as const,
        acts: ['send' as const, 'steer' as const, 'retry' as const, 'interrupt' as const],
        note: 'Its terminal stays open. To close it, use that terminal: its daemon runs other threads as well.',
        pid: null,
      })),

    async act(session, { kind, text }) {
      const taken = await withThread(session, async (daemon, thread) => {
        if (kind === 'interrupt') return interrupt(daemon, thread)
        const input = [{ type: 'text', text: text ?? '', text_elements: [] }]
        await daemon.call('thread/resume', { threadId: thread, excludeTurns: true })
        const begun = await daemon.call('turn/start', { threadId: thread, input })
        if (!begun)
          throw new Refusal(
            'unavailable',
            'Codex did not answer; your words may have arrived. Look before trying again.',
            {
              maybeDone: true,
            },
          )
        return { newKey: null, isSeen: true, note: null }
      })
      if (!taken)
        throw new Refusal('conflict', 'No daemon of Codex has this thread open any more.', { notRunning: true })
      return taken
    },
  }

  async function interrupt(daemon: DaemonConnection, thread: string) {
    await daemon.call('thread/resume', { threadId: thread, excludeTurns: true })
    const turn = await runningTurn(daemon, thread)
    if (turn !== null) await daemon.call('turn/interrupt', { threadId: thread, turnId: turn })
    await daemon.call('thread/backgroundTerminals/clean', { threadId: thread })
    const left = await toolsLeft(thread)
    // What the daemon did not end is ended by its process.
    const ends = await Promise.all(left.map((tool) => trees.stopTree(tool, { graceMs: 500 })))
    const remaining = ends.flatMap((end) => end.remaining)
    if (remaining.length > 0)
      throw new Refusal(
        'conflict',
        `The turn ended, and process ${remaining[0]!.pid} of its command could not be ended.`,
      )
    if (turn === null && left.length === 0)
      throw new Refusal('conflict', 'Nothing ran in it any more.', { notRunning: true })
    const after = await daemon.call('thread/read', { threadId: thread, includeTurns: false })
    return { newKey: null, isSeen: record(record(after?.thread)?.status)?.type === 'idle', note: null }
  }

  /** The commands of a thread that have not ended within a moment. */
  async function toolsLeft(thread: string): Promise<ProcessIdentity[]> {
    for (let waitedMs = 0; ; waitedMs += lookMs) {
      const left = toolsOf(thread)
      if (left.length === 0 || waitedMs >= toolsEndMs) return left
      await Bun.sleep(lookMs)
    }
  }
}

/** The turn of a thread that is in progress; null where none is. */
async function runningTurn(daemon: DaemonConnection, thread: string): Promise<string | null> {
  const page = await daemon.call('thread/turns/list', { threadId: thread, limit: 1, sortDirection: 'desc' })
  const whole = page ?? record((await daemon.call('thread/read', { threadId: thread, includeTurns: true }))?.thread)
  const turns = page?.data ?? whole?.turns
  const running = Array.isArray(turns) ? turns.map(record).findLast((turn) => turn?.status === 'inProgress') : undefined
  return typeof running?.id === 'string' ? running.id : null
}
