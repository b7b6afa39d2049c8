import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkItem } from '../facts/transcript-bounds.ts'
import { partsFor as claudeParts } from './claude-code/transcript-parts.ts'
import { partsFor as codexParts } from './codex/transcript-parts.ts'
import type { StoredEntry } from './common/transcript/entries.ts'
import type { Part } from './common/transcript/part.ts'
import { shownItem } from './common/transcript/shown-item.ts'
import { createFold } from './gemini/transcript/fold.ts'
import { partsOfSaid } from './gemini/transcript/parts.ts'
import { partsFor as openclawParts } from './openclaw/transcript/parts.ts'
import { partsFor as opencodeParts } from './opencode/transcript/parts.ts'
import { hostileValues, pathsIn, shapeOf, withValueAt } from './testing/hostile-values.ts'

/**
 * Whatever stands in a field of an entry of a transcript, its parser answers items that are within their bounds. Entries
 * are those of the recorded homes, and calls and results of every kind of tool.
 */
type Runtime = { entries: object[]; parse(text: string): Part[] }

const session = 'runtime.agent.uuid'
const entry = (text: string): StoredEntry => ({ start: 0, end: 1, text })
const recordedLines = (pattern: string) =>
  [...new Bun.Glob(pattern).scanSync({ cwd: resolve('tests/homes') })].flatMap((file) =>
    readFileSync(resolve('tests/homes', file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  )

const patch = '*** Begin Patch\n*** Update File: a\n*** Move to: b\n@@\n-one\n+two\n*** End Patch'
const diff = '--- a\n+++ a\n@@ -1,2 +1,2 @@\n same\n-one\n+two\n'
const patchResult = JSON.stringify({
  type: 'response_item',
  payload: { type: 'function_call_output', call_id: 'c', output: 'Success. Updated the following files:\nM a' },
})
const patchChanges = {
  a: { type: 'update', unified_diff: '@@ -1 +1 @@\n-one\n+two\n', move_path: 'b' },
  c: { add: { content: 'one' } },
}
/** What tools of all runtimes are called with, by the names that most of them share. */
const calls: [name: string, called: object][] = [
  ['shell', { command: ['bash', '-lc', 'ls'], workdir: '/boat' }],
  [
    'edit',
    { file_path: 'a', old_string: 'one\nsame', new_string: 'two\nsame', edits: [{ oldText: 'a', newText: 'b' }] },
  ],
  ['write', { path: 'a', content: 'one\ntwo\n' }],
  ['read', { file_path: 'a', offset: 1, limit: 2, start_line: 3, end_line: 4 }],
  ['grep', { pattern: 'x', path: '.' }],
  ['web', { query: 'boats', url: 'https://example.org/' }],
  ['todos', { todos: [{ content: 'Sail', status: 'pending' }], plan: [{ step: 'Land', status: 'completed' }] }],
  ['plan', { plan: '# Sail' }],
  ['ask', { questions: [{ question: 'Where to?', options: [{ label: 'North' }, 'South'] }] }],
  ['task', { description: 'Look', prompt: 'Look below', sessionKey: 'agent:main:main', message: 'Ahoy' }],
]

/** The same calls under each name that a runtime has for a tool. */
const under = (names: string[], make: (name: string, called: object) => object[]) =>
  names.flatMap((name) => calls.flatMap(([, called]) => make(name, called)))

const runtimes: Record<string, Runtime> = {
  'Claude Code': {
    entries: [
      ...recordedLines('claude-code*/projects/**/*.jsonl'),
      ...under(
        ['Bash', 'Edit', 'Write', 'Read', 'Grep', 'WebSearch', 'TodoWrite', 'ExitPlanMode', 'AskUserQuestion', 'Agent'],
        (name, input) => [{ type: 'assistant', message: { content: [{ type: 'tool_use', id: 't', name, input }] } }],
      ),
      ...[
        {
          filePath: 'a',
          structuredPatch: [{ oldStart: 1, newStart: 1, lines: ['-a', '+b'] }],
          type: 'update',
          content: 'x',
        },
        { stdout: 'x', interrupted: false },
        { file: { filePath: 'a', startLine: 1, numLines: 2 } },
        { agentId: 'a1' },
        { questions: [{ question: 'x', options: [{ label: 'y' }] }] },
        { plan: 'x' },
        { newTodos: [{ content: 'x', status: 'pending' }] },
      ].map((toolUseResult) => ({
        type: 'user',
        message: {
          content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'x' }], is_error: false }],
        },
        toolUseResult,
      })),
      {
        type: 'attachment',
        attachment: { type: 'queued_command', prompt: [{ type: 'text', text: 'x' }], commandMode: 'prompt' },
      },
      { type: 'user', parentUuid: 'a', uuid: 'b', forkedFrom: { sessionId: 's' }, message: { content: 'x' } },
    ],
    parse: (text) =>
      claudeParts({ sessionId: session, isSubagent: false })(entry(text), () => [entry('{"type":"user","uuid":"z"}')]),
  },
  Codex: {
    entries: [
      ...recordedLines('codex/**/*.jsonl'),
      ...under(
        [
          'shell',
          'apply_patch',
          'view_image',
          'update_plan',
          'web_search',
          'request_user_input',
          'spawn_agent',
          'send_input',
        ],
        (name, called) => [
          {
            type: 'response_item',
            payload: { type: 'function_call', name, call_id: 'c', arguments: JSON.stringify(called) },
          },
        ],
      ),
      { type: 'response_item', payload: { type: 'custom_tool_call', name: 'apply_patch', call_id: 'c', input: patch } },
      ...[
        '{"output":"x","metadata":{"exit_code":1}}',
        'Exit code: 1\nOutput:\nx',
        '{"agent_id":"a","nickname":"b"}',
        [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA' }],
      ].map((output) => ({ type: 'response_item', payload: { type: 'function_call_output', call_id: 'c', output } })),
      {
        type: 'response_item',
        payload: { type: 'local_shell_call', call_id: 'c', action: { command: ['ls'], working_directory: '/' } },
      },
      {
        type: 'response_item',
        payload: {
          type: 'web_search_call',
          id: 'w',
          status: 'completed',
          action: { type: 'search', query: 'x', url: 'y' },
        },
      },
      {
        type: 'response_item',
        payload: { type: 'image_generation_call', id: 'i', status: 'completed', revised_prompt: 'x', result: 'AAAA' },
      },
      {
        type: 'event_msg',
        payload: { type: 'item_completed', item: { type: 'FileChange', id: 'c', changes: patchChanges } },
      },
      { type: 'event_msg', payload: { type: 'patch_apply_end', call_id: 'c', changes: patchChanges } },
      { type: 'event_msg', payload: { type: 'task_complete', error: { message: 'x' } } },
      { type: 'event_msg', payload: { type: 'exited_review_mode', review_output: { overall_explanation: 'x' } } },
      {
        type: 'item.completed',
        item: { type: 'file_change', id: 'i', changes: [{ path: 'a', kind: 'add' }], status: 'completed' },
      },
      { type: 'item.completed', item: { type: 'todo_list', id: 'i', items: [{ text: 'x', completed: true }] } },
    ],
    // The result of a patch is read with the event before it.
    parse: (text) => [
      ...codexParts(session)(entry(text), () => []),
      ...(text.includes('"changes"') ? codexParts(session)(entry(patchResult), () => [entry(text)]) : []),
    ],
  },
  'Gemini CLI': {
    entries: [
      ...recordedLines('gemini/**/*.jsonl'),
      ...under(
        [
          'run_shell_command',
          'replace',
          'write_file',
          'read_file',
          'glob',
          'google_web_search',
          'write_todos',
          'ask_user',
          'invoke_agent',
        ],
        (name, args) => [
          {
            id: 'g',
            type: 'gemini',
            timestamp: '2026-11-21T16:12:48.371Z',
            content: [{ text: 'x' }, { functionCall: { id: 'c', name, args } }],
            thoughts: [{ subject: 'a', description: 'b', timestamp: '2026-11-21T16:12:48.371Z' }],
            toolCalls: [
              {
                id: 'c',
                name,
                args,
                status: 'success',
                agentId: 'a',
                result: [{ functionResponse: { id: 'c', name, response: { output: 'Exit Code: 1' } } }],
                resultDisplay: {
                  fileDiff: diff,
                  fileName: 'a',
                  filePath: 'a',
                  diffStat: { model_added_lines: 1 },
                  todos: [{ description: 'x', status: 'pending' }],
                },
              },
            ],
          },
        ],
      ),
      {
        id: 'g',
        type: 'gemini',
        toolCalls: [
          { id: 'c', name: 'x', status: 'success', resultDisplay: [[{ text: 'x', fg: '#ff0000', bold: true }]] },
        ],
      },
      { $rewindTo: 'g' },
    ],
    parse(text) {
      const { take } = createFold()
      const line: unknown = JSON.parse(text)
      // A line is told the second time as what it adds to the first.
      return typeof line === 'object' && line !== null && !Array.isArray(line)
        ? [...take(line as Record<string, unknown>), ...take(line as Record<string, unknown>)].flatMap((said) =>
            partsOfSaid(said, session),
          )
        : []
    },
  },
  opencode: {
    entries: [
      ...under(
        ['bash', 'edit', 'write', 'read', 'grep', 'webfetch', 'todowrite', 'plan_exit', 'question', 'task'],
        (tool, input) =>
          [true, false].map((isWhole) => ({
            about: { says: isWhole ? 'part' : 'result', at: 1, role: 'assistant', model: 'm', isWhole },
            data: {
              type: 'tool',
              tool,
              callID: 'c',
              state: {
                status: 'completed',
                input,
                output: 'x',
                time: { start: 1, end: 2 },
                attachments: [{ mime: 'image/png', url: 'data:image/png;base64,AAAA' }],
                metadata: {
                  exit: 1,
                  sessionId: 's',
                  diff,
                  filediff: { file: 'a', additions: 1, deletions: 1 },
                  files: [{ filePath: 'a', diff, type: 'move', movePath: 'b' }],
                  todos: [{ content: 'x', status: 'pending' }],
                },
              },
            },
          })),
      ),
      ...[
        { type: 'text', text: 'x', synthetic: true },
        { type: 'reasoning', text: 'x' },
        { type: 'file', mime: 'image/png', filename: 'x', url: 'data:image/png;base64,AAAA' },
        { type: 'agent', name: 'x' },
        { type: 'subtask', prompt: 'x', description: 'y', agent: 'z' },
        { type: 'retry', error: { data: { message: 'x' } } },
        { type: 'compaction', auto: true },
        { type: 'patch', hash: 'x', files: ['a'] },
      ].map((data) => ({ about: { says: 'part', at: 1, role: 'user' }, data })),
      {
        about: { says: 'message', at: 1 },
        data: { role: 'assistant', error: { name: 'APIError', data: { message: 'x' } }, time: { completed: 1 } },
      },
    ],
    parse: (text) => opencodeParts(session)(entry(text), () => []),
  },
  OpenClaw: {
    entries: [
      ...recordedLines('2026.3.24/agents/main/sessions/*.jsonl'),
      ...under(
        [
          'exec',
          'edit',
          'write',
          'read',
          'grep',
          'web_search',
          'update_plan',
          'ask_user',
          'sessions_spawn',
          'sessions_send',
        ],
        (name, args) => [
          {
            type: 'message',
            message: { role: 'assistant', content: [{ type: 'toolCall', id: 'c', name, arguments: args }] },
          },
          {
            type: 'message',
            message: {
              role: 'toolResult',
              toolCallId: 'c',
              toolName: name,
              content: [{ type: 'text', text: '{"childSessionKey": "agent:main:x"}' }],
              details: { exitCode: 1, patch: diff, created: true },
            },
          },
          {
            type: 'message',
            message: {
              role: 'custom',
              customType: 'openclaw.nested-tool.v1',
              details: {
                toolName: name,
                toolCallId: 'c',
                parentToolCallId: 'p',
                input: args,
                result: { content: [], details: { exitCode: 1 } },
              },
            },
          },
        ],
      ),
      { type: 'message', message: { role: 'bashExecution', command: 'ls', output: 'x', exitCode: 1 } },
      { type: 'branch_summary', summary: 'x' },
      { type: 'session', parentSession: 'x' },
    ],
    parse: (text) => openclawParts(() => null)(entry(text), () => []),
  },
}

