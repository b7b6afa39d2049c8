import { Database } from 'bun:sqlite'
import { rmSync } from 'node:fs'
import { itemIdOf, placeOfItem } from '../facts/item-id.ts'
import type { ScanMark } from '../facts/transcript-access.ts'
import { type DocumentKind, documentKinds, type SearchDocument, titleDocument } from './document.ts'
import { fold, wordsIn } from './folded.ts'
import type { IndexQueries } from './query.ts'

/** Another number has the index built anew: what is indexed, or how, has changed. */
const rules = 1

/**
 * No text is kept, only where words and pieces of three letters stand. Words are parted by `wordsIn` alone: to SQLite
 * everything but a blank is a letter of one. Ids grow with time, roughly: history gets ever lower ones.
 */
const schema = `
  CREATE TABLE transcripts (
    number INTEGER PRIMARY KEY,
    session TEXT NOT NULL UNIQUE,
    mark TEXT,
    last_at INTEGER,
    is_whole INTEGER NOT NULL,
    title_hash TEXT
  ) STRICT;
  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    transcript INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    position INTEGER NOT NULL,
    part INTEGER NOT NULL,
    at INTEGER
  ) STRICT;
  CREATE INDEX documents_by_transcript ON documents (transcript, kind);
  CREATE VIRTUAL TABLE words USING fts5(
    text, content='', contentless_delete=1, detail=none,
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
  );
  CREATE VIRTUAL TABLE pieces USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram');
  PRAGMA user_version = ${rules};
`
/** Ids begin in the middle, so that there is room below and above. */
const middleId = 2 ** 40

/** What was read of one transcript; it is committed whole. */
export type SearchBatch = {
  sessionId: string
  documents: readonly SearchDocument[]
  /** Whether what was known of it holds no more. */
  isAnew: boolean
  mark: ScanMark | null
  /** Whether it was read to its end. */
  isWhole: boolean
  /** When the session was active last, as the index of sessions had it. */
  lastAt: number | null
  /** Its title where that is new; null where it has none any more. */
  title?: string | null | undefined
  /** Whether it is newer than what is indexed already. */
  isNews: boolean
}

type IndexedTranscript = { mark: ScanMark | null; lastAt: number | null; isWhole: boolean; titleHash: string }

/** A document of the index, without its text. */
export type Candidate = {
  id: number
  sessionId: string
  /** When the session was active last, as far as it was indexed. */
  lastAt: number | null
  itemId: string
  kind: DocumentKind
  at: number | null
}

export type SearchIndex = ReturnType<typeof openSearchIndex>

