import type { Runtime } from './fact.ts'

/** The name of each runtime, as it is shown to people. */
export const runtimeNames: Record<Runtime, string> = {
  openclaw: 'OpenClaw',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini',
  opencode: 'opencode',
  custom: 'Other',
}

/** The name of a runtime, or the word itself where it is no runtime. */
export const runtimeName = (runtime: string): string => (runtimeNames as Record<string, string>)[runtime] ?? runtime
