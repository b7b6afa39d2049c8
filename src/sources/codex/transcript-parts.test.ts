import { expect, test } from 'bun:test'
import { line } from './testing/lines.ts'
import { partsFor } from './transcript-parts.ts'

const session = 'codex.boat.01a1fee1-8936-7c22-a420-f3d47983c87d'
const time = '2026-11-21T16:12:32.441Z'

/** The items of a line, without what all have in common. */
const itemsOf = (line: object) =>
  partsFor(session)({ start: 0, end: 1, text: JSON.stringify(line) }, () => []).map(({ item }) => item)
const item = (payload: object) => itemsOf(line(time, 'response_item', payload))
const event = (payload: object) => itemsOf(line(time, 'event_msg', payload))
const call = (name: string, args: object) =>
  item({ type: 'function_call', name, arguments: JSON.stringify(args), call_id: 'c1' })[0]
const output = (words: unknown, type = 'function_call_output') => item({ type, call_id: 'c1', output: words })[0]

test('a command is called with its words, and its result says how it ended', () => {
  expect(call('shell', { command: ['bash', '-lc', 'ls -a'], workdir: '/boat' })).toMatchObject({
    kind: 'tool',
    tool: 'shell',
    callId: 'c1',
    action: { kind: 'command', command: 'ls -a', cwd: '/boat', exitCode: null },
  })
  expect(call('exec_command', { cmd: 'ls' })).toMatchObject({ action: { kind: 'command', command: 'ls' } })
  for (const words of [
    'Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 3\nOutput:\nOutput: none',
    'Exit code: 3\nWall time: 0.1 seconds\nOutput:\nOutput: none',
    '{"output":"Output: none","metadata":{"exit_code":3,"duration_seconds":0.1}}',
  ])
    expect(output(words)).toMatchObject({
      action: { kind: 'command', exitCode: 3 },
      result: { text: 'Output: none', isError: true },
    })
  expect(output('Output: none')).toMatchObject({ action: null, result: { text: 'Output: none', isError: false } })
})

test('a patch is an edit, by whichever tool it is applied', () => {
  const patch = '*** Begin Patch\n*** Add File: a.txt\n+one\n*** End Patch'
  const edit = { kind: 'edit', changes: [{ path: 'a.txt', change: 'create', added: 1 }] }
  expect(item({ type: 'custom_tool_call', name: 'apply_patch', input: patch, call_id: 'c1' })).toMatchObject([
    { action: edit },
  ])
  expect(call('apply_patch', { input: patch })).toMatchObject({ action: edit })
  expect(call('shell', { command: ['bash', '-lc', `apply_patch <<'EOF'\n${patch}\nEOF`] })).toMatchObject({
    action: edit,
  })
})

test('the result of a patch has the whole paths and the numbers of lines from the event before it', () => {
  const changes = { '/boat/a.txt': { type: 'update', unified_diff: '@@ -7 +7 @@\n-one\n+two\n', move_path: null } }
  const words =
    'Wall time: 0.1 seconds\nOutput:\nExit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nM a.txt\n'
  const result = { type: 'function_call_output', call_id: 'c1', output: words }
  for (const before of [
    { type: 'item_completed', item: { type: 'FileChange', id: 'c1', changes } },
    { type: 'patch_apply_end', call_id: 'c1', changes: { '/boat/a.txt': { update: changes['/boat/a.txt'] } } },
  ]) {
    const text = JSON.stringify(line(time, 'response_item', result))
    const earlier = [{ start: 0, end: 1, text: JSON.stringify(line(time, 'event_msg', before)) }]
    const [part] = partsFor(session)({ start: 1, end: 2, text }, () => earlier)
    expect(part?.item).toMatchObject({
      action: { kind: 'edit', changes: [{ path: '/boat/a.txt', change: 'edit', added: 1, hunks: [{ oldStart: 7 }] }] },
      result: { text: 'Success. Updated the following files:\nM a.txt\n' },
    })
  }
})

test('steps, questions, pictures, searches and sub-agents are what they are', () => {
  expect(
    call('update_plan', {
      plan: [
        { step: 'Sail', status: 'in_progress' },
        { step: 'Land', status: 'pending' },
      ],
    }),
  ).toMatchObject({
    action: {
      kind: 'todos',
      todos: [
        { text: 'Sail', state: 'active' },
        { text: 'Land', state: 'open' },
      ],
    },
  })
  expect(
    call('request_user_input', { questions: [{ question: 'Where to?', options: [{ label: 'North' }] }] }),
  ).toMatchObject({
    action: { kind: 'question', questions: [{ question: 'Where to?', options: ['North'] }] },
  })
  expect(call('view_image', { path: '/boat/a.png' })).toMatchObject({ action: { kind: 'read', path: '/boat/a.png' } })
  expect(
    item({ type: 'web_search_call', id: 'w', status: 'completed', action: { type: 'search', query: 'boats' } }),
  ).toMatchObject([{ action: { kind: 'web', query: 'boats', url: null }, result: { isError: false } }])
  expect(call('spawn_agent', { message: 'Look below' })).toMatchObject({
    action: { kind: 'subagent', sessionId: null, task: 'Look below' },
  })
  expect(output('{"agent_id":"01a1fee1-89a9-7ae0-9b12-1488b5741ebe","nickname":"Euclid"}')).toMatchObject({
    action: { kind: 'subagent', sessionId: 'codex.boat.01a1fee1-89a9-7ae0-9b12-1488b5741ebe', name: 'Euclid' },
  })
})

