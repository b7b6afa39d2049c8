import type { Runtime } from '../../src/live/fact.ts'
import type { SourceState } from '../../src/live/source.ts'
import type { Mark } from './state-mark.tsx'

/** What a runtime is called, and in two letters where there is little room. */
export const runtimes: Record<Runtime, { name: string; short: string }> = {
  openclaw: { name: 'OpenClaw', short: 'OC' },
  'claude-code': { name: 'Claude Code', short: 'CC' },
  codex: { name: 'Codex', short: 'CX' },
  gemini: { name: 'Gemini', short: 'GE' },
  opencode: { name: 'opencode', short: 'OP' },
}

/** How a source is, as a mark and as the end of a sentence that begins with its name. */
export const lamps: Record<SourceState, { mark: Mark; word: string }> = {
  ok: { mark: 'healthy', word: 'is read' },
  reading: { mark: 'thinking', word: 'is being read' },
  absent: { mark: 'unknown', word: 'was not found' },
  trouble: { mark: 'stopped', word: 'is in trouble' },
}
