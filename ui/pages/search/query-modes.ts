/** How what is typed is looked for: each word by itself, exactly these letters, or as a regular expression. */
export const queryModes = ['words', 'exact', 'regex'] as const
export type QueryMode = (typeof queryModes)[number]

const asRegex = /^\/(.*)\/([imsu]*)$/s
const asExact = /^"([^"]*)"$/

/** The mode that a query has by the way it is written, as `src/search/query.ts` reads it. */
export function modeOf(q: string): QueryMode {
  const text = q.trim()
  if (asExact.test(text)) return 'exact'
  return asRegex.test(text) ? 'regex' : 'words'
}

/** What stands between the signs of its mode. */
function bareOf(q: string): string {
  const text = q.trim()
  return asExact.exec(text)?.[1] ?? asRegex.exec(text)?.[1] ?? q
}

/** Whether nothing is looked for (yet). */
export const isBlank = (q: string) => bareOf(q).trim() === ''

/** The same words, written as a query of another mode. */
export function inMode(q: string, mode: QueryMode): string {
  const before = modeOf(q)
  if (before === mode) return q
  const bare = before === 'regex' ? plainOf(bareOf(q)) : bareOf(q)
  switch (mode) {
    case 'words':
      return bare
    case 'exact':
      // Letters between quotation marks hold none.
      return `"${bare.trim().replaceAll('"', '')}"`
    case 'regex':
      return `/${before === 'exact' ? escaped(bare) : bare.trim()}/i`
  }
}

/** Where somebody types on: before the sign that ends a query of its mode. */
export function caretIn(q: string): number {
  if (modeOf(q) === 'words') return q.length
  return modeOf(q) === 'exact' ? q.lastIndexOf('"') : q.lastIndexOf('/')
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const plainOf = (source: string) => source.replace(/\\([^\p{L}\p{N}])/gu, '$1')
