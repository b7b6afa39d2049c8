import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { placeOfItem } from '../src/facts/item-id.ts'
import type { CommandLine } from '../src/facts/runtimes.ts'
import type { Source } from '../src/facts/source.ts'
import { createOpenClaw } from '../src/sources/openclaw/openclaw.ts'
import { createCommandLines } from '../src/sources/sources.ts'
import { putFiles, readRecording } from './states/record.ts'
import { temporary } from './testing/program.ts'

/**
 * Every entry of every recorded transcript is shown or counted: it has an item, and each record and each tool that was
 * ever met is named here. A kind that a parser does not know fails this test, and so does one that nobody has named.
 */
type Met = {
  /** Where the entries stand that have an item, each under its session. */
  places: Set<string>
  records: string[]
  notes: string[]
  /** The tools that are shown as what they do, and those that are shown as JSON. */
  actions: string[]
  plain: string[]
}

async function everythingIn(source: Source): Promise<Met> {
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

/** The entries that lie in files of lines below a folder. */
function linesBelow(folder: string, pattern: string): number {
  const files = [...new Bun.Glob(pattern).scanSync({ cwd: folder, dot: true })]
  return files.reduce(
    (sum, file) => sum + readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean).length,
    0,
  )
}

const homes: Record<CommandLine, string> = {
  'claude-code': '.claude',
  codex: '.codex',
  gemini: '.gemini',
  opencode: '.local/share/opencode',
}

function sourceOf(runtime: CommandLine, folder: string): Source {
  const folders: Record<CommandLine, string[]> = { 'claude-code': [], codex: [], gemini: [], opencode: [] }
  folders[runtime] = [folder]
  return createCommandLines(folders)[0]!
}

/** The recorded home of a runtime, and the last moment of its recorded turns, which holds all before it. */
function recordedHomes(runtime: CommandLine, folder: string): string[] {
  const moments = readRecording(runtime)
  const fullest = moments.toSorted((a, b) => JSON.stringify(b.files).length - JSON.stringify(a.files).length)[0]!
  putFiles(join(folder, 'turns'), fullest.files)
  const names = runtime === 'claude-code' ? ['claude-code', 'claude-code-statusline'] : [runtime]
  for (const name of names) cpSync(resolve('tests/homes', name), join(folder, name), { recursive: true })
  const found = [join(folder, 'turns', homes[runtime]), ...names.map((name) => join(folder, name))]
  const extra = extraLines[runtime]
  if (extra) {
    const place = join(folder, 'extra', extra.at)
    mkdirSync(join(place, '..'), { recursive: true })
    cpSync(resolve(extra.from), place)
    found.push(join(folder, 'extra'))
  }
  return found
}

/** Lines of searches of the web, which stand beside the tests of their sources. */
const extraLines: Partial<Record<CommandLine, { from: string; at: string }>> = {
  'claude-code': {
    from: 'src/sources/claude-code/testing/web-search.jsonl',
    at: 'projects/-home-user-boat/d382e489-96ec-4917-bd48-5768759a3cb2.jsonl',
  },
  codex: {
    from: 'src/sources/codex/testing/web-search.jsonl',
    at: 'sessions/2026/11/29/rollout-2026-11-29T11-36-15-01a22717-6a02-7be2-892e-397972037169.jsonl',
  },
}

type Kinds = Omit<Met, 'places'>

const expected: Record<CommandLine | '2026.9.6' | '2026.3.24', Kinds> = {
  'claude-code': {
    records: [
      'api-request',
      'api-request-blob',
      'api-request-shape',
      'atis-latch',
      'attachment agent_listing_delta',
      'attachment date',
      'attachment deferred_tools_delta',
      'attachment environment',
      'attachment model',
      'attachment prompt_snapshot',
      'attachment remote_session_change',
      'attachment session_context',
      'attachment skill_listing',
      'attachment task_reminder',
      'attachment total_tokens_reminder',
      'cost-state',
      'file-history-snapshot',
      'last-prompt',
      'mode',
      'permission-mode',
      'queue-operation dequeue',
      'queue-operation enqueue',
      'system stop_hook_summary',
      'system turn_duration',
      'tools-used',
    ],
    notes: ['branch', 'context', 'error', 'interrupted', 'reset'],
    actions: ['Agent', 'AskUserQuestion', 'Bash', 'Read', 'WebSearch'],
    plain: [],
  },
  codex: {
    records: [
      'event_msg item_completed AgentMessage',
      'event_msg item_completed CollabAgentToolCall',
      'event_msg item_completed CommandExecution',
      'event_msg item_completed UserMessage',
      'event_msg item_completed WebSearch',
      'event_msg task_complete',
      'event_msg task_started',
      'event_msg thread_settings_applied',
      'event_msg token_count',
      'retained_context',
      'session_meta',
      'token_usage_record',
      'turn_context',
      'world_state',
    ],
    notes: ['branch', 'context', 'error', 'interrupted'],
    actions: ['exec_command', 'request_user_input', 'spawn_agent', 'web_search'],
    plain: [],
  },
  gemini: {
    records: ['$set', '$set messages', 'copy of gemini', 'copy of user', 'gemini', 'session'],
    notes: ['context', 'error', 'interrupted', 'other', 'resumed'],
    actions: ['ask_user', 'list_directory', 'run_shell_command'],
    plain: [],
  },
  opencode: {
    records: ['message assistant', 'message user', 'patch', 'reasoning', 'step-finish', 'step-start'],
    notes: ['error', 'interrupted'],
    actions: ['bash', 'glob', 'question', 'task'],
    plain: [],
  },
  '2026.9.6': {
    records: [
      'custom model-snapshot',
      'custom openclaw.cache-ttl',
      'custom openclaw:bootstrap-context:full',
      'message assistant',
      'session',
      'thinking_level_change',
    ],
    notes: ['compaction', 'context', 'error', 'interrupted', 'model-change', 'reset'],
    actions: ['exec', 'read', 'sessions_spawn', 'write'],
    plain: [],
  },
  '2026.3.24': {
    records: [
      'copy of a stopped answer',
      'custom model-snapshot',
      'message assistant',
      'session',
      'thinking_level_change',
    ],
    notes: ['compaction', 'context', 'error', 'interrupted', 'model-change'],
    actions: ['exec', 'read', 'sessions_spawn', 'write'],
    plain: [],
  },
}

