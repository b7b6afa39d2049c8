import { positionIn } from '../facts/item-id.ts'
import type { FoundHits, SearchHit } from './answer.ts'
import type { ScanPiece } from './scan.ts'

/** So many hits of one session are shown in a page, unless only one is looked through; of others only the number is. */
const maxOfSession = 5

/** Gathers the hits of a page by session, in the order in which they are found. */
export function createCollector(limit: number, ofSession = maxOfSession) {
  const found = new Map<string, FoundHits>()
  let count = 0

  function of(sessionId: string): FoundHits {
    const known = found.get(sessionId)
    if (known) return known
    const begun: FoundHits = { sessionId, hits: [], more: 0 }
    found.set(sessionId, begun)
    return begun
  }

  return {
    /** Whether another hit of this session has room in the page. */
    hasRoom: (sessionId: string) => count < limit && (found.get(sessionId)?.hits.length ?? 0) < ofSession,
    /** How many more hits of this session are shown. */
    roomOf: (sessionId: string) => Math.min(limit - count, ofSession - (found.get(sessionId)?.hits.length ?? 0)),
    isFull: () => count >= limit,
    room: () => limit - count,

    /** What is found in the index and again in the text, while it is being indexed, is one hit. */
    add(sessionId: string, hit: SearchHit) {
      const { hits } = of(sessionId)
      if (hits.some(({ itemId, kind }) => itemId === hit.itemId && kind === hit.kind)) return
      hits.push(hit)
      count++
    },

    /** There may be others in a session, which were left out. */
    addMore(sessionId: string, more = 1) {
      of(sessionId).more += more
    },

    /** Takes the hits of a step. Where the page has no room for all, the answer is before which position the rest stands. */
    take({ sessionId, hits, more }: ScanPiece): number | undefined {
      let last: number | undefined
      for (const hit of hits) {
        const position = hit.itemId === null ? Number.MAX_SAFE_INTEGER : positionIn(hit.itemId)
        // What stands in one entry stays together.
        if (count >= limit && last !== undefined && position !== last) return last
        if (of(sessionId).hits.length < ofSession) this.add(sessionId, hit)
        else this.addMore(sessionId)
        last = position
      }
      if (more > 0) this.addMore(sessionId, more)
      return undefined
    },

    all: (): FoundHits[] => [...found.values()].filter(({ hits }) => hits.length > 0),
  }
}
