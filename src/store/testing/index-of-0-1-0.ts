import { Database } from 'bun:sqlite'
import { migrations } from '../migrations.ts'

/** The migrations that 0.1.0 was shipped with. */
const shipped = 4

/** What 0.1.0 called tables and columns that have other names now. */
const tableNow: Record<string, string> = { usage_quarters: 'usage_15m', remarks: 'meta' }
const columnNow: Record<string, string> = {
  entry_id: "''",
  unsplit: 'unclassified',
  echo: 'replayed',
  fast: 'tier',
  opening_words: 'first_prompt',
}

export type TableRow = Record<string, string | number | null>

/** The tables that two views show with all they hold. Their numbers depend on the order in which they were written. */
const shownByViews = ['usage_rows', 'usage_sums', 'usage_totals', 'usage_names', 'usage_prices']
/** Numbers that grow with each change, however it came. */
const counters = ['usage_marks', 'session_marks']
/** What 0.1.0 knew nothing of, and what is read out of transcripts only when somebody looks. */
const readLater = ['file_paths', 'file_touches', 'file_calls', 'outside_writes', 'session_tools']

const isLeftOut = (table: string) => [...shownByViews, ...counters, ...readLater].includes(table)

/** Every row of every table of an index, by table; calls and their sums as the views show them. */
export function rowsOf(index: Database): Record<string, TableRow[]> {
  const plain = tablesOf(index).filter((table) => !isLeftOut(table))
  const tables = [...plain, 'usage', 'usage_15m', 'usage_15m_totals']
  return Object.fromEntries(
    tables.map((table) => {
      const rows = index.query<TableRow, []>(`SELECT * FROM ${table}`).all()
      if (table === 'usage') for (const row of rows) delete row.id
      // An older program did not say from which page a price was; prices that are used are written anew with it.
      if (table === 'prices') for (const row of rows) delete row.page
      return [table, rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))]
    }),
  )
}

/** Writes the rows of an index of today into a new file as 0.1.0 would have left them there, with its cursors. */
export function writeIndexOf010(path: string, today: Database) {
  const old = new Database(path, { create: true, readwrite: true, strict: true })
  old.run('PRAGMA journal_mode = WAL')
  for (const migration of migrations.index.slice(0, shipped)) old.run(migration)
  old.run(`PRAGMA user_version = ${shipped}`)
  for (const table of tablesOf(old)) {
    const columns = old
      .query<{ name: string }, []>(`PRAGMA table_info(${table})`)
      .all()
      .map(({ name }) => name)
    const found = today
      .query<TableRow, []>(
        `SELECT ${columns.map((name) => columnNow[name] ?? name).join(', ')} FROM ${tableNow[table] ?? table}`,
      )
      .values()
    const insert = old.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    for (const row of found) insert.run(...(row as (string | number | null)[]))
  }
  // The state of its parsers had other names: whoever took it up would begin in the middle.
  old.run(`UPDATE cursors SET cursor = '{"mark":null,"thread":{"of":"0.1.0"}}' WHERE unit <> 'homes'`)
  old.close(true)
}

const tablesOf = (database: Database) =>
  database
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .all()
    .map(({ name }) => name)
    .sort()
