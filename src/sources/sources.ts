import type { Source } from '../facts/source.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createCodex } from './codex/codex.ts'
import { type CustomDeclaration, createCustom } from './custom/custom.ts'
import { createGemini } from './gemini/gemini.ts'
import { createOpencode } from './opencode/opencode.ts'

/** The folders of the command-line agents; a list each, because a person may have several. */
export type RuntimeFolders = { claudeCode: string[]; codex: string[]; gemini: string[]; opencode: string[] }

export type { CustomDeclaration } from './custom/custom.ts'

/** A source for each command-line agent, whether or not it has left anything here. */
export function createCommandLines({ claudeCode, codex, gemini, opencode }: RuntimeFolders): Source[] {
  return [createClaudeCode({ folders: claudeCode }), createCodex(codex), createGemini(gemini), createOpencode(opencode)]
}

/** A source for each declaration of the configuration. */
export const createDeclared = (declarations: CustomDeclaration[]): Source[] =>
  declarations.map((declaration) => createCustom(declaration))
