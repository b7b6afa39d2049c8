/**
 * The fields of a job that a person decides, by the names that OpenClaw gives them. What a runtime adds by itself (ids,
 * times, states) is not among them.
 */
export const definitionFields = [
  'name',
  'displayName',
  'description',
  'agentId',
  'sessionKey',
  'enabled',
  'deleteAfterRun',
  'schedule',
  'pacing',
  'trigger',
  'sessionTarget',
  'wakeMode',
  'payload',
  'delivery',
  'failureAlert',
] as const

export type DefinitionField = (typeof definitionFields)[number]

/** What a person has decided about a job, in the runtime's own values. A field that is not there is not set. */
export type CronDefinition = Partial<Record<DefinitionField, unknown>>

/** The definition in a job as a runtime writes it. A field that is null is one that is not set. */
export function definitionIn(job: Readonly<Record<string, unknown>>): CronDefinition {
  const definition: CronDefinition = {}
  for (const field of definitionFields) {
    const value = job[field]
    if (value !== undefined && value !== null) definition[field] = value
  }
  return definition
}

/** The fields in which two definitions differ, in the order of `definitionFields`. */
export const changedFields = (before: CronDefinition, after: CronDefinition): DefinitionField[] =>
  definitionFields.filter((field) => written(before[field]) !== written(after[field]))

/** A value as text in which the order of names says nothing. */
export const written = (value: unknown): string => JSON.stringify(sorted(value)) ?? ''

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]))
}

/** A short text that is another one for another definition. */
export const revisionOf = (definition: CronDefinition): string => Bun.hash(written(definition)).toString(36)
