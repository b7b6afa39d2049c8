import { Database } from 'bun:sqlite'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandLine } from '../../src/facts/runtimes.ts'
import type { Testimony } from '../../src/facts/testimony.ts'
import type { SessionState } from '../../src/sessions/state.ts'

/** A moment as it was seen in the middle: what the runtime had written, what witnesses said, and what was true. */
export type Moment = {
  moment: string
  expected: SessionState[]
  /** When it was seen, in ms. */
  at: number
  /** The session by the runtime's own id. */
  key: string
  testimonies: Testimony[]
  /** The files of the runtime by their paths below its home, as text; of a database its rows. */
  files: Record<string, string | Rows>
}

/** The tables of a database that our source reads: how they were made, and what is in them. */
type Rows = { sql: string[]; rows: Record<string, Record<string, string | number | null>[]> }

/** What each runtime writes below its home, as far as our source reads it. */
const written: Record<CommandLine, string[]> = {
  'claude-code': ['.claude/projects/**/*.jsonl'],
  codex: ['.codex/sessions/**/*.jsonl'],
  gemini: ['.gemini/tmp/*/chats/**/*.jsonl', '.gemini/tmp/*/.project_root', '.gemini/projects.json'],
  opencode: ['.local/share/opencode/opencode.db'],
}
const tables = ['project', 'session', 'message', 'part']

/** What a runtime has written below a home until now. */
export const filesOf = (runtime: CommandLine, home: string): Moment['files'] =>
  Object.fromEntries(
    written[runtime].flatMap((pattern) =>
      [...new Bun.Glob(pattern).scanSync({ cwd: home, dot: true })].map((path) => [
        path,
        path.endsWith('.db')
          ? rowsOf(join(home, path))
          : readFileSync(join(home, path), 'utf8').split('\n').map(withoutLongTexts).join('\n'),
      ]),
    ),
  )

function rowsOf(path: string): Rows {
  const database = new Database(path, { readonly: true })
  try {
    database.run('PRAGMA busy_timeout = 2000')
    const known = database
      .query<{ name: string; sql: string }, []>("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
      .all()
      .filter(({ name }) => tables.includes(name))
    return {
      sql: known.map(({ sql }) => sql),
      rows: Object.fromEntries(known.map(({ name }) => [name, shortRows(database, name)])),
    }
  } finally {
    database.close()
  }
}

const shortRows = (database: Database, table: string) =>
  database
    .query<Rows['rows'][string][number], []>(`SELECT * FROM ${table}`)
    .all()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? withoutLongTexts(value) : value]),
      ),
    )

/** Instructions that a program writes beside what happens are its makers' texts, and no state follows from them. */
const longestText = 300

/** A line of JSON in which long texts are cut; any other line as it is. */
function withoutLongTexts(line: string): string {
  if (line.length <= longestText) return line
  try {
    return JSON.stringify(JSON.parse(line), (_, value: unknown) =>
      typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value,
    )
  } catch {
    return line
  }
}

/** Puts recorded files below a home. */
export function putFiles(home: string, files: Moment['files']) {
  for (const [path, content] of Object.entries(files)) {
    const place = join(home, path)
    mkdirSync(join(place, '..'), { recursive: true })
    if (typeof content === 'string') writeFileSync(place, content)
    else putRows(place, content)
  }
}

function putRows(path: string, { sql, rows }: Rows) {
  const database = new Database(path, { create: true })
  database.run('PRAGMA foreign_keys = OFF')
  for (const statement of sql) database.run(statement)
  for (const [table, all] of Object.entries(rows))
    for (const row of all) {
      const names = Object.keys(row)
      database
        .query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
        .run(...Object.values(row))
    }
  database.close()
}

const recording = (runtime: string) => `tests/states/recorded/${runtime}.json.zst`

export const hasRecording = (runtime: string) => existsSync(recording(runtime))

/** Keeps the moments of a runtime for those who have not got it. */
export const keepRecording = (runtime: string, moments: Moment[]) =>
  writeFileSync(recording(runtime), Bun.zstdCompressSync(JSON.stringify(moments), { level: 19 }))

export const readRecording = (runtime: string): Moment[] =>
  JSON.parse(Bun.zstdDecompressSync(readFileSync(recording(runtime))).toString())