/** An item of a page is a few hundred kilobytes at most, whatever its entry holds. */
const maxItemLength = 1 << 20

for (const [name, { entries, parse }] of Object.entries(runtimes))
  test(`${name}: whatever stands in a field, the items are within their bounds`, () => {
    const wrong: string[] = []
    const known = new Map<string, number>()
    let tried = 0
    const look = (text: string, where: string) => {
      tried++
      try {
        for (const { item } of parse(text)) {
          const shown = checkItem({ ...shownItem(item), id: '0.0' })
          // What a parser throws becomes a note on the entry; each of these is one that can be read.
          if (item.kind === 'note' && item.note === 'unreadable') wrong.push(`${where}: ${item.text}`)
          if (!shown) wrong.push(`${where}: nothing is left of the item`)
          else if (JSON.stringify(shown).length > maxItemLength) wrong.push(`${where}: the item is too long`)
        }
      } catch (error) {
        wrong.push(`${where}: threw ${(error as Error).stack?.slice(0, 300)}`)
      }
    }
    for (const [number, one] of entries.entries()) {
      look(JSON.stringify(one), 'as it is')
      for (const [place, path] of pathsIn(one, 9).entries()) {
        const where = `${JSON.stringify(one).slice(0, 60)} ${shapeOf(path)}`
        const before = known.get(where) ?? 0
        if (before >= 2) continue
        known.set(where, before + 1)
        for (const [at, [kind, json]] of Object.entries(hostileValues).entries())
          if ((number + place + at) % 3 === 0 || kind === 'what objects inherit')
            look(withValueAt(one, path, json), `${where}, ${kind}`)
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
    expect(tried).toBeGreaterThan(2_000)
  }, 300_000)
