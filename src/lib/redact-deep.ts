import { isSecretName, redact } from './redact.ts'

/** What stands where a secret is hidden (`lib/redact.ts`). */
const hidden = '[hidden]'

/** A value of JSON in which every text that looks like a secret, or stands under the name of one, is hidden. */
export function redactDeep(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return value !== '' && isSecretName(name) ? hidden : redact(value)
  if (Array.isArray(value)) return value.map((inner) => redactDeep(inner, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactDeep(inner, key)]))
}

/** Whether something is hidden in a value: such a value must not be written back, because the secret would be lost. */
export const holdsHidden = (value: unknown): boolean => (JSON.stringify(value) ?? '').includes(hidden)
