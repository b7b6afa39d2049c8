import type { FoundSession } from './answer.ts'
import type { DocumentKind } from './document.ts'

/** What a hit says about its session: a title is about all of it, an output may hold anything. */
const weights: Record<DocumentKind, number> = {
  title: 3,
  prompt: 2,
  answer: 1.5,
  note: 1,
  call: 1,
  thinking: 0.75,
  output: 0.5,
}

/** After so long a session counts half as much. */
const halfLifeMs = 14 * 86_400_000

/** The sessions of a page, the most likely first: what was active lately, and where the words say most. */
export const ranked = (sessions: readonly FoundSession[], now: number): FoundSession[] =>
  sessions
    .map((session) => ({ session, score: scoreOf(session, now) }))
    .sort((a, b) => b.score - a.score)
    .map(({ session }) => session)

function scoreOf({ hits, more, lastAt }: FoundSession, now: number): number {
  const best = Math.max(...hits.map(({ kind }) => weights[kind]))
  const often = Math.log2(1 + hits.length + more) / 4
  const fresh = lastAt === null ? 0 : 2 ** (-Math.max(0, now - lastAt) / halfLifeMs)
  return best + often + 2 * fresh
}