/** Opens the index of a path; one of other rules is dropped. Throws what SQLite throws. */
export function openSearchIndex(path: string) {
  const writing = new Database(path, { create: true, readwrite: true, strict: true })
  let reading: Database
  try {
    prepare(writing)
    reading = new Database(path, { readonly: true, strict: true })
    reading.run('PRAGMA busy_timeout = 5000')
    reading.run('PRAGMA cache_size = -8000')
  } catch (error) {
    writing.close()
    throw error
  }

  const saved = writing.query<{ number: number }, Record<string, string | number | null>>(
    `INSERT INTO transcripts (session, mark, last_at, is_whole, title_hash)
     VALUES ($session, $mark, $lastAt, $isWhole, $titleHash)
     ON CONFLICT (session) DO UPDATE SET mark = $mark, last_at = $lastAt, is_whole = $isWhole,
       title_hash = coalesce($titleHash, title_hash)
     RETURNING number`,
  )
  const addDocument = writing.query<null, [number, number, number, number, number, number | null]>(
    'INSERT INTO documents (id, transcript, kind, position, part, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const addWords = writing.query<null, [number, string]>('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const addPieces = writing.query<null, [number, string]>('INSERT INTO pieces (rowid, text) VALUES (?, ?)')
  const idsOf = writing.query<{ id: number }, [string, number]>(
    `SELECT id FROM documents WHERE transcript = (SELECT number FROM transcripts WHERE session = ?)
     AND (kind = 0) = ? LIMIT 200`,
  )
  const removals = [
    'DELETE FROM words WHERE rowid IN (SELECT value FROM json_each(?))',
    'DELETE FROM pieces WHERE rowid IN (SELECT value FROM json_each(?))',
    'DELETE FROM documents WHERE id IN (SELECT value FROM json_each(?))',
  ].map((sql) => writing.query<null, [string]>(sql))
  const bounds = writing.query<{ lowest: number | null; highest: number | null }, []>(
    'SELECT (SELECT min(id) FROM documents) AS lowest, (SELECT max(id) FROM documents) AS highest',
  )
  const transcript = reading.query<
    { mark: string | null; lastAt: number | null; isWhole: number; titleHash: string | null },
    [string]
  >('SELECT mark, last_at AS lastAt, is_whole AS isWhole, title_hash AS titleHash FROM transcripts WHERE session = ?')
  const candidates = reading.query<
    {
      id: number
      sessionId: string
      lastAt: number | null
      kind: number
      position: number
      part: number
      at: number | null
    },
    [string]
  >(
    `SELECT d.id, t.session AS sessionId, t.last_at AS lastAt, d.kind, d.position, d.part, d.at
     FROM documents d JOIN transcripts t ON t.number = d.transcript
     WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id DESC`,
  )
  const inWords = reading.query<{ id: number }, [string, number, number]>(
    'SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  )
  const inPieces = reading.query<{ id: number }, [string, number, number]>(
    'SELECT rowid AS id FROM pieces WHERE pieces MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  )
  const counts = reading.query<{ whole: number }, []>('SELECT count(*) AS whole FROM transcripts WHERE is_whole = 1')
  const newest = reading.query<{ at: number | null }, []>('SELECT max(last_at) AS at FROM transcripts')
  const lowest = reading.query<{ id: number | null }, []>('SELECT min(id) AS id FROM documents')

  function* remove(sessionId: string, titles: boolean) {
    for (;;) {
      const ids = idsOf.all(sessionId, titles ? 1 : 0)
      if (ids.length === 0) return
      const list = JSON.stringify(ids.map(({ id }) => id))
      for (const removal of removals) removal.run(list)
      yield
    }
  }

  /** Writes one batch with ids from one on, and answers the next one. */
  function* add({ sessionId, documents, isAnew, mark, isWhole, lastAt, title }: SearchBatch, from: number) {
    if (isAnew) yield* remove(sessionId, false)
    if (title !== undefined) yield* remove(sessionId, true)
    const row = saved.get({
      session: sessionId,
      mark: mark && JSON.stringify(mark),
      lastAt,
      isWhole: isWhole ? 1 : 0,
      titleHash: title === undefined ? null : titleHashOf(title),
    })
    let id = from
    for (const { itemId, kind, at, text } of withTitle({ documents, title, lastAt })) {
      const { position, part } = placeOfItem(itemId) ?? { position: 0, part: 0 }
      const folded = fold(text())
      addDocument.run(id, row!.number, documentKinds.indexOf(kind), position, part, at)
      addWords.run(id, [...wordsIn(folded)].join(' '))
      addPieces.run(id, folded)
      id++
      yield
    }
    return id
  }

  return {
    /**
     * Commits batches in one transaction: marks and documents together. It works a little at each step; who leaves it
     * before its end has changed nothing.
     */
    *write(batches: readonly SearchBatch[]): Generator<void> {
      writing.run('BEGIN IMMEDIATE')
      let isDone = false
      try {
        // Ids only grow within a transaction, else each step back would be a segment of its own.
        const history = batches.filter(({ isNews }) => !isNews).reverse()
        const { lowest, highest } = bounds.get()!
        const count = history.reduce((sum, batch) => sum + withTitle(batch).length, 0)
        let id = Math.min(lowest ?? middleId, middleId) - count
        for (const batch of history) id = yield* add(batch, id)
        id = Math.max(id, (highest ?? middleId) + 1)
        for (const batch of batches) if (batch.isNews) id = yield* add(batch, id)
        writing.run('COMMIT')
        isDone = true
      } finally {
        if (!isDone) rollBack(writing)
      }
    },

    /** What is known of a session's transcript. */
    transcriptOf(sessionId: string): IndexedTranscript | undefined {
      const row = transcript.get(sessionId)
      return row
        ? {
            mark: row.mark === null ? null : (JSON.parse(row.mark) as ScanMark),
            lastAt: row.lastAt,
            isWhole: row.isWhole === 1,
            titleHash: row.titleHash ?? '',
          }
        : undefined
    },

    /** Ids below one that the indexes name, the highest first; every document that is looked for is among them. */
    *idsFor({ words, pieces }: IndexQueries, before: number): Generator<number> {
      const lists = [
        ...(words === null ? [] : [inTurn(inWords, words, before)]),
        ...(pieces === null ? [] : [inTurn(inPieces, pieces, before)]),
      ]
      const [first, second] = lists
      if (first && second) yield* inBoth(first, second)
      else if (first) yield* first
    },

    /** The documents of these ids, the highest first. */
    candidates: (ids: readonly number[]): Candidate[] =>
      candidates.all(JSON.stringify(ids)).map(({ id, sessionId, lastAt, kind, position, part, at }) => ({
        id,
        sessionId,
        lastAt,
        itemId: itemIdOf(position, part),
        kind: documentKinds[kind]!,
        at,
      })),

    /** Puts what was written into its place in the file. */
    settle: () => void writing.run('PRAGMA wal_checkpoint(TRUNCATE)'),

    /** How many transcripts were read to their ends. */
    wholeTranscripts: () => counts.get()!.whole,

    /** When the last active session was active, of those that are indexed; null for none. */
    newestAt: (): number | null => newest.get()!.at,

    lowestId: (): number => lowest.get()!.id ?? middleId,

    close() {
      reading.close()
      writing.close()
    },
  }
}

/** The documents of a batch, its title the first. */
const withTitle = ({
  documents,
  title,
  lastAt,
}: Pick<SearchBatch, 'documents' | 'title' | 'lastAt'>): readonly SearchDocument[] =>
  title ? [titleDocument(title, lastAt), ...documents] : documents

/** What is stored of a title, to see when it has changed. */
export const titleHashOf = (title: string | null) => Bun.hash(title ?? '').toString(36)

/** Takes the index of a path away. Throws where it cannot be. */
export function dropSearchIndex(path: string) {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}

function prepare(client: Database) {
  client.run('PRAGMA busy_timeout = 5000')
  client.run('PRAGMA journal_mode = WAL')
  client.run('PRAGMA synchronous = NORMAL')
  client.run('PRAGMA journal_size_limit = 16777216')
  client.run('PRAGMA cache_size = -8000')
  const { user_version: version } = client.query<{ user_version: number }, []>('PRAGMA user_version').get()!
  if (version === rules) return
  if (version !== 0) throw new OtherRules(`The search index has version ${version}.`)
  client.transaction(() => client.run(schema)).immediate()
}

/** The index was built by other rules than those of this program. */
export class OtherRules extends Error {
  override name = 'OtherRules'
}

function rollBack(client: Database) {
  try {
    client.run('ROLLBACK')
  } catch {
    // What has failed may have ended the transaction already.
  }
}

type Ids = { all(query: string, before: number, limit: number): { id: number }[] }

/** The first answer comes soon, however many there are. */
const firstIds = 64
const mostIds = 4_096

function* inTurn(ids: Ids, query: string, before: number): Generator<number> {
  let limit = firstIds
  for (let below = before; ; ) {
    const found = ids.all(query, below, limit)
    for (const { id } of found) yield id
    if (found.length < limit) return
    below = found.at(-1)!.id
    limit = Math.min(mostIds, limit * 2)
  }
}

/** What two descending lists have in common. */
function* inBoth(first: Generator<number>, second: Generator<number>): Generator<number> {
  let [one, other] = [first.next(), second.next()]
  while (!one.done && !other.done) {
    if (one.value === other.value) {
      yield one.value
      one = first.next()
      other = second.next()
    } else if (one.value > other.value) one = first.next()
    else other = second.next()
  }
}
