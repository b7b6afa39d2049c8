import { runtimeOf } from '../facts/runtime-of-process.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { ActedSession, SessionDoor } from '../facts/session-act.ts'
import { readProc } from '../lib/proc.ts'
import { Refusal } from '../lib/refusal.ts'
import { processTable } from '../processes/process-table.ts'
import { createProcessTrees } from '../processes/process-tree.ts'
import { startFolderOf } from './claude-code/session-folder.ts'
import { createClaudeFinder } from './claude-code/session-process.ts'
import { ownNamespace } from './claude-code/session-witness.ts'
import { createDaemonSessionDoor } from './codex/daemon-session-door.ts'
import { holderOf, readLocks } from './codex/thread-locks.ts'
import { createFolderFinder } from './common/folder-process.ts'
import { createProcessDoor, type FoundProcess } from './common/process-door.ts'
import { createSessionDoors, type SessionDoors } from './common/session-doors.ts'
import { markedProcesses } from './common/tool-processes.ts'
import { createRuntimeProcesses } from './machine/runtime-processes.ts'
import type { Gateways } from './openclaw/gateway/gateways.ts'
import { createGatewaySessionDoor } from './openclaw/gateway/session-door.ts'
import { createOpencodeServers } from './opencode/servers.ts'
import { createOpencodeSessionDoor } from './opencode/session-door.ts'

type Config = {
  folders?: Record<CommandLine, string[]> | undefined
  gateways: Gateways | undefined
  /** An agent would act on others, or on itself: then nothing is offered. */
  startedByAgent?: boolean | undefined
  /** False where no process of this machine runs the sessions. */
  witnesses?: boolean | undefined
}

/** The doors of every runtime, over the gateways that are followed and the processes of this machine. */
export function openSessionDoors({
  folders,
  gateways,
  startedByAgent = false,
  witnesses = true,
}: Config): SessionDoors {
  if (startedByAgent) return createSessionDoors({ doors: everyRuntime(closedDoor(byAgent)) })
  const openclaw = gateways ? [createGatewaySessionDoor(gateways)] : []
  if (!folders || !witnesses) return createSessionDoors({ doors: { ...everyRuntime(closedDoor(madeUp)), openclaw } })

  const table = processTable()
  const trees = createProcessTrees({ table })
  const processes = createRuntimeProcesses()
  const byFolder = createFolderFinder({ processes, table })
  const claude = createClaudeFinder({ folders: folders['claude-code'], table, byFolder, namespace: ownNamespace() })
  const toolsOf =
    (variable: string, except: number[] = []) =>
    (value: string) =>
      markedProcesses({ variable, value }, table, except)

  /** A thread without a daemon belongs to the process that holds its lock. */
  function codex(session: ActedSession): FoundProcess {
    const holder = session.key === null ? null : holderOf(folders!.codex, session.key, readLocks())
    if (holder === undefined) return byFolder(session)
    const row = holder === null ? undefined : table.one(holder)
    if (!row || runtimeOf(readProc(row.pid, 'cmdline')) !== 'codex')
      return { identity: null, why: 'No Codex has this thread open.' }
    if (/\0app-server(\0|$)/.test(readProc(row.pid, 'cmdline')))
      return { identity: null, why: 'Its server runs other threads as well, and does not answer. Use its terminal.' }
    return { identity: { pid: row.pid, startTime: row.startTime }, alsoEnds: null }
  }

  return createSessionDoors({
    doors: {
      openclaw,
      'claude-code': [
        createProcessDoor({
          find: claude,
          trees,
          leftBehind: ({ key }) => (key === null ? [] : toolsOf('CLAUDE_CODE_SESSION_ID')(key)),
        }),
      ],
      codex: [
        createDaemonSessionDoor({ homes: folders.codex, toolsOf: toolsOf('CODEX_THREAD_ID'), trees }),
        createProcessDoor({ find: codex, trees }),
      ],
      gemini: [createProcessDoor({ find: byFolder, trees })],
      opencode: [
        createOpencodeSessionDoor({ servers: createOpencodeServers(processes) }),
        createProcessDoor({ find: byFolder, trees }),
      ],
    },
    startFolderOf: ({ runtime, key }) =>
      runtime === 'claude-code' ? startFolderOf(folders['claude-code'], key) : null,
  })
}

const everyRuntime = (door: SessionDoor) => ({
  openclaw: [door],
  'claude-code': [door],
  codex: [door],
  gemini: [door],
  opencode: [door],
})

const madeUp = 'No process of this machine runs it, so that nothing can be said to it or stopped.'
const byAgent =
  'An agent has started this Wheelhouse, so that it acts on no session. Start it in a terminal of your own.'

const closedDoor = (note: string): SessionDoor => ({
  offer: async () => ({ through: null, acts: [], note, pid: null }),
  async act() {
    throw new Refusal('forbidden', note)
  },
})
