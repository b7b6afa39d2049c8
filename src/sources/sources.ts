import type { Source } from '../live/source.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createCodex } from './codex/codex.ts'
import { createGemini } from './gemini/gemini.ts'

/** Where the coding command lines keep their things; a list each, because they may have moved. */
export type RuntimeFolders = { claudeCode: string[]; codex: string[]; gemini: string[]; opencode: string[] }

/** A source for each coding command line, whether or not there is anything of it here. */
export function createCommandLines({ claudeCode, codex, gemini }: RuntimeFolders): Source[] {
  return [createClaudeCode({ folders: claudeCode }), createCodex(codex), createGemini(gemini)]
}
