import { expect, test } from 'bun:test'
import type { ToolAction } from '../facts/tool-action.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { createDigester } from './digest.ts'
import { called, noted, placed, recorded, returned, said, thought } from './testing/parts.ts'

/** The digest of parts that came in one piece. */
function digestOf(...parts: TranscriptPart[]) {
  const digester = createDigester()
  digester.add(placed(...parts))
  return digester.digest(parts.length * 100, parts.length * 100)
}

const turnsOf = (...parts: TranscriptPart[]) =>
  digestOf(...parts).turns.map(({ by, title, tools, errors, position }) =>
    [position / 100, by, title, tools, errors].join(' '),
  )

test('a turn is what somebody said with all that followed; an answer begins with its thoughts', () => {
  expect(
    turnsOf(
      said('Fix the test', 'user'),
      thought('Hm.'),
      said('I read it.'),
      called('a', 'Read'),
      returned('a', 'text'),
      thought('So.'),
      said('Two suspects.'),
      called('b', 'Bash'),
      returned('b', 'no', true),
      called('c', 'Bash'),
      said('Go on', 'user'),
    ),
  ).toEqual(['0 person Fix the test 0 0', '1 agent I read it. 1 0', '5 agent Two suspects. 2 1', '10 person Go on 0 0'])
})

test('a turn without words is called after what it did, once its results say so', () => {
  const command = (command: string): ToolAction => ({ kind: 'command', command, cwd: null, exitCode: null })
  const read = (path: string): ToolAction => ({ kind: 'read', path, fromLine: null, lines: null })
  const edit = (path: string): ToolAction => ({
    kind: 'edit',
    changes: [{ path, change: 'edit', movedTo: null, added: 1, removed: 1, hunks: [], truncated: false }],
  })
  const titled = (...parts: TranscriptPart[]) => digestOf(said('Go', 'user'), ...parts).turns[1]!.title
  expect([
    titled(called('a', 'Bash', command('bun test ws'))),
    titled(called('a', 'Bash', command('a')), called('b', 'Bash', command('b')), called('c', 'Read', read('/x/a.ts'))),
    titled(called('a', 'Edit', edit('/x/a.ts')), called('b', 'Edit', edit('/x/a.ts'))),
    titled(called('a', 'Edit', edit('/x/a.ts')), called('b', 'Edit', edit('/x/b.ts')), called('c', 'memory_search')),
    titled(called('a', 'exec'), returned('a', 'ok', false, command('ls'))),
    titled(called('a', 'exec'), called('b', 'exec')),
  ]).toEqual([
    'Ran bun test ws',
    'Ran 2 commands and read a.ts',
    'Edited a.ts',
    'Edited 2 files and used memory_search',
    'Ran ls',
    'Used exec twice',
  ])
})

test('each time a person speaks is counted, also where the oldest turns are left out', () => {
  expect(digestOf(said('Hello.'), said('A', 'user'), said('B.'), noted('compaction', 'C'), said('D.')).exchanges).toBe(
    2,
  )
  expect(digestOf(...Array.from({ length: 5_000 }, () => said('a', 'user'))).exchanges).toBe(5_000)
})

test('notes about the conversation stand between turns, the others within one', () =>
  expect(
    turnsOf(
      said('Go', 'user'),
      noted('context', 'the date'),
      said('Yes.'),
      noted('model-change', 'large'),
      noted('compaction', 'Compacted.'),
      noted('compaction', 'So far.'),
      said('On.'),
    ),
  ).toEqual(['0 person Go 0 0', '2 agent Yes. 0 0', '4 note So far. 0 0', '6 agent On. 0 0']))

test('titles are one short line without secrets', () => {
  const [turn] = digestOf(said(`Use\n\nBearer abcdefghijklmnopqrst ${'word '.repeat(80)}`, 'user')).turns
  expect(turn!.title).not.toContain('abcdefghijklmnopqrst')
  expect(turn!.title).not.toContain('\n')
  expect([...turn!.title]).toHaveLength(120)
})

