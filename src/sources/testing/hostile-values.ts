/** Values that no runtime writes, as the text of JSON: some of them no value of JavaScript can be written as. */
export const hostileValues: Record<string, string> = {
  'more than any number': '1e400',
  'a number beyond all counts': '1e300',
  'a negative number': '-1',
  'less than nothing': '-0',
  'a fraction': '0.30000000000000004',
  'an integer that is not exact': '90071992547409931',
  'the last time of a Date': '8640000000000000',
  'a time before all': '-62198755200000',
  'a text that is no number': '"NaN"',
  'a date of the year 275760': '"+275760-09-13T00:00:00.000Z"',
  'a date before our era': '"-000001-01-01T00:00:00.000Z"',
  'a text of half a megabyte': JSON.stringify('🦞'.repeat(1 << 17)),
  'half a character': '"\\ud83e"',
  'writing that turns round': '"\\u202eevil\\u2066"',
  'control characters': '"a\\u0000b\\u001b[31mc\\u009b2J\\r\\n"',
  'the name of all objects': '"__proto__"',
  'what objects inherit': '"constructor"',
  'nothing in quotes': '""',
  'an object': '{"__proto__":{"a":[{"b":1}]},"constructor":1}',
  'a list': '[[1],{"a":"b"},null]',
  'a truth': 'true',
  null: 'null',
}

/** A place in a record where another value may stand: the names and numbers that lead to it, from the outside in. */
export type Path = (string | number)[]

/** Every place in a record, the record itself left out. Of a list the first and the last member stand for all. */
export function pathsIn(value: unknown, maxDepth = 7, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.length >= maxDepth) return []
  const names = Array.isArray(value) ? [...new Set([0, value.length - 1])].filter((at) => at >= 0) : Object.keys(value)
  return names.flatMap((name) => {
    const below = [...path, name]
    return [below, ...pathsIn((value as Record<string, unknown>)[name], maxDepth, below)]
  })
}

const mark = '\u0001hostile\u0001'

/** The text of a record with another value in one place. */
export function withValueAt(record: object, path: Path, json: string): string {
  const copy = structuredClone(record)
  let place = copy as Record<string | number, unknown>
  for (const name of path.slice(0, -1)) place = place[name] as Record<string | number, unknown>
  place[path.at(-1)!] = mark
  return JSON.stringify(copy).replace(JSON.stringify(mark), () => json)
}

/** A path without the numbers in it, which are as good as each other. */
export const shapeOf = (path: Path) => path.map((name) => (typeof name === 'number' ? '*' : name)).join('.')
