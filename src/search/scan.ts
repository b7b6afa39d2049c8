import type { TranscriptAccess, TranscriptGone } from '../facts/transcript-access.ts'
import type { SearchHit } from './answer.ts'
import type { ScanPlace } from './cursor.ts'
import { type DocumentKind, documentsOf, type SearchDocument, titleDocument } from './document.ts'
import { type Match, snippetOf } from './match.ts'
import type { SearchQuery, Term } from './query.ts'
import { requiredLetters } from './required-letters.ts'

/** A session with what of it can be found without its text. */
export type SearchableSession = { id: string; title: string | null; lastAt: number | null }

export type AccessTo = (sessionId: string) => TranscriptAccess | TranscriptGone

/** A step of a look at texts: what was found in it, and where the look goes on. */
export type ScanPiece = {
  sessionId: string
  hits: SearchHit[]
  /** So many others were found in it beyond those that were wanted. */
  more: number
  /** Where the session goes on; null where it was looked through. */
  before: number | null
}

/** What is looked for in texts. */
export type Sought = {
  match: Match
  terms: readonly Term[]
  kinds: ReadonlySet<DocumentKind>
  /** Whether a stored entry may hold it at all, by its JSON: most entries are never parsed. */
  mayHold: ((entry: string) => boolean) | undefined
}

export const soughtOf = (match: Match, query: SearchQuery, kinds: readonly DocumentKind[]): Sought => ({
  match,
  terms: query.kind === 'terms' ? query.all : [],
  kinds: new Set(kinds),
  mayHold: mayHold(lettersOf(query)),
})

/** What stands, in small letters, in every text that is found. */
function lettersOf(query: SearchQuery): string[] {
  if (query.kind === 'terms') return query.all.map(({ text }) => text)
  return query.kind === 'regex' ? requiredLetters(query.source, query.flags) : []
}

/** So many hits of one step are handed on. */
const maxHits = 20

/** Reads the text of one session from its end, or from a position, back to another one. */
export function* scanSession(
  session: SearchableSession,
  { before }: Pick<ScanPlace, 'before'>,
  backTo: number,
  accessTo: AccessTo,
  sought: Sought,
): Generator<ScanPiece> {
  const { match, terms, kinds, mayHold } = sought
  const hitIn = ({ kind, itemId, at, text, tool }: SearchDocument): SearchHit | undefined => {
    const whole = text()
    const range = match(whole)
    return (
      range && {
        itemId: kind === 'title' ? null : itemId,
        kind,
        at,
        tool: tool(),
        snippet: snippetOf(whole, range, terms),
      }
    )
  }
  const first: SearchHit[] = []
  if (before === null && session.title !== null && kinds.has('title')) {
    const hit = hitIn(titleDocument(session.title, session.lastAt))
    if (hit) first.push(hit)
  }
  const access = accessTo(session.id)
  if (!('scanBack' in access) || (kinds.size === 1 && kinds.has('title')))
    return yield { sessionId: session.id, hits: first, more: 0, before: null }
  for (const step of access.scanBack(before, mayHold)) {
    const piece: ScanPiece = { sessionId: session.id, hits: first.splice(0), more: 0, before: null }
    if (step.kind === 'step') {
      for (const part of step.parts)
        for (const document of documentsOf(part).reverse()) {
          if (!kinds.has(document.kind)) continue
          const hit = hitIn(document)
          if (hit && piece.hits.length < maxHits) piece.hits.push(hit)
          else if (hit) piece.more++
        }
      if (step.mark.position > backTo) piece.before = step.mark.position
    }
    yield piece
    if (piece.before === null) return
  }
}

/** What stands in texts as they are shown, and not in their entries. */
const shown = 'hidden picture bytes kb bash task'

/** Letters that may be written as numbers, or behind a stroke, tell nothing; those between them do. */
function mayHold(letters: readonly string[]): ((entry: string) => boolean) | undefined {
  const plain = letters
    .flatMap((text) => text.match(/[a-z0-9_.,:;+*()#-]+/g) ?? [])
    .filter((text) => !shown.includes(text))
  if (plain.length === 0) return undefined
  return (entry) => {
    const small = entry.toLowerCase()
    return plain.every((text) => small.includes(text))
  }
}
