import type { Field, Recipe } from './recipe.ts'

/** Fields and parts of requests that many providers share. */

export const secret = (name: string, label: string, rest: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'secret',
  ...rest,
})
export const text = (name: string, label: string, rest: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'text',
  ...rest,
})
export const server = (label = 'Server', rest: Partial<Field> = {}): Field => ({
  name: 'server',
  label,
  kind: 'server',
  ...rest,
})
export const choice = (name: string, label: string, options: readonly string[]): Field => ({
  name,
  label,
  kind: 'choice',
  options,
  initial: options[0]!,
})
export const list = (name: string, label: string, rest: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'list',
  ...rest,
})

/** The address of a webhook, which whoever knows may post to: a secret. */
export const hookUrl = (hint: string, pattern = 'https://.+'): Field => ({
  name: 'url',
  label: 'Webhook address',
  kind: 'url',
  isSecret: true,
  hint,
  pattern,
})

export const phone = (name: string, label: string): Field =>
  text(name, label, { pattern: '\\+?[0-9]{5,16}', hint: '+43660123456' })

/** A severity by the words of a provider. */
export const bySeverity = <T extends string | number>(info: T, warn: T, severe: T) => ({
  $pick: 'severity',
  info,
  warn,
  severe,
})

/** One word for what begins, another for its end. */
export const byEvent = (begins: string, ends: string) => ({ $pick: 'event', resolve: ends, else: begins })

export const bearer = (field: string) => ({ authorization: `Bearer {{${field}}}` })

export const json = (value: Extract<NonNullable<Recipe['request']['body']>, { as: 'json' }>['value']) =>
  ({ as: 'json', value }) as const

export const form = (value: Extract<NonNullable<Recipe['request']['body']>, { as: 'form' }>['value']) =>
  ({ as: 'form', value }) as const
