import type { FoundSession, SearchAnswer, SearchHit } from '../../../src/search/answer.ts'
import type { DocumentKind } from '../../../src/search/document.ts'
import type { Snippet } from '../../../src/search/match.ts'
import type { SearchPlace } from '../../../src/search/places.ts'

/** A hit within its session: what is called by neither is the same hit. */
export const keyOf = (sessionId: string, { kind, itemId }: Pick<SearchHit, 'kind' | 'itemId'>) =>
  `${sessionId} ${kind} ${itemId ?? ''}`

/** The sessions of all pages in their order; what a later page has of one joins it. */
export function sessionsOf(pages: readonly Pick<SearchAnswer, 'sessions'>[]): FoundSession[] {
  const found = new Map<string, FoundSession>()
  for (const session of pages.flatMap(({ sessions }) => sessions)) {
    const known = found.get(session.sessionId)
    if (!known) found.set(session.sessionId, session)
    else {
      const keys = new Set(known.hits.map((hit) => keyOf(known.sessionId, hit)))
      const others = session.hits.filter((hit) => !keys.has(keyOf(session.sessionId, hit)))
      found.set(session.sessionId, {
        ...known,
        hits: [...known.hits, ...others],
        more: known.more + session.more,
      })
    }
  }
  return [...found.values()]
}

/** Where a hit of each kind was looked for. */
export const placeOf: Record<DocumentKind, Exclude<SearchPlace, 'all'>> = {
  title: 'titles',
  prompt: 'words',
  answer: 'words',
  thinking: 'words',
  note: 'words',
  call: 'tools',
  output: 'results',
}

/** How many hits there are, altogether and of each place, agent and runtime. */
export function countHits(sessions: readonly FoundSession[]) {
  const counts = { hits: 0, more: 0, places: new Map<string, number>(), agents: new Map<string, number>() }
  const runtimes = new Map<string, number>()
  const add = (to: Map<string, number>, name: string, count: number) => to.set(name, (to.get(name) ?? 0) + count)
  for (const { hits, more, agentId, runtime } of sessions) {
    counts.hits += hits.length
    counts.more += more
    add(counts.agents, agentId, hits.length)
    add(runtimes, runtime, hits.length)
    for (const { kind } of hits) add(counts.places, placeOf[kind], 1)
  }
  return { ...counts, runtimes }
}

type Group = { sessionId: string; hits: readonly SearchHit[] }

/** The hit so many steps after another one, through all sessions; it stays within them. The first where none is chosen. */
export function hitBeside(groups: readonly Group[], key: string | undefined, by: number): string | undefined {
  const keys = groups.flatMap(({ sessionId, hits }) => hits.map((hit) => keyOf(sessionId, hit)))
  const at = keys.indexOf(key ?? '')
  return at < 0 ? keys[0] : keys[Math.max(0, Math.min(keys.length - 1, at + by))]
}

/** The first hit of the next session, or of the one before; of this one where it is the last. */
export function sessionBeside(groups: readonly Group[], key: string | undefined, by: 1 | -1): string | undefined {
  const at = groups.findIndex(({ sessionId, hits }) => hits.some((hit) => keyOf(sessionId, hit) === key))
  const group = at < 0 ? groups[0] : groups[Math.max(0, Math.min(groups.length - 1, at + by))]
  return group?.hits[0] && keyOf(group.sessionId, group.hits[0])
}

/** A text in pieces, those that are marked and those between them. */
export function piecesOf(
  text: string,
  marks: readonly (readonly [from: number, to: number])[],
): { text: string; isMarked: boolean }[] {
  const pieces: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) pieces.push({ text: text.slice(at, from), isMarked: false })
    if (to > Math.max(at, from)) pieces.push({ text: text.slice(Math.max(at, from), to), isMarked: true })
    at = Math.max(at, to)
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}

/** As much stands before what is marked first where there is little room. */
const maxLead = 26

/** The same words, with fewer of them before the first mark, so that it is seen in a narrow line. */
export function withShortLead({ text, marks }: Snippet): Snippet {
  const first = marks[0]?.[0] ?? 0
  if (first <= maxLead) return { text, marks }
  const lead = text.slice(first - maxLead, first)
  // A word is left whole, or else the part of a path.
  const edge = lead.slice(0, -1).search(/\s/) + 1 || lead.slice(0, -1).search(/[/\\]/) + 1
  const from = first - maxLead + edge
  return { text: `…${text.slice(from)}`, marks: marks.map(([start, end]) => [start - from + 1, end - from + 1]) }
}

/** The letters that are marked in some hits, each once, the longest first. */
export const markedIn = (hits: readonly Pick<SearchHit, 'snippet'>[]): string[] =>
  [
    ...new Set(hits.flatMap(({ snippet: { text, marks } }) => marks.map(([from, to]) => text.slice(from, to)))),
  ].toSorted((a, b) => b.length - a.length)
