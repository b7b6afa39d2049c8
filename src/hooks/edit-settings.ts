import { Refusal } from '../lib/refusal.ts'
import { insertValue, type JsonPath, removeValue } from './edit-json.ts'

/** The settings of a runtime as plain JSON, of which we know the part that we edit. */
export type Settings = Record<string, unknown>

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The settings in a text; an empty file has none. Throws a Refusal with half a sentence where it could not be edited. */
export function settingsIn(text: string): Settings {
  let settings: unknown
  try {
    settings = text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    throw new Refusal('conflict', `it is no plain JSON, perhaps for its comments (${(error as Error).message})`)
  }
  if (!isRecord(settings)) throw new Refusal('conflict', 'it holds no settings')
  return settings
}

/** The text with one more value at the end of what lies at `path`, under `name` in an object. Throws as `checked`. */
export function insert(text: string, path: JsonPath, name: string | undefined, value: unknown): string {
  const whole = text.trim() === '' ? '{}\n' : text
  return checked(
    insertValue(whole, path, name, value),
    (settings) => {
      const parent = valueAt(settings, path) as Record<string | number, unknown>
      parent[name ?? (parent as unknown as unknown[]).length] = value
      return settings
    },
    whole,
  )
}

/** The text without the value at `path`. Throws as `checked`. */
export const remove = (text: string, path: JsonPath): string =>
  checked(
    removeValue(text, path),
    (settings) => {
      const parent = valueAt(settings, path.slice(0, -1)) as Record<string | number, unknown>
      const name = path.at(-1)!
      if (Array.isArray(parent)) parent.splice(Number(name), 1)
      else delete parent[name]
      return settings
    },
    text,
  )

const valueAt = (value: unknown, path: JsonPath): unknown =>
  path.reduce((at: unknown, name) => (at as Record<string | number, unknown>)[name], value)

/**
 * An edited text, where it says what `change` makes of the settings before. Throws a Refusal where it does not: a name
 * that stands there twice is read as the last and edited as the first.
 */
export function checked(edited: string, change: (settings: Settings) => Settings, before: string): string {
  if (!Bun.deepEquals(settingsIn(edited), change(settingsIn(before)), true))
    throw new Refusal('conflict', 'a name in it stands there twice')
  return edited
}
