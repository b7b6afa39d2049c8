import type { Database } from 'bun:sqlite'
import type { Rates as ConfiguredRates, UsageFact } from '../../facts/fact.ts'
import { createHashTable, hashOf } from './hash-table.ts'
import { rowColumns, type UsageRow } from './usage-row.ts'

/** All that is written of a call. */
export type NewRow = Omit<UsageRow, 'id' | 'hasRates'> & {
  answerId: string | null
  placeholder: number
  tier: number
  usOnly: number
  loggedUsd: number | null
  rates: ConfiguredRates | null
}

/** A stored call with the id of its answer, as a text or as a length of its key. */
type StoredRow = UsageRow & { answer: string | number | null }

type HashTable = ReturnType<typeof createHashTable>

/** The indexes of rows and sums, which are made behind a long history instead of with each of its rows. */
const indexes = {
  usage_rows_by_key: 'usage_rows (key_hash)',
  usage_rows_by_answer: 'usage_rows (answer_hash) WHERE answer_hash IS NOT NULL',
  usage_rows_by_at: 'usage_rows (at)',
  usage_rows_by_name: 'usage_rows (name, at)',
  usage_sums_by_name: 'usage_sums (name)',
}

/** In an index with more rows than this the indexes stay while a history is written. */
const maxRowsToReindex = 20_000
/** Beyond so many rows the tables in memory would take too much of it: the indexes are made then. */
const maxRowsInMemory = 500_000
/** From so many calls on, what they may meet is found for all of them together. */
const minFoundTogether = 20

const storedRows = `SELECT ${rowColumns}, answer_id AS answer
  FROM usage_rows CROSS JOIN usage_names ON usage_names.id = usage_rows.name`

/**
 * The rows of `usage_rows`, found by key and by answer. A hash finds, the text in the row decides. While a long history
 * is written, rows are found by hashes in memory, and the indexes are left out; after a kill, or after a command that
 * made one report, the next run that looks for a row makes them.
 */
