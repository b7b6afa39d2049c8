import { redactDeep } from '../lib/redact-deep.ts'

/** One thing that a person changes in a configuration, by its path; without a value it is taken out. */
export type ConfigEdit = { path: string[]; value?: unknown }

/** A value that becomes another one; undefined where there is none before or after. */
export type ConfigChange = { path: string[]; before: unknown; after: unknown }

type Values = Record<string, unknown>

/** What stands where OpenClaw, or Wheelhouse, hides a secret. */
const marks = ['__OPENCLAW_REDACTED__', '[hidden]']

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A configuration as a page may show it: every secret is hidden, whoever hid it. */
export const shownConfig = (config: unknown): Values => {
  const shown = hideMarks(redactDeep(config))
  return isRecord(shown) ? shown : {}
}

function hideMarks(value: unknown): unknown {
  if (value === marks[0]) return marks[1]
  if (Array.isArray(value)) return value.map(hideMarks)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hideMarks(inner)]))
}

/** Whether something is hidden in a value: nobody may write it back, because the secret would be lost. */
export function holdsMark(value: unknown): boolean {
  const text = JSON.stringify(value) ?? ''
  return marks.some((mark) => text.includes(mark))
}

/** The same configuration with some values changed. What is on the way to a value and is not there is made. */
export function withEdits(config: Values, edits: readonly ConfigEdit[]): Values {
  let edited = config
  for (const { path, value } of edits) edited = withEdit(edited, path, value)
  return edited
}

function withEdit(config: Values, [name, ...rest]: string[], value: unknown): Values {
  if (name === undefined) return config
  const { [name]: inner, ...others } = config
  if (rest.length > 0) {
    // What is to be taken out of something that is not there is out of it.
    if (value === undefined && !isRecord(inner)) return config
    return { ...config, [name]: withEdit(isRecord(inner) ? inner : {}, rest, value) }
  }
  return value === undefined ? others : { ...config, [name]: value }
}

/** What differs between two configurations, the smallest parts that do. A list is one part. */
export function changesBetween(before: Values, after: Values, at: string[] = []): ConfigChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const path = [...at, name]
    const [was, is] = [before[name], after[name]]
    if (isRecord(was) && isRecord(is)) return changesBetween(was, is, path)
    return isSame(was, is) ? [] : [{ path, before: was, after: is }]
  })
}

/** The order of names in a record says nothing. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, number) => isSame(one, b[number]))
  if (!isRecord(a) || !isRecord(b)) return a === b
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]))
}

/** The edits that make these changes, and those that take them back. */
export const editsOf = (changes: readonly ConfigChange[]): ConfigEdit[] =>
  changes.map(({ path, after }) => (after === undefined ? { path } : { path, value: after }))
export const undoOf = (changes: readonly ConfigChange[]): ConfigEdit[] =>
  editsOf(changes.map(({ path, before, after }) => ({ path, before: after, after: before })))

/** A merge patch (RFC 7396) that makes these changes: what is null in it is taken out. */
export function mergePatchOf(changes: readonly ConfigChange[]): Values {
  const patch: Values = {}
  for (const { path, after } of changes) {
    let at = patch
    for (const name of path.slice(0, -1)) {
      at[name] ??= {}
      at = at[name] as Values
    }
    at[path.at(-1)!] = after ?? null
  }
  return patch
}

/** The lists that are replaced or taken out, by path: a gateway wants to be told that this is meant. */
export const listsReplaced = (changes: readonly ConfigChange[]): string[] =>
  changes.flatMap(({ path, before }) => listsIn(before, path))

function listsIn(value: unknown, path: string[]): string[] {
  if (Array.isArray(value)) return [path.join('.')]
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => listsIn(inner, [...path, name]))
}

/** The path of a change as people write it. */
export const pathWords = ({ path }: Pick<ConfigChange, 'path'>) => path.join('.')

const shortLine = 80

/** The changes line by line, with `-` and `+` before them; a secret stays hidden, also one that was just typed. */
export function changeLines(changes: readonly ConfigChange[]): string {
  return changes
    .flatMap((change) => [...linesOf('-', change, change.before), ...linesOf('+', change, change.after)])
    .join('\n')
}

function linesOf(sign: string, { path }: ConfigChange, value: unknown): string[] {
  if (value === undefined) return []
  const shown = hideMarks(redactDeep(value, path.at(-1)))
  const short = JSON.stringify(shown)
  const text = short.length <= shortLine ? short : JSON.stringify(shown, null, 2)
  return `${path.join('.')}: ${text}`.split('\n').map((line) => `${sign} ${line}`)
}
