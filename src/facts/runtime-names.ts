import type { Runtime } from './fact.ts'

/** What a runtime is called wherever it is named to somebody. */
export const runtimeNames: Record<Runtime, string> = {
  openclaw: 'OpenClaw',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini',
  opencode: 'opencode',
  custom: 'Other',
}

/** The same of a word that may be none: that is said as it is. */
export const runtimeName = (runtime: string): string => (runtimeNames as Record<string, string>)[runtime] ?? runtime
