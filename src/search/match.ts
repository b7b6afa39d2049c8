import { oneLine } from '../lib/plain-text.ts'
import { fold, isEdge } from './folded.ts'
import type { SearchQuery, Term } from './query.ts'

/** From where to where, in letters. */
export type Range = [from: number, to: number]

/** Where a text has what is looked for: the place to be shown, or undefined where it is not found. */
export type Match = (text: string) => Range | undefined

/** Finds what is looked for in the text of one document. This is what decides; the indexes only narrow down. */
export function matchOf(query: Extract<SearchQuery, { kind: 'terms' | 'regex' }>): Match {
  if (query.kind === 'regex') {
    const regex = new RegExp(query.source, `${query.flags}g`)
    return (text) => {
      for (const found of text.matchAll(regex)) if (found[0] !== '') return [found.index, found.index + found[0].length]
      return undefined
    }
  }
  const { all, none } = query
  return (text) => {
    const folded = fold(text)
    let first: Range | undefined
    for (const term of all) {
      const range = placeOf(term, folded)
      if (!range) return undefined
      first ??= range
    }
    return none.some((term) => placeOf(term, folded)) ? undefined : first
  }
}

/** Where a term stands first in a folded text, from a position on. */
function placeOf({ kind, text }: Term, folded: string, from = 0): Range | undefined {
  for (let at = folded.indexOf(text, from); at !== -1; at = folded.indexOf(text, at + 1)) {
    const end = at + text.length
    if (kind === 'literal' || (isEdge(folded, at) && (kind === 'prefix' || isEdge(folded, end)))) return [at, end]
  }
  return undefined
}

/** The words around a place in one line, and what of them is marked. */
export type Snippet = { text: string; marks: Range[] }

const before = 60
const behind = 140
const maxMarked = 200
const maxMarks = 20

/** What is shown of a text around a place; terms that stand near are marked as well. */
export function snippetOf(text: string, [from, to]: Range, terms: readonly Term[]): Snippet {
  const end = Math.min(to, from + maxMarked)
  const lead = oneLine(text.slice(Math.max(0, from - before), from).replace(from > before ? /^\S*\s/ : /^/, ''))
  const hit = oneLine(text.slice(from, end)) || '·'
  const tail = oneLine(text.slice(end, end + behind))
  const gapBefore = /\s$/.test(text.slice(0, from)) && lead !== '' ? ' ' : ''
  const gapBehind = /^\s/.test(text.slice(end, end + 1)) && tail !== '' ? ' ' : ''
  const start = lead.length + gapBefore.length
  const line = `${lead}${gapBefore}${hit}${gapBehind}${tail}`
  const marks: Range[] = [[start, start + hit.length]]
  const folded = fold(line)
  for (const term of terms)
    for (let place = placeOf(term, folded); place && marks.length < maxMarks; place = placeOf(term, folded, place[1]))
      marks.push(place)
  return { text: line, marks: joined(marks) }
}

/** Ranges in order, with those that touch made one. */
function joined(ranges: Range[]): Range[] {
  const whole: Range[] = []
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = whole.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else whole.push([from, to])
  }
  return whole
}
