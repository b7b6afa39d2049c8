import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'
import type { Dialect, Played } from './session.ts'

/** How each command line writes its sessions down. */
export const dialectOf: Record<Played, Dialect> = { 'claude-code': claudeCode, codex, gemini }
