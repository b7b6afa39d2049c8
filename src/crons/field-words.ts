import type { DefinitionField } from '../facts/cron-definition.ts'

/** What a field of a definition is called in a sentence. */
export const fieldWords: Record<DefinitionField, string> = {
  name: 'name',
  displayName: 'display name',
  description: 'description',
  agentId: 'agent',
  sessionKey: 'session key',
  enabled: 'on or off',
  deleteAfterRun: 'deletion after its run',
  schedule: 'schedule',
  pacing: 'pacing',
  trigger: 'trigger',
  sessionTarget: 'session',
  wakeMode: 'wake mode',
  payload: 'what it says',
  delivery: 'delivery',
  failureAlert: 'failure alert',
}

/** `a`, `a and b`, `a, b and c`. */
export const listWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
