/** Every runtime with its name, and two letters for where there is little room. `custom` stands for every source that a configuration declares. */
export const runtimeLabels = {
  openclaw: { name: 'OpenClaw', short: 'OC' },
  'claude-code': { name: 'Claude Code', short: 'CC' },
  codex: { name: 'Codex', short: 'CX' },
  gemini: { name: 'Gemini', short: 'GE' },
  opencode: { name: 'opencode', short: 'OP' },
  custom: { name: 'Other', short: 'OT' },
} as const

export type Runtime = keyof typeof runtimeLabels

export const runtimes = Object.keys(runtimeLabels) as [Runtime, ...Runtime[]]

/** The runtimes that are read from folders of files alone; `config/command-lines.ts` says which. */
export type CommandLine = Exclude<Runtime, 'openclaw' | 'custom'>

export const isCommandLine = (runtime: Runtime): runtime is CommandLine =>
  runtime !== 'openclaw' && runtime !== 'custom'

/** The name of a runtime, or the word itself where it is no runtime. */
export const runtimeName = (runtime: string): string =>
  (runtimeLabels as Record<string, { name: string }>)[runtime]?.name ?? runtime