export function writeRows(index: Database) {
  const insert = index.prepare(
    `INSERT INTO usage_rows (name, key_hash, answer_hash, key, answer_id, at, input, output, cache_read, cache_write_5m,
       cache_write_1h, reasoning, unclassified, cost_usd, price, times, saved_usd, rank, replayed, counted, placeholder,
       tier, us_only, searches, logged_usd, rates)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = index.prepare<StoredRow, [id: number]>(`${storedRows} WHERE usage_rows.id = ?`)
  // A statement names its columns anew after each write, so what is asked for every call has one column.
  const idsByHash = {
    keys: index.prepare<{ id: number }, [hash: number]>('SELECT id FROM usage_rows WHERE key_hash = ?'),
    answers: index.prepare<{ id: number }, [hash: number]>('SELECT id FROM usage_rows WHERE answer_hash = ?'),
  }
  const idsByHashes = {
    keys: index.prepare<{ id: number; hash: number }, [hashes: string]>(
      'SELECT id, key_hash AS hash FROM usage_rows WHERE key_hash IN (SELECT value FROM json_each(?))',
    ),
    answers: index.prepare<{ id: number; hash: number }, [hashes: string]>(
      'SELECT id, answer_hash AS hash FROM usage_rows WHERE answer_hash IN (SELECT value FROM json_each(?))',
    ),
  }
  const remove = index.prepare('DELETE FROM usage_rows WHERE id = ?')
  const setCounted = index.prepare('UPDATE usage_rows SET counted = ? WHERE id = ?')

  /** `all` rows of a history, or those that the calls of one flush may meet. */
  let memory: { keys: HashTable; answers: HashTable; of: 'history' | 'flush' } | undefined
  let hasIndexes = areThere()

  function areThere(): boolean {
    const names = Object.keys(indexes)
    const { n } = index
      .query<{ n: number }, [string]>(
        'SELECT count(*) AS n FROM sqlite_schema WHERE name IN (SELECT value FROM json_each(?))',
      )
      .get(JSON.stringify(names))!
    return n === names.length
  }

  /** Makes the indexes where they are missing; rows are found by them from now on. */
  function makeIndexes() {
    memory = undefined
    if (hasIndexes) return
    for (const [name, on] of Object.entries(indexes)) index.run(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`)
    hasIndexes = true
  }

  function rowsWith(hash: number, which: 'keys' | 'answers'): StoredRow[] {
    if (memory) {
      const ids = memory[which].idsOf(hash)
      return ids.length === 0 ? none : ids.map((id) => byId.get(id)!)
    }
    makeIndexes()
    return idsByHash[which].all(hash).map(({ id }) => byId.get(id)!)
  }

  return {
    /** Finds rows in memory from now on, where there are few yet. To be called outside of a transaction. */
    beginHistory() {
      if (memory) return
      const { n } = index
        .query<{ n: number }, [number]>('SELECT count(*) AS n FROM (SELECT 1 FROM usage_rows LIMIT ?)')
        .get(maxRowsToReindex + 1)!
      if (n > maxRowsToReindex) return
      memory = { keys: createHashTable(), answers: createHashTable(), of: 'history' }
      const rows = index.query<{ id: number; keyHash: number; answerHash: number | null }, []>(
        'SELECT id, key_hash AS keyHash, answer_hash AS answerHash FROM usage_rows',
      )
      for (const { id, keyHash, answerHash } of rows.all()) {
        memory.keys.add(keyHash, id)
        if (answerHash !== null) memory.answers.add(answerHash, id)
      }
      for (const name of Object.keys(indexes)) index.run(`DROP INDEX IF EXISTS ${name}`)
      hasIndexes = false
    },

    makeIndexes,

    /** Ends a history without its indexes: whoever looks for a row next makes them. */
    leaveIndexes() {
      memory = undefined
    },

    /** Finds in two statements what so many calls may meet, instead of two for each of them; until `endFlush`. */
    beginFlush(calls: Pick<UsageFact, 'key' | 'answerId'>[]) {
      if (memory || calls.length < minFoundTogether) return
      makeIndexes()
      memory = { keys: createHashTable(), answers: createHashTable(), of: 'flush' }
      const keys = JSON.stringify(calls.map(({ key }) => hashOf(key)))
      for (const { id, hash } of idsByHashes.keys.all(keys)) memory.keys.add(hash, id)
      const answers = JSON.stringify(calls.flatMap(({ answerId }) => (answerId === undefined ? [] : hashOf(answerId))))
      for (const { id, hash } of idsByHashes.answers.all(answers)) memory.answers.add(hash, id)
    },

    /** To be called where a transaction is about to end. What is in memory stays bounded. */
    endFlush() {
      if (memory?.of === 'flush') memory = undefined
      else if (memory && memory.keys.size() > maxRowsInMemory) makeIndexes()
    },

    /** After a transaction was rolled back: memory and indexes may tell of it. */
    forget() {
      hasIndexes = areThere()
      if (memory?.of === 'flush') memory = undefined
      if (memory) makeIndexes()
    },

    /** The stored reading of a call on a host. */
    ofKey(key: string, host: string): UsageRow | undefined {
      for (const row of rowsWith(hashOf(key), 'keys')) if (row.key === key && row.host === host) return row
      return undefined
    },

    /** The stored readings of an answer on a host, the best first. */
    ofAnswer(answerId: string, host: string): UsageRow[] {
      const rows = rowsWith(hashOf(answerId), 'answers')
      return rows.length === 0
        ? none
        : rows
            .filter((row) => row.host === host && answerOf(row) === answerId)
            .sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1))
    },

    add(row: NewRow) {
      const { key, answerId } = row
      const keyHash = hashOf(key)
      const answerHash = answerId === null ? null : hashOf(answerId)
      const { lastInsertRowid } = insert.run(
        row.name,
        keyHash,
        answerHash,
        key,
        answerId !== null && isBeginning(answerId, key) ? answerId.length : answerId,
        row.at,
        row.input,
        row.output,
        row.cacheRead,
        row.cacheWrite5m,
        row.cacheWrite1h,
        row.reasoning,
        row.unclassified,
        row.costUsd,
        row.price,
        row.times,
        row.savedUsd,
        row.rank,
        row.replayed,
        row.counted,
        row.placeholder,
        row.tier,
        row.usOnly,
        row.searches,
        row.loggedUsd,
        row.rates && JSON.stringify(row.rates),
      )
      if (!memory) return
      memory.keys.add(keyHash, Number(lastInsertRowid))
      if (answerHash !== null) memory.answers.add(answerHash, Number(lastInsertRowid))
    },

    /** Removes a row; those that are found in memory are skipped there from now on. */
    remove(row: UsageRow) {
      remove.run(row.id)
      if (!memory) return
      const { answer } = row as StoredRow
      memory.keys.remove(hashOf(row.key), row.id)
      if (answer !== null) memory.answers.remove(hashOf(answerOf(row as StoredRow)!), row.id)
    },

    setCounted: ({ id }: UsageRow, counted: boolean) => void setCounted.run(Number(counted), id),
  }
}

const none: StoredRow[] = []

const answerOf = ({ key, answer }: StoredRow) => (typeof answer === 'number' ? key.slice(0, answer) : answer)

/** Whether the id of an answer can be stored as a length: only where a letter is a letter, for us and for SQLite. */
function isBeginning(answerId: string, key: string) {
  for (let at = 0; at < answerId.length; at++) {
    const letter = answerId.charCodeAt(at)
    if (letter !== key.charCodeAt(at) || letter < firstPlain || letter > lastPlain) return false
  }
  return true
}

const firstPlain = 0x20
const lastPlain = 0x7e
