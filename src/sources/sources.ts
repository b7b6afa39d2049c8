import type { ApprovalDoor, ApprovalRuntime } from '../facts/approval.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { ReadingLimits, Source } from '../facts/source.ts'
import type { StatuslineWord } from '../facts/statusline.ts'
import type { OpenTurn, WitnessSource } from '../facts/testimony.ts'
import { createClaudeApprovalDoor } from './claude-code/approval-door.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createClaudeWitness } from './claude-code/session-witness.ts'
import { createDaemonDoor } from './codex/approval-door.ts'
import { createCodex } from './codex/codex.ts'
import { createDaemonWitness } from './codex/daemon-witness.ts'
import { isThreadHeld, readLocks } from './codex/thread-locks.ts'
import { createProcessWitness } from './common/process-witness.ts'
import { createShutDoor } from './common/shut-door.ts'
import { type CustomDeclaration, createCustom } from './custom/custom.ts'
import { createGeminiApprovalDoor } from './gemini/approval-door.ts'
import { createGemini } from './gemini/gemini.ts'
import { createShellWitness } from './gemini/shell-witness.ts'
import { createHeldListeners } from './hooks/held-listeners.ts'
import { createHookWitness } from './hooks/hook-witness.ts'
import { createRuntimeProcesses } from './machine/runtime-processes.ts'
import type { Gateways } from './openclaw/gateway/gateways.ts'
import { createOpencodeDoor } from './opencode/approval-door.ts'
import { createOpencode } from './opencode/opencode.ts'
import { createOpencodeServers } from './opencode/servers.ts'

export type { CustomDeclaration } from './custom/custom.ts'

type Settings = {
  limits?: Partial<ReadingLimits> | undefined
  /** The files of opencode's configuration that hold for all folders. */
  opencodeConfigs?: string[] | undefined
}

/** How the source of each command line is made from its data folders. */
const makers: Record<CommandLine, (folders: string[], settings: Settings) => Source> = {
  'claude-code': (folders, { limits }) => createClaudeCode({ folders, limits }),
  codex: (folders, { limits }) => createCodex(folders, Date.now, limits),
  gemini: (folders, { limits }) => createGemini(folders, Date.now, limits),
  opencode: (homes, { limits, opencodeConfigs: configs }) => createOpencode({ homes, configs, limits }),
}

/** A source for each command line that is looked for in a folder, whether or not it has left anything there. */
export const createCommandLines = (folders: Record<CommandLine, string[]>, settings: Settings = {}): Source[] =>
  (Object.keys(makers) as CommandLine[])
    .filter((runtime) => folders[runtime].length > 0)
    .map((runtime) => makers[runtime](folders[runtime], settings))

/** What witnesses have to know of the sessions that they speak of. */
type WitnessedSessions = {
  /** Those in the middle of a turn by what they have written, and by nothing else. */
  openTurns: () => OpenTurn[]
  /** The newest of each folder in which a runtime was active lately. */
  recent: (runtime: CommandLine) => { key: string; folder: string }[]
  /** Runs whenever something was read or said, until the answer is called: until then neither gets longer. */
  onChange: (run: () => void) => () => void
}

/** Who says what sessions of command lines do just now, beside what they write into their transcripts. */
export const createWitnesses = (
  folders: Record<CommandLine, string[]>,
  { openTurns, recent, onChange }: WitnessedSessions,
  hookFolders: string[],
  statusline: (word: StatuslineWord) => void,
  processes = createRuntimeProcesses(),
): WitnessSource[] => [
  createClaudeWitness({ folders: folders['claude-code'] }),
  createDaemonWitness(folders.codex),
  createHookWitness({ folders: hookFolders, statusline }),
  createShellWitness({ recent: () => recent('gemini'), onChange, processes }),
  createProcessWitness({
    openTurns,
    onChange,
    processes,
    isHeld: (turn) => (turn.runtime === 'codex' ? isThreadHeld(folders.codex, turn.key, readLocks()) : undefined),
  }),
]

/** The doors through which runtimes ask for approval; all of them are shut until a person switches them on. */
export function createApprovalDoors({
  folders,
  hookFolders = [],
  gateways,
  isWaiting,
  startedByAgent = false,
  witnesses = true,
}: {
  folders?: Record<CommandLine, string[]> | undefined
  hookFolders?: string[] | undefined
  gateways: Gateways | undefined
  /** Whether a session waits for a person just now, as its witnesses say. */
  isWaiting: (runtime: CommandLine, key: string) => boolean
  /** An agent would answer itself: then every door stays shut. */
  startedByAgent?: boolean | undefined
  /** False where no process of this machine runs the sessions. */
  witnesses?: boolean | undefined
}): Record<ApprovalRuntime, ApprovalDoor[]> {
  if (startedByAgent) {
    const shut = () => [createShutDoor()]
    return { openclaw: shut(), 'claude-code': shut(), codex: shut(), opencode: shut(), gemini: shut() }
  }
  const here = witnesses ? folders : undefined
  const listenFor = createHeldListeners(hookFolders)
  return {
    openclaw: gateways?.doors() ?? [],
    'claude-code': here
      ? [
          createClaudeApprovalDoor({
            folders: here['claude-code'],
            listen: listenFor('claude-code'),
          }),
        ]
      : [],
    codex: (here?.codex ?? []).map((home) => createDaemonDoor(home)),
    opencode:
      here && here.opencode.length > 0
        ? [createOpencodeDoor({ servers: createOpencodeServers(createRuntimeProcesses()) })]
        : [],
    gemini:
      here && here.gemini.length > 0
        ? [createGeminiApprovalDoor({ listen: listenFor('gemini'), isWaiting: (key) => isWaiting('gemini', key) })]
        : [],
  }
}

/** A source for each declaration of the configuration. */
export const createDeclared = (declarations: CustomDeclaration[], limits?: Partial<ReadingLimits>): Source[] =>
  declarations.map((declaration) => createCustom(declaration, Date.now, limits))
