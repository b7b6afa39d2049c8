import { runtimeOf } from '../facts/runtime-of-process.ts'
import { type Runtime, runtimeName } from '../facts/runtimes.ts'
import { oneLine } from '../lib/plain-text.ts'
import { linkInProc, readProc, statFields } from '../lib/proc.ts'

/** The agent that started a process, itself or through others. */
type AgentShell = {
  runtime: Runtime
  /** The process that gives it away. */
  pid: number
  /** The working directory of the process that was asked about; null where it cannot be seen. */
  folder: string | null
}

/** What the system tells of a process; undefined for one that is gone or hidden. */
export type ProcessView = {
  parentPid: number
  /** The program and its arguments, with zeros between them. */
  command: string
  /** The names of its environment variables. */
  variables: string[]
}

/** Variables that a runtime sets for the tools it starts, and not for the terminal it runs in. */
const markers: Record<string, Runtime> = {
  CLAUDECODE: 'claude-code',
  CLAUDE_PID: 'claude-code',
  CLAUDE_CODE_SESSION_ID: 'claude-code',
  CODEX_THREAD_ID: 'codex',
  CODEX_SESSION_ID: 'codex',
  CODEX_TOOL_CALL_ID: 'codex',
  GEMINI_CLI: 'gemini',
  GEMINI_SESSION_ID: 'gemini',
  OPENCODE: 'opencode',
  OPENCODE_PID: 'opencode',
  OPENCLAW_SHELL: 'openclaw',
}

/** A process has fewer ancestors than this; more would be a circle in a table that changed while it was read. */
const maxAncestors = 100

/**
 * The agent above a process, by the variables of the process and of its ancestors, and by the programs these are. An
 * orphan keeps its variables, a tool of Codex descends from a daemon. Who takes both away is not found.
 */
export function agentAbove(
  pid: number,
  look: (pid: number) => ProcessView | undefined = lookInProc,
): Omit<AgentShell, 'folder'> | undefined {
  let at = pid
  for (let i = 0; at > 0 && i < maxAncestors; i++) {
    const seen = look(at)
    if (!seen) return undefined
    const runtime = seen.variables.flatMap((name) => markers[name] ?? [])[0] ?? runtimeOf(seen.command)
    if (runtime) return { runtime, pid: at }
    at = seen.parentPid
  }
  return undefined
}

/** The agent that started a process; undefined where none did, and where the system does not tell (not Linux). */
export function agentShellOf(pid: number): AgentShell | undefined {
  const agent = agentAbove(pid)
  return agent && { ...agent, folder: linkInProc(pid, 'cwd') }
}

/** `Claude Code’s shell in /home/anna/boat` */
export const agentShellName = ({ runtime, folder }: Pick<AgentShell, 'runtime' | 'folder'>) =>
  `${runtimeName(runtime)}’s shell${folder === null ? '' : ` in ${oneLine(folder).slice(0, 200)}`}`

/**
 * Whether a process shows what it is: it lives, and its environment can be read. A program that may not be read, one
 * that has ended, and one in another world do not.
 */
export const isVisible = (pid: number) =>
  pid > 0 && readProc(pid, 'environ') !== '' && !/^[ZXx]/.test(statFields(pid)[0] ?? '')

function lookInProc(pid: number): ProcessView | undefined {
  const parentPid = Number(statFields(pid)[1])
  if (Number.isNaN(parentPid)) return undefined
  return {
    parentPid,
    command: readProc(pid, 'cmdline'),
    variables: readProc(pid, 'environ')
      .split('\0')
      .map((variable) => variable.split('=', 1)[0]!),
  }
}
