import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CommandLine } from '../src/facts/runtimes.ts'
import { createOpenClaw } from '../src/sources/openclaw/openclaw.ts'
import { putFiles, readRecording } from './states/record.ts'
import { temporary } from './testing/program.ts'
import { entriesIn, everythingIn, homes, type Kinds, kindsIn, linesBelow, sourceOf } from './testing/transcripts.ts'

/**
 * Every entry of every recorded transcript is shown or counted: it has an item, and each record and each tool that was
 * ever met is named here. A kind that a parser does not know fails this test, and so does one that nobody has named.
 */

/** The recorded home of a runtime, the fullest moment of its recorded turns, and a session that calls every tool. */
function recordedHomes(runtime: CommandLine, folder: string): string[] {
  const moments = readRecording(runtime)
  const fullest = moments.toSorted((a, b) => JSON.stringify(b.files).length - JSON.stringify(a.files).length)[0]!
  putFiles(join(folder, 'turns'), fullest.files)
  putFiles(join(folder, 'tools'), readRecording(`tools-${runtime}`)[0]!.files)
  const names = runtime === 'claude-code' ? ['claude-code', 'claude-code-statusline'] : [runtime]
  for (const name of names) cpSync(resolve('tests/homes', name), join(folder, name), { recursive: true })
  const found = [
    ...['turns', 'tools'].map((part) => join(folder, part, homes[runtime])),
    ...names.map((name) => join(folder, name)),
  ]
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
      'attachment deferred_tools_record',
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
      'queue-operation remove',
      'system stop_hook_summary',
      'system turn_duration',
      'tools-used',
    ],
    notes: ['branch', 'context', 'error', 'interrupted', 'reset'],
    actions: [
      'Agent',
      'AskUserQuestion',
      'Bash',
      'Edit',
      'NotebookEdit',
      'Read',
      'TaskCreate',
      'TaskUpdate',
      'WebSearch',
      'Write',
    ],
    plain: ['Nonsense', 'ToolSearch'],
  },
  codex: {
    records: [
      'event_msg item_completed AgentMessage',
      'event_msg item_completed CollabAgentToolCall',
      'event_msg item_completed CommandExecution',
      'event_msg item_completed FileChange',
      'event_msg item_completed ImageView',
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
    actions: ['exec_command', 'request_user_input', 'spawn_agent', 'view_image', 'web_search'],
    plain: ['nonsense', 'write_stdin'],
  },
  gemini: {
    records: ['$set', '$set messages', 'copy of gemini', 'copy of user', 'gemini', 'session'],
    notes: ['context', 'error', 'interrupted', 'other', 'resumed'],
    actions: [
      'ask_user',
      'glob',
      'grep_search',
      'invoke_agent',
      'list_directory',
      'read_file',
      'replace',
      'run_shell_command',
      'write_file',
      'write_todos',
    ],
    plain: ['enter_plan_mode', 'nonsense'],
  },
  opencode: {
    records: ['message assistant', 'message user', 'patch', 'reasoning', 'step-finish', 'step-start'],
    notes: ['branch', 'error', 'interrupted'],
    actions: ['bash', 'edit', 'glob', 'grep', 'question', 'read', 'task', 'todowrite', 'write'],
    plain: ['invalid'],
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

for (const runtime of commandLines)
  test(`${runtime}: every recorded entry has an item, and every kind of it is known`, async () => {
    using folder = temporary('every-record')
    const all = []
    for (const home of recordedHomes(runtime, folder.path)) {
      const met = await everythingIn(sourceOf(runtime, home))
      expect(met.places.size).toBe(entriesIn(runtime, home))
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
