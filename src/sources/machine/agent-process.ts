import type { AgentRuntime } from '../../facts/machine.ts'

/** What `/proc/PID/stat` tells of a process. Times are in the kernel's ticks, memory in pages. */
type ProcessStat = { name: string; parent: number; ticks: number; startTicks: number; pages: number }

/** The name stands in brackets and may hold anything, brackets and line ends too. Undefined for what is torn. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const opens = text.indexOf('(')
  const closes = text.lastIndexOf(')')
  if (opens === -1 || closes < opens) return undefined
  const fields = text
    .slice(closes + 2)
    .trim()
    .split(' ')
  const at = (index: number) => Number(fields[index])
  const stat = {
    name: text.slice(opens + 1, closes),
    parent: at(1),
    ticks: at(11) + at(12),
    startTicks: at(19),
    pages: at(21),
  }
  return Number.isNaN(stat.parent + stat.ticks + stat.startTicks + stat.pages) ? undefined : stat
}

const runtimesByName: Record<string, AgentRuntime> = {
  'openclaw-gateway': 'openclaw',
  openclaw: 'openclaw',
  claude: 'claude-code',
  codex: 'codex',
  gemini: 'gemini',
  opencode: 'opencode',
}

/** What an agent's program is called when another program runs it. */
const packages: [RegExp, AgentRuntime][] = [
  [/\/openclaw\/(dist\/|openclaw\.mjs)/, 'openclaw'],
  [/\/@anthropic-ai\/claude-code\//, 'claude-code'],
  [/\/@openai\/codex\//, 'codex'],
  [/\/@google\/gemini-cli\//, 'gemini'],
  [/\/opencode-ai\//, 'opencode'],
]

const interpreters = /^(node|bun|deno|nodejs)(-?\d+)?$/

/**
 * Which runtime a process belongs to, by its command line as `/proc/PID/cmdline` has it: by the name of the program,
 * or of the script that an interpreter runs. What stands behind that is not looked at, so that an editor with a file
 * named `claude` open is no agent.
 */
export function runtimeOf(commandLine: string): AgentRuntime | undefined {
  const path = programOf(commandLine)
  const name = nameOf(path)
  if (Object.hasOwn(runtimesByName, name)) return runtimesByName[name]
  return packages.find(([inside]) => inside.test(path))?.[1]
}

/** The name of a program as one would say it, of a script rather than of what runs it; '' for a thread of the kernel. */
export const programName = (commandLine: string) => nameOf(programOf(commandLine)).slice(0, 40)

function programOf(commandLine: string) {
  const words = commandLine.split('\0').filter((word) => word !== '')
  // A program that gave itself a title has it all in one word.
  const program = words[0]?.split(' ')[0] ?? ''
  if (!interpreters.test(nameOf(program))) return program
  return words.slice(1).find((word) => !word.startsWith('-')) ?? program
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(mjs|cjs|js|exe)$/, '')

/** A process in the tree of all. */
export type Known = { pid: number; parent: number; name: string; runtime: AgentRuntime | undefined }

/** Who is an agent, and whose: what a gateway started belongs to its runtime, unless it is an agent of its own. */
export function agentsAmong(known: Map<number, Known>): Map<number, AgentRuntime> {
  const found = new Map<number, AgentRuntime>()
  for (const { pid, runtime } of known.values()) if (runtime) found.set(pid, runtime)
  for (const { pid } of known.values()) {
    if (found.has(pid)) continue
    const seen = new Set([pid])
    for (let at = known.get(known.get(pid)!.parent); at && !seen.has(at.pid); at = known.get(at.parent)) {
      seen.add(at.pid)
      if (!at.runtime) continue
      if (at.runtime === 'openclaw') found.set(pid, 'openclaw')
      break
    }
  }
  return found
}