test('what Codex says in the role of a person is context, and pictures belong to their message', () => {
  const content = [
    { type: 'input_text', text: '<environment_context>\n</environment_context>' },
    { type: 'input_text', text: 'What is this?' },
    { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
  ]
  expect(item({ type: 'message', role: 'user', content })).toMatchObject([
    { kind: 'note', note: 'context' },
    { kind: 'message', role: 'user', text: 'What is this?', pictures: [{ bytes: 3 }] },
  ])
  expect(
    item({ type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be brief.' }] }),
  ).toMatchObject([{ kind: 'note', note: 'context', text: 'Be brief.' }])
})

test('a thought is shown by its summary, and an encrypted one is a record', () => {
  expect(item({ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] })).toMatchObject([
    { kind: 'thinking', text: 'Hm.' },
  ])
  expect(item({ type: 'reasoning', summary: [], encrypted_content: 'x' })).toMatchObject([
    { kind: 'record', record: 'response_item reasoning', isKnown: true },
  ])
})

test('interruptions, errors, compactions and steps back are notes', () => {
  expect(event({ type: 'turn_aborted', reason: 'interrupted' })).toMatchObject([{ note: 'interrupted' }])
  expect(event({ type: 'error', message: 'Too much.' })).toMatchObject([{ note: 'error', text: 'Too much.' }])
  expect(event({ type: 'task_complete', error: { message: 'Refused.' } })).toMatchObject([
    { note: 'error', text: 'Refused.' },
  ])
  expect(event({ type: 'thread_rolled_back', num_turns: 2 })).toMatchObject([{ note: 'branch' }])
  expect(itemsOf(line(time, 'compacted', { message: 'So far so good.' }))).toMatchObject([
    { note: 'compaction', text: 'So far so good.' },
  ])
})

test('what is said twice is shown once, and kinds that are not known are said to be', () => {
  expect(event({ type: 'agent_message', message: 'Aye.' })).toMatchObject([{ kind: 'record', isKnown: true }])
  expect(event({ type: 'item_completed', item: { type: 'AgentMessage' } })).toMatchObject([
    { record: 'event_msg item_completed AgentMessage', isKnown: true },
  ])
  for (const one of [
    event({ type: 'sea_monster' }),
    event({ type: 'item_completed', item: { type: 'SeaMonster' } }),
    item({ type: 'sea_monster' }),
    itemsOf(line(time, 'sea_monster', {})),
    itemsOf({ type: 'sea_monster' }),
  ])
    expect(one).toMatchObject([{ kind: 'record', isKnown: false }])
})

test('lines of `codex exec --json`, and those of the first versions, are read as well', () => {
  expect(
    itemsOf({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Aye.' }] }),
  ).toMatchObject([{ kind: 'message', text: 'Aye.' }])
  const completed = (item: object) => itemsOf({ type: 'item.completed', item })
  expect(completed({ type: 'agent_message', text: 'Aye.' })).toMatchObject([{ kind: 'message', text: 'Aye.' }])
  expect(
    completed({
      id: 'i',
      type: 'command_execution',
      command: 'ls',
      aggregated_output: 'log',
      exit_code: 1,
      status: 'failed',
    }),
  ).toMatchObject([{ action: { command: 'ls', exitCode: 1 }, result: { text: 'log', isError: true } }])
  expect(completed({ type: 'file_change', changes: [{ path: 'a', kind: 'add' }] })).toMatchObject([
    { action: { kind: 'edit', changes: [{ path: 'a', change: 'create' }] } },
  ])
})

test('an answer has the model of the last turn that began before it, whichever way the transcript is read', () => {
  const turn = (model: string) => line(time, 'turn_context', { model })
  const answer = () => line(time, 'response_item', { type: 'message', role: 'assistant', content: 'Aye.' })
  const other = () => line(time, 'event_msg', { type: 'token_count' })
  const many = (count: number, make: () => object) => Array.from({ length: count }, make)
  const lines = [
    answer(),
    turn('gull-1'),
    ...many(300, other),
    answer(),
    answer(),
    turn('gull-2'),
    answer(),
    ...many(5, other),
    answer(),
  ].map((one, number) => ({ start: number, end: number + 1, text: JSON.stringify(one) }))
  let looked = 0
  function* before(at: number) {
    for (const entry of lines.slice(0, at).reverse()) {
      looked++
      yield entry
    }
  }
  const expected = [null, 'gull-1', 'gull-1', 'gull-2', 'gull-2']
  for (const order of [lines, lines.toReversed()]) {
    looked = 0
    const partsOf = partsFor(session)
    const models = order.flatMap((entry) =>
      partsOf(entry, () => before(entry.start)).flatMap(({ item }) => (item.kind === 'message' ? [item.model] : [])),
    )
    expect(order === lines ? models : models.reverse()).toEqual(expected)
    expect(looked).toBeLessThan(400)
  }
})
