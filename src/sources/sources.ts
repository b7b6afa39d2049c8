import type { CommandLine } from '../facts/runtimes.ts'
import type { Source } from '../facts/source.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createCodex } from './codex/codex.ts'
import { type CustomDeclaration, createCustom } from './custom/custom.ts'
import { createGemini } from './gemini/gemini.ts'
import { createOpencode } from './opencode/opencode.ts'

export type { CustomDeclaration } from './custom/custom.ts'

/** How the source of each command line is made from its data folders. */
const makers: Record<CommandLine, (folders: string[]) => Source> = {
  'claude-code': (folders) => createClaudeCode({ folders }),
  codex: (folders) => createCodex(folders),
  gemini: (folders) => createGemini(folders),
  opencode: (folders) => createOpencode(folders),
}

/** A source for each command line, whether or not it has left anything here. */
export const createCommandLines = (folders: Record<CommandLine, string[]>): Source[] =>
  (Object.keys(makers) as CommandLine[]).map((runtime) => makers[runtime](folders[runtime]))

/** A source for each declaration of the configuration. */
export const createDeclared = (declarations: CustomDeclaration[]): Source[] =>
  declarations.map((declaration) => createCustom(declaration))
