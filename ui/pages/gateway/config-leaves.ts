/** A value of a configuration that stands for itself: everything but a record with something in it. */
type Leaf = { path: string[]; words: string; value: unknown }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every value of a configuration with its path, in the order of the file. */
export function leavesOf(config: Record<string, unknown>, at: string[] = []): Leaf[] {
  return Object.entries(config).flatMap(([name, value]) => {
    const path = [...at, name]
    return isRecord(value) && Object.keys(value).length > 0
      ? leavesOf(value, path)
      : [{ path, words: path.join('.'), value }]
  })
}

/** A value in one short line. */
export function shortValue(value: unknown): string {
  if (value === undefined) return 'not set'
  if (typeof value === 'string') return value === '' ? 'empty' : value
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : `list of ${value.length}`
  return JSON.stringify(value)
}

/** Whether every word is found in a path or its value. */
export function isFound({ words, value }: Leaf, q: string): boolean {
  const text = `${words} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** What stands at a path; undefined for nothing. */
export function valueAt(config: Record<string, unknown>, path: readonly string[]): unknown {
  let found: unknown = config
  for (const name of path) found = isRecord(found) ? found[name] : undefined
  return found
}