test('tools, errors, records and sub-agents are counted, wherever their results stand', () => {
  const digester = createDigester()
  const parts = placed(
    called('a', 'Bash'),
    called('b', 'Task', { kind: 'subagent', sessionId: null, name: 'bisect', task: 'Bisect it' }),
    returned('b', 'found', false, { kind: 'subagent', sessionId: 'claude-code.x.y', name: null, task: null }),
    called('c', 'Bash'),
    returned('a', 'bad', true),
    recorded('queue-operation', false),
    recorded('mode'),
    recorded('mode'),
  )
  // The parts come in whatever pieces.
  for (const part of parts) digester.add([part])
  const { tools, records, subagents } = digester.digest(1, 1)
  expect(tools).toEqual([
    { tool: 'Bash', calls: 2, errors: 1 },
    { tool: 'Task', calls: 1, errors: 0 },
  ])
  expect(records).toEqual([
    { record: 'mode', isKnown: true, count: 2 },
    { record: 'queue-operation', isKnown: false, count: 1 },
  ])
  expect(subagents).toMatchObject([{ sessionId: 'claude-code.x.y', name: 'bisect', isDone: true }])
})

test('files count once their call has succeeded, the last touched first', () => {
  const read = (path: string) => ({ kind: 'read', path, fromLine: null, lines: null }) as const
  const edit = (path: string, added: number | null): ToolAction => ({
    kind: 'edit',
    changes: [{ path, change: 'edit', movedTo: null, added, removed: 1, hunks: [], truncated: false }],
  })
  const { files } = digestOf(
    called('a', 'Read', read('a.ts')),
    returned('a', 'text'),
    called('b', 'Edit', edit('a.ts', 3)),
    returned('b', 'ok'),
    called('c', 'Edit', edit('a.ts', null)),
    returned('c', 'ok'),
    called('d', 'Edit', edit('b.ts', 1)),
    returned('d', 'no such text', true),
    called('e', 'Bash', { kind: 'command', command: 'cat c.ts > d.ts', cwd: null, exitCode: null }),
    returned('e', ''),
    called('f', 'Read', read('never.ts')),
  )
  expect(files.map(({ path, reads, writes, added, isGuessed }) => [path, reads, writes, added, isGuessed])).toEqual([
    ['c.ts', 1, 0, null, true],
    ['d.ts', 0, 1, null, true],
    ['a.ts', 1, 2, 3, false],
  ])
})

test('the last list of steps is the one that holds, also where only the call has it', () => {
  const todos = (text: string): ToolAction => ({ kind: 'todos', todos: [{ text, state: 'open' }] })
  expect(
    digestOf(
      called('a', 'TodoWrite', todos('one')),
      returned('a', 'ok'),
      called('b', 'TodoWrite', todos('two')),
      returned('b', 'ok'),
    ).todos,
  ).toEqual([{ text: 'two', state: 'open' }])
})

test('the context is what stands there since the last compaction, with its largest piece', () => {
  const { context } = digestOf(
    said('x'.repeat(500), 'user'),
    noted('compaction', 'sum'),
    said('four', 'user'),
    called('a', 'Read'),
    returned('a', 'r'.repeat(40)),
  )
  expect(context.parts).toEqual([
    { part: 'tool-results', bytes: 40 },
    { part: 'conversation', bytes: 4 },
    { part: 'program', bytes: 3 },
    { part: 'tool-calls', bytes: 2 },
  ])
  expect(context.largest).toMatchObject({ bytes: 40 })
})

test('a transcript without end keeps a bounded digest, and says what it leaves out', () => {
  const digester = createDigester()
  for (let round = 0; round < 40; round++)
    digester.add(placed(...Array.from({ length: 500 }, (_, number) => said(`${round} ${number}`, 'user'))))
  const { turns, turnsLeftOut, marks } = digester.digest(1, 1)
  expect(turns.length + turnsLeftOut).toBe(20_000)
  expect(turns.length).toBeLessThanOrEqual(2_000)
  expect(marks.length).toBeLessThanOrEqual(2_048)
  expect(marks.every(({ kind }) => kind === 'person')).toBeTrue()
})

test('an error stays visible where marks become one', () => {
  const digester = createDigester()
  const quiet = Array.from({ length: 5_000 }, () => said('a'))
  quiet[2_345] = noted('error', 'bad')
  digester.add(placed(...quiet))
  expect(digester.digest(1, 1).marks.filter(({ kind }) => kind === 'error')).toHaveLength(1)
})
