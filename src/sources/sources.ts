import type { Source } from '../facts/source.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createCodex } from './codex/codex.ts'
import { type CustomDeclaration, createCustom } from './custom/custom.ts'
import { createGemini } from './gemini/gemini.ts'
import { createOpencode } from './opencode/opencode.ts'

/** Where the coding command lines keep their things; a list each, because they may have moved. */
export type RuntimeFolders = { claudeCode: string[]; codex: string[]; gemini: string[]; opencode: string[] }

export type { CustomDeclaration } from './custom/custom.ts'

/** A source for each coding command line, whether or not there is anything of it here. */
export function createCommandLines({ claudeCode, codex, gemini, opencode }: RuntimeFolders): Source[] {
  return [createClaudeCode({ folders: claudeCode }), createCodex(codex), createGemini(gemini), createOpencode(opencode)]
}

/** A source for each that the configuration declares. */
export const createDeclared = (declarations: CustomDeclaration[]): Source[] =>
  declarations.map((declaration) => createCustom(declaration))