const commandLines: CommandLine[] = ['claude-code', 'codex', 'gemini', 'opencode']

const linesOf: Partial<Record<CommandLine, string>> = {
  'claude-code': 'projects/**/*.jsonl',
  codex: '{sessions,archived_sessions}/**/*.jsonl',
  gemini: 'tmp/*/chats/**/*.jsonl',
}

for (const runtime of commandLines)
  test(`${runtime}: every recorded entry has an item, and every kind of it is known`, async () => {
    using folder = temporary('every-record')
    const all = []
    for (const home of recordedHomes(runtime, folder.path)) {
      const met = await everythingIn(sourceOf(runtime, home))
      const pattern = linesOf[runtime]
      expect(met.places.size).toBe(pattern === undefined ? rowsIn(home) : linesBelow(home, pattern))
      all.push(met)
    }
    expect(kindsIn(all)).toEqual(expected[runtime])
  })

/** The inside of a call that reached its tool by search is shown as that call, and is the only entry without an item. */
const inside = 'openclaw.nested-tool.v1'

for (const version of ['2026.9.6', '2026.3.24'] as const)
  test(`OpenClaw ${version}: every recorded entry has an item, and every kind of it is known`, async () => {
    using folder = temporary('every-record')
    const home = join(folder.path, version)
    cpSync(resolve('tests/homes', version), home, { recursive: true })
    const met = await everythingIn(createOpenClaw({ homes: [home], configPath: null }))
    expect(met.places.size).toBe(
      version === '2026.9.6' ? eventsIn(home) : linesBelow(home, 'agents/*/sessions/*.jsonl*'),
    )
    expect(kindsIn([met])).toEqual(expected[version])
  })

function kindsIn(all: Met[]): Kinds {
  const sum = (what: keyof Kinds) => [...new Set(all.flatMap((met) => met[what]))].sort()
  return { records: sum('records'), notes: sum('notes'), actions: sum('actions'), plain: sum('plain') }
}

/** The events in the databases of OpenClaw, and the lines of its archive. */
function eventsIn(home: string): number {
  let count = 0
  for (const file of new Bun.Glob('agents/*/agent/openclaw-agent.sqlite').scanSync({ cwd: home })) {
    using database = new Database(join(home, file), { readonly: true })
    const texts = [
      ...database
        .query<{ json: string | null; zstd: Uint8Array | null }, []>(
          'SELECT event_json AS json, event_zstd AS zstd FROM transcript_events',
        )
        .all()
        .map(({ json, zstd }) => json ?? Buffer.from(Bun.zstdDecompressSync(zstd!)).toString()),
    ]
    count += texts.filter((text) => !text.includes(inside)).length
  }
  for (const file of new Bun.Glob('agents/*/sessions/*.zst').scanSync({ cwd: home }))
    count += Buffer.from(Bun.zstdDecompressSync(readFileSync(join(home, file))))
      .toString()
      .split('\n')
      .filter(Boolean).length
  return count
}

/** The entries in a database of opencode: its parts, the results of tools that ended, and messages that are whole. */
function rowsIn(home: string): number {
  using database = new Database(join(home, 'opencode.db'), { readonly: true })
  const count = (sql: string) =>
    database.query<{ count: number }, []>(`SELECT count(*) AS count FROM ${sql}`).get()!.count
  return (
    count('part') +
    count(`part WHERE json_extract(data, '$.state.status') IN ('completed', 'error')`) +
    count(`message WHERE json_extract(data, '$.role') = 'user' OR json_extract(data, '$.time.completed') IS NOT NULL
      OR json_extract(data, '$.error') IS NOT NULL OR json_extract(data, '$.finish') IS NOT NULL`)
  )
}
