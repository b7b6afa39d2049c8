import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeOfItem } from '../../src/facts/item-id.ts'
import type { CommandLine } from '../../src/facts/runtimes.ts'
import type { Source } from '../../src/facts/source.ts'
import { createCommandLines } from '../../src/sources/sources.ts'

/** What was met in the transcripts of a source. */
export type Met = {
  /** Where the entries stand that have an item, each under its session. */
  places: Set<string>
  records: string[]
  notes: string[]
  /** The tools that are shown as what they do, and those that are shown as JSON. */
  actions: string[]
  plain: string[]
}

/** Reads every transcript of a source as a whole. */
export async function everythingIn(source: Source): Promise<Met> {
  const cursors = new Map<string, unknown>()
  const sessions = new Set<string>()
  for await (const { unit, cursor, facts } of source.read((at) => cursors.get(at), new AbortController().signal)) {
    if (cursor !== null) cursors.set(unit, structuredClone(cursor))
    for (const fact of facts) if (fact.kind === 'session') sessions.add(fact.id)
    for (const fact of facts) if (fact.kind === 'usage') sessions.add(fact.sessionId)
  }
  const places = new Set<string>()
  const records = new Set<string>()
  const notes = new Set<string>()
  const actions = new Set<string>()
  const plain = new Set<string>()
  for (const session of sessions)
    for (const step of source.transcript((unit) => cursors.get(unit), session)?.scan(null) ?? []) {
      if (step.kind !== 'step') continue
      for (const { item } of step.parts) {
        places.add(`${session} ${placeOfItem(item.id)?.position}`)
        if (item.kind === 'record') records.add(`${item.isKnown ? '' : 'unknown: '}${item.record}`)
        if (item.kind === 'note') notes.add(item.note === 'unreadable' ? item.text : item.note)
        if (item.kind === 'tool' && item.input) (item.action ? actions : plain).add(item.tool)
      }
    }
  const sorted = (names: Set<string>) => [...names].sort()
  return { places, records: sorted(records), notes: sorted(notes), actions: sorted(actions), plain: sorted(plain) }
}

export type Kinds = Omit<Met, 'places'>

/** Everything that was met, each once. */
export function kindsIn(all: Met[]): Kinds {
  const sum = (what: keyof Kinds) => [...new Set(all.flatMap((met) => met[what]))].sort()
  return { records: sum('records'), notes: sum('notes'), actions: sum('actions'), plain: sum('plain') }
}

/** Where each command line keeps its data below a home. */
export const homes: Record<CommandLine, string> = {
  'claude-code': '.claude',
  codex: '.codex',
  gemini: '.gemini',
  opencode: '.local/share/opencode',
}

/** The source of a runtime that keeps its data in one folder. */
export function sourceOf(runtime: CommandLine, folder: string): Source {
  const folders: Record<CommandLine, string[]> = { 'claude-code': [], codex: [], gemini: [], opencode: [] }
  folders[runtime] = [folder]
  return createCommandLines(folders)[0]!
}

/** The entries that lie in files of lines below a folder. */
export function linesBelow(folder: string, pattern: string): number {
  const files = [...new Bun.Glob(pattern).scanSync({ cwd: folder, dot: true })]
  return files.reduce(
    (sum, file) => sum + readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean).length,
    0,
  )
}

/** Where the lines of each runtime lie in its folder. */
const linesOf: Partial<Record<CommandLine, string>> = {
  'claude-code': 'projects/**/*.jsonl',
  codex: '{sessions,archived_sessions}/**/*.jsonl',
  gemini: 'tmp/*/chats/**/*.jsonl',
}

/** How many entries a runtime has left in its folder that say something. */
export function entriesIn(runtime: CommandLine, home: string): number {
  const pattern = linesOf[runtime]
  return pattern === undefined ? rowsIn(home) : linesBelow(home, pattern)
}

/**
 * The entries in a database of opencode: its parts, the results of tools that ended, messages that are whole, and that a
 * session is a fork: it has messages of before it began.
 */
function rowsIn(home: string): number {
  using database = new Database(join(home, 'opencode.db'), { readonly: true })
  const count = (sql: string) =>
    database.query<{ count: number }, []>(`SELECT count(*) AS count FROM ${sql}`).get()!.count
  return (
    count('part') +
    count(`part WHERE json_extract(data, '$.state.status') IN ('completed', 'error')`) +
    count(`message WHERE json_extract(data, '$.role') = 'user' OR json_extract(data, '$.time.completed') IS NOT NULL
      OR json_extract(data, '$.error') IS NOT NULL OR json_extract(data, '$.finish') IS NOT NULL`) +
    count(`session WHERE time_created > (SELECT min(time_created) FROM message WHERE session_id = session.id)`)
  )
}
