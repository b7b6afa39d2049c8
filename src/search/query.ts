import { fold, isWord, piecesOf } from './folded.ts'

/**
 * What is looked for. A word stands by itself, a prefix begins one, and a literal may stand anywhere, as it is written.
 * Texts are folded.
 */
export type Term = { kind: 'word' | 'prefix' | 'literal'; text: string }

/** A document is found where it has all of `all` and none of `none`; or where the expression matches. */
export type SearchQuery =
  | { kind: 'terms'; all: Term[]; none: Term[] }
  | { kind: 'regex'; source: string; flags: string }
  | { kind: 'nothing' }
  /** It cannot be looked for, with the reason in a sentence. */
  | { kind: 'wrong'; reason: string }

export const maxTerms = 32
const maxRegexLength = 500

/**
 * Reads what somebody typed. Whatever it is, the answer is a value:
 *
 *   paint ship       both words, each by itself
 *   "paint the ship" these letters, wherever they stand
 *   paint*           words that begin so
 *   *aint  *aint*    these letters, wherever they stand
 *   c++  a-b  x.ts   what is no word is looked for as it is written
 *   -ship  -"a b"    leaves out; elsewhere a dash is a dash, and so it is where nothing else is looked for
 *   /shi[pt]/i       a regular expression
 */
export function readQuery(typed: string): SearchQuery {
  const text = typed.trim()
  const regex = /^\/(.+)\/([imsu]*)$/s.exec(text)
  if (regex) return readRegex(regex[1]!, regex[2]!)
  const all: Term[] = []
  const none: Term[] = []
  const dashed: Term[] = []
  for (const { isOut, isQuoted, words } of partsIn(text)) {
    const term = isQuoted ? literal(words) : termOf(words)
    if (!term) continue
    if (!isOut) all.push(term)
    else {
      none.push(term)
      dashed.push(literal(`-${words}`)!)
    }
  }
  if (all.length + none.length > maxTerms)
    return { kind: 'wrong', reason: `At most ${maxTerms} words can be looked for at once.` }
  if (all.length > 0) return { kind: 'terms', all, none }
  return dashed.length > 0 ? { kind: 'terms', all: dashed, none: [] } : { kind: 'nothing' }
}

function readRegex(source: string, flags: string): SearchQuery {
  if (source.length > maxRegexLength)
    return { kind: 'wrong', reason: `A regular expression may have at most ${maxRegexLength} letters.` }
  // Its anchors are about lines.
  const all = [...new Set(`${flags}m`)].join('')
  try {
    new RegExp(source, all)
    return { kind: 'regex', source, flags: all }
  } catch (error) {
    return { kind: 'wrong', reason: `This is no regular expression: ${(error as Error).message.slice(0, 200)}` }
  }
}

type Written = { isOut: boolean; isQuoted: boolean; words: string }

/** What stands between blanks or quotation marks. One that is never closed is a mark like any other. */
function* partsIn(text: string): Generator<Written> {
  const part = /(-(?=["\p{L}\p{N}]))?(?:"([^"]*)"(?=\s|$)|(\S+))/gu
  for (const [, dash, quoted, plain] of text.matchAll(part))
    yield { isOut: dash !== undefined, isQuoted: quoted !== undefined, words: quoted ?? plain ?? '' }
}

function termOf(written: string): Term | undefined {
  if (/^\*+$/.test(written)) return literal(written)
  const begins = /^\*+(.+?)\**$/s.exec(written)
  if (begins) return literal(begins[1]!)
  const starred = /^(.+?)\*+$/s.exec(written)
  const text = fold(starred ? starred[1]! : written)
  if (isWord(text)) return { kind: starred ? 'prefix' : 'word', text }
  return literal(starred && /[\p{L}\p{N}]/u.test(text) ? text : written)
}

function literal(written: string): Term | undefined {
  const text = fold(written)
  return text.trim() === '' ? undefined : { kind: 'literal', text }
}

/** So many of the pieces of a long literal narrow it down enough. */
const maxPieces = 12

/** A query of one of the two indexes in its own language; null where it narrows nothing down. */
export type IndexQueries = { words: string | null; pieces: string | null }

/**
 * What the indexes are asked. Every document that has the terms is among the answers, and others may be: their text
 * decides. Both are null where only a look at all texts can tell.
 */
export function indexQueriesOf({ all, none }: Extract<SearchQuery, { kind: 'terms' }>): IndexQueries {
  const words = all.flatMap((term) => inWords(term) ?? [])
  const withoutWords = none.flatMap((term) => (term.kind === 'literal' ? [] : (inWords(term) ?? [])))
  const pieces = [
    ...new Set(all.flatMap((term) => (term.kind === 'literal' ? spread([...new Set(piecesOf(term.text))]) : []))),
  ]
  return {
    words:
      words.length === 0
        ? null
        : `(${words.join(' AND ')})${withoutWords.length > 0 ? ` NOT (${withoutWords.join(' OR ')})` : ''}`,
    pieces: pieces.length === 0 ? null : pieces.map(quoted).join(' AND '),
  }
}

/** One letter begins too many words to be asked for. */
const inWords = ({ kind, text }: Term): string | undefined =>
  kind === 'word' ? quoted(text) : kind === 'prefix' && text.length > 1 ? `${quoted(text)} *` : undefined

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

function spread(pieces: string[]): string[] {
  if (pieces.length <= maxPieces) return pieces
  return Array.from({ length: maxPieces }, (_, at) => pieces[Math.round((at * (pieces.length - 1)) / (maxPieces - 1))]!)
}
