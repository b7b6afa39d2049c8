import { expect, test } from 'bun:test'
import type { Testimony } from '../facts/testimony.ts'
import type { Evidence } from './state.ts'
import { witnessedState } from './witnessed-state.ts'

const now = Date.UTC(2026, 10, 20, 12)
const second = 1_000

const evidence = (rest: Partial<Evidence> = {}): Evidence => ({
  status: null,
  endedAt: null,
  lastRole: 'user',
  stopReason: null,
  openTool: null,
  kind: 'direct',
  lastAt: now - 10 * second,
  ...rest,
})
const says = (what: Testimony['says'], rest: Partial<Testimony> = {}): Testimony => ({
  runtime: 'claude-code',
  key: 'a',
  witness: 'session-file',
  says: what,
  reason: null,
  since: now - second,
  ...rest,
})
const judge = (written: Partial<Evidence>, ...testimonies: Testimony[]) => {
  const { state, reason, witness } = witnessedState(evidence(written), testimonies, now)
  return [state, reason, witness]
}

const answered: Partial<Evidence> = { lastRole: 'assistant', stopReason: 'stop' }
const inTool: Partial<Evidence> = { lastRole: 'assistant', stopReason: 'toolUse', openTool: 'Bash' }

test('without a witness the transcript decides, and is named', () => {
  expect(judge({})).toEqual(['thinking', null, 'transcript'])
  expect(judge(inTool)).toEqual(['running', 'runs Bash', 'transcript'])
  expect(judge(answered)).toEqual(['idle', null, 'transcript'])
  expect(judge({ status: 'running' })).toEqual(['thinking', null, 'store'])
})

test('who waits for a person waits, whatever the transcript shows, and what for is said', () => {
  const waiting = says('waiting', { reason: 'permission prompt' })
  for (const written of [{}, inTool, answered])
    expect(judge(written, waiting)).toEqual(['waiting', 'permission prompt', 'session-file'])
})

test('who works is at what the transcript shows, also where its last answer looks like an end', () => {
  expect(judge(inTool, says('working'))).toEqual(['running', 'runs Bash', 'session-file'])
  expect(judge({}, says('working'))).toEqual(['thinking', null, 'session-file'])
  expect(judge(answered, says('working'))[0]).toBe('thinking')
})

test('whoever is idle in the middle of a turn was interrupted by a person', () => {
  expect(judge(inTool, says('idle'))).toEqual(['idle', 'interrupted', 'session-file'])
  expect(judge({}, says('idle'))).toEqual(['idle', 'interrupted', 'session-file'])
  expect(judge(answered, says('idle'))).toEqual(['idle', null, 'transcript'])
})

test('a process that is gone in the middle of a turn was killed; after its turn it has just ended', () => {
  const gone = says('gone', { witness: 'process-table' })
  expect(judge(inTool, gone)).toEqual(['killed', 'its process has ended in the middle of a turn', 'process-table'])
  expect(judge(answered, gone)).toEqual(['idle', null, 'transcript'])
  // A transcript may say nothing while a tool runs.
  expect(judge(answered, { ...gone, tool: 'run_shell_command' })[0]).toBe('killed')
})

test('a witness that knows the tool says it, where the transcript does not', () => {
  const working = says('working', { witness: 'process-table', tool: 'run_shell_command' })
  expect(judge(answered, working)).toEqual(['running', 'runs run_shell_command', 'process-table'])
})

test('what was written after the word of a witness is newer than its word', () => {
  const old = { since: now - 60 * second }
  expect(judge(inTool, says('gone', old))[0]).toBe('running')
  expect(judge(inTool, says('idle', old))[0]).toBe('running')
  expect(judge(answered, says('working', old))[0]).toBe('idle')
})

test('of several witnesses the most trusted is believed', () => {
  const waiting = says('waiting', { reason: 'input needed' })
  const working = says('working', { witness: 'process-table' })
  for (const all of [
    [waiting, working],
    [working, waiting],
  ])
    expect(judge({}, ...all)).toEqual(['waiting', 'input needed', 'session-file'])
  // A session file that was left behind says nothing against a process that is gone.
  expect(judge(inTool, says('working'), says('gone', { witness: 'process-table' }))[2]).toBe('session-file')
})

test('a hook that said that somebody is waited for is overtaken by what happens after it', () => {
  const waits = says('waiting', { witness: 'hook', reason: 'asks for permission', since: now - 5 * second })
  expect(judge(inTool, waits)).toEqual(['waiting', 'asks for permission', 'hook'])
  expect(judge({ ...answered, lastAt: now - 4 * second }, waits)).toEqual(['idle', null, 'transcript'])
  const runs = says('working', { witness: 'process-table', tool: 'Bash', since: now - 4 * second })
  expect(judge(answered, waits, runs)).toEqual(['running', 'runs Bash', 'process-table'])
  expect(judge(answered, waits, { ...runs, since: now - 6 * second })[0]).toBe('waiting')
})
