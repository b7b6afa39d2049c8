import { afterAll } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FoundPage } from '../answer.ts'
import type { DocumentKind } from '../document.ts'
import type { SearchEngine } from '../engine.ts'
import type { SearchPlace } from '../places.ts'
import { readQuery } from '../query.ts'
import { createTranscripts, hitKey, type Line } from './transcripts.ts'

const folder = mkdtempSync(join(tmpdir(), 'search-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0
export const folderOfItsOwn = () => join(folder, String(made++))

const call = { signal: new AbortController().signal }

/** An engine over these transcripts that has indexed them, or one that only reads them. */
export async function engineOver(sessions: Record<string, Line[]>, { indexes = true } = {}) {
  const own = folderOfItsOwn()
  const transcripts = createTranscripts(own)
  for (const [id, lines] of Object.entries(sessions)) transcripts.set(id, `About ${id}`, lines)
  const path = join(own, 'search.sqlite')
  const engine = transcripts.engine(path, { indexes })
  engine.start()
  await idle(engine)
  return { transcripts, engine, path, [Symbol.dispose]: () => engine.stop() }
}

/** Waits until there is nothing left to index. */
export async function idle(engine: SearchEngine) {
  for (let turn = 0; !engine.isIdle(); turn++) {
    if (turn > 4_000) throw new Error('It is never idle.')
    await Bun.sleep(5)
  }
}

type Asked = {
  limit?: number
  cursor?: string | null
  place?: SearchPlace
  only?: string[] | null
  without?: string[]
}

/** One page. */
export async function search(
  engine: SearchEngine,
  typed: string,
  { limit = 50, cursor = null, place = 'all', only = null, without = [] }: Asked = {},
): Promise<FoundPage> {
  const query = readQuery(typed)
  if (query.kind !== 'terms') throw new Error(`${typed} is ${query.kind}`)
  return (await engine.search({ query, place, limit, cursor, only, without }, call))!
}

export const hitsOf = ({ found }: FoundPage) =>
  found.flatMap(({ sessionId, hits }) => hits.map(({ kind, itemId }) => hitKey(sessionId, kind, itemId)))
export const kindsOf = ({ found }: FoundPage) => found.flatMap(({ hits }) => hits.map(({ kind }) => kind)).sort()

/** What everything that a query finds is. */
export const kindsFound = async (engine: SearchEngine, typed: string) =>
  (await everything(engine, typed)).map((key) => key.split(' ')[1] as DocumentKind).sort()

/** Everything that a query finds, page by page. */
export async function everything(engine: SearchEngine, typed: string, limit = 50) {
  const hits: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page: FoundPage = await search(engine, typed, { limit, cursor })
    hits.push(...hitsOf(page))
    if (page.nextCursor === null) return hits
    cursor = page.nextCursor
  }
}
