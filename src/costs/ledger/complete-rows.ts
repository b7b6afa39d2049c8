import type { Store } from '../../store/store.ts'
import { hashOf } from './hash-table.ts'
import { rowColumns, type UsageRow } from './usage-row.ts'
import type { writeSums } from './write-sums.ts'

/** So many rows are held at once. */
const rowsPerStep = 5_000

type Row = UsageRow & { answer: string | number | null }

/**
 * Fills in what a migration cannot compute for the rows of an older index: the hashes by which they are found, and the
 * sums. All of it is one transaction, so that nobody reads a part of the sums. Answers how many rows it completed.
 */
export function completeRows(index: Store['$client'], sums: ReturnType<typeof writeSums>): number {
  const behind = index.prepare<Row, [id: number]>(
    `SELECT ${rowColumns}, answer_id AS answer
     FROM usage_rows CROSS JOIN usage_names ON usage_names.id = usage_rows.name
     WHERE usage_rows.id > ? AND key_hash IS NULL ORDER BY usage_rows.id LIMIT ${rowsPerStep}`,
  )
  const update = index.prepare('UPDATE usage_rows SET key_hash = ?, answer_hash = ? WHERE id = ?')
  const isIncomplete = index.query('SELECT 1 FROM usage_rows WHERE key_hash IS NULL LIMIT 1').get() !== null
  if (!isIncomplete) return 0
  return index
    .transaction(() => {
      let completed = 0
      let last = 0
      for (let rows = behind.all(last); rows.length > 0; rows = behind.all(last)) {
        for (const row of rows) {
          // A migration copies the ids of answers as they are: as texts.
          update.run(hashOf(row.key), row.answer === null ? null : hashOf(String(row.answer)), row.id)
          if (row.counted) sums.add(row, 1)
        }
        sums.flush()
        completed += rows.length
        last = rows.at(-1)!.id
      }
      return completed
    })
    .immediate()
}
