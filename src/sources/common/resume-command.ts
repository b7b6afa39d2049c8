import type { Runtime } from '../../facts/runtimes.ts'
import type { ActedSession, ResumeCommand } from '../../facts/session-act.ts'
import { parseSessionId } from '../../ids.ts'
import { shellWord } from '../../lib/shell-word.ts'

/** How each command line continues a session that it knows by this id. */
const commands: Partial<Record<Runtime, (id: string) => string[]>> = {
  'claude-code': (id) => ['claude', '--resume', id],
  codex: (id) => ['codex', 'resume', id],
  gemini: (id) => ['gemini', '--resume', id],
  opencode: (id) => ['opencode', '--session', id],
}

/** The command that continues a session in a terminal; null where its runtime has none, or its id is no plain one. */
export function resumeCommandOf({ id, runtime, key, folder }: ActedSession): ResumeCommand | null {
  const command = commands[runtime]
  const known = key ?? parseSessionId(id)?.uuid
  if (!command || known === undefined || !/^[\w-]{1,100}$/.test(known)) return null
  const words = command(known).map(shellWord).join(' ')
  return { folder, command: folder === null ? words : `cd ${shellWord(folder)} && ${words}` }
}
