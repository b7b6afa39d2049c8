import type { CronDefinition } from '../facts/cron-definition.ts'

/** What a definition says, in words. It is a foreign value: nothing in it has to be what it should be. Used by the UI too. */

type Named = Readonly<Record<string, unknown>>

const recordIn = (value: unknown): Named => (typeof value === 'object' && value !== null ? (value as Named) : {})
const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

export const modelIn = (definition: CronDefinition | null): string | null => textIn(recordIn(definition?.payload).model)

/** What the job says or runs. */
export function wordsIn(definition: CronDefinition | null): string | null {
  const { kind, message, text, argv, script } = recordIn(definition?.payload)
  if (kind === 'command' && Array.isArray(argv)) return argv.map(String).join(' ')
  return textIn(message) ?? textIn(text) ?? textIn(script)
}

/** Whether the job runs something on the machine by itself, and does not only ask an agent. */
export const runsProgram = (definition: CronDefinition | null): boolean => {
  const { kind } = recordIn(definition?.payload)
  return kind === 'command' || kind === 'script' || definition?.trigger !== undefined
}

/** Where its words go: `telegram, @captain`; null where it tells nobody. */
export function deliveryWords(definition: CronDefinition | null): string | null {
  const { mode, channel, to } = recordIn(definition?.delivery)
  if (mode === 'webhook') return textIn(to) ?? 'a webhook'
  if (mode !== 'announce') return null
  const where = textIn(channel)
  return [where === 'last' || where === null ? 'where the agent spoke last' : where, textIn(to)]
    .filter((part) => part !== null)
    .join(', ')
}

/** Whether each run has a session of its own, whose cost is that of the run. */
export const runsInOwnSession = (definition: CronDefinition | null): boolean => definition?.sessionTarget === 'isolated'
