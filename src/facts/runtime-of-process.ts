import { readProc, statFields } from '../lib/proc.ts'
import { startTimeOf } from '../lib/process.ts'
import type { AgentRuntime } from './machine.ts'

const runtimesByName: Record<string, AgentRuntime> = {
  'openclaw-gateway': 'openclaw',
  openclaw: 'openclaw',
  claude: 'claude-code',
  codex: 'codex',
  gemini: 'gemini',
  opencode: 'opencode',
}

/** The paths of agents' packages, for scripts that an interpreter runs. */
const packages: [RegExp, AgentRuntime][] = [
  [/\/openclaw\/(dist\/|openclaw\.mjs)/, 'openclaw'],
  [/\/@anthropic-ai\/claude-code\//, 'claude-code'],
  [/\/@openai\/codex\//, 'codex'],
  [/\/@google\/gemini-cli\//, 'gemini'],
  [/\/opencode-ai\//, 'opencode'],
]

const interpreters = /^(node|bun|deno|nodejs)(-?\d+)?$/

/**
 * The runtime of a process, from its command line as in `/proc/PID/cmdline`: by the name of the program, or of the
 * script that an interpreter runs. Further arguments are ignored, so that an editor with a file named `claude` is no
 * agent.
 */
export function runtimeOf(commandLine: string): AgentRuntime | undefined {
  const path = programOf(commandLine)
  const name = nameOf(path)
  if (Object.hasOwn(runtimesByName, name)) return runtimesByName[name]
  return packages.find(([inside]) => inside.test(path))?.[1]
}

/** The short name of a program, of the script for an interpreter; '' for a kernel thread. */
export const programName = (commandLine: string) => nameOf(programOf(commandLine)).slice(0, 40)

function programOf(commandLine: string) {
  const words = commandLine.split('\0').filter((word) => word !== '')
  // A program that sets its own title has the whole command line in one word.
  const program = words[0]?.split(' ')[0] ?? ''
  if (!interpreters.test(nameOf(program))) return program
  return words.slice(1).find((word) => !word.startsWith('-')) ?? program
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(mjs|cjs|js|exe)$/, '')

/** A runtime stands this close above what it calls: between them is the shell that runs it. */
const maxAncestors = 6

/** The process of a runtime among a process and the nearest above it; undefined where there is none that can be seen. */
export function processAbove(
  pid: number,
  runtime: AgentRuntime,
): { pid: number; startTime: number | null } | undefined {
  for (let at = pid, i = 0; i < maxAncestors && at > 1; i++) {
    if (runtimeOf(readProc(at, 'cmdline')) === runtime) return { pid: at, startTime: startTimeOf(at) ?? null }
    at = Number(statFields(at)[1])
  }
  return undefined
}
