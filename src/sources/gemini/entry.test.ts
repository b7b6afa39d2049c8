import { expect, test } from 'bun:test'
import { freshState, type ParserState, takeRecord } from './entry.ts'
import { message, now } from './testing/world.ts'

type Said = [input: number, cacheRead: number, output: number, reasoning: number]

const at = Date.UTC(2026, 10, 20, 10)

function read(records: object[]) {
  const state: ParserState = freshState('from-the-file', false)
  const reads = records.map((one) => takeRecord(one as Record<string, unknown>, state, { now, writtenAt: () => at }))
  return {
    state,
    answers: reads.flatMap(({ answers }) => answers),
    unread: reads.flatMap(({ unread }) => unread.map(({ where, reason }) => `${where}: ${reason}`)),
  }
}

/** The answers in some records: fresh input, cached input, output, and of it reasoning. */
const check = (records: object[], expected: Said[]) =>
  expect(
    read(records).answers.map(({ tokens: { input, cacheRead, output, reasoning } }) => [
      input,
      cacheRead,
      output,
      reasoning,
    ]),
  ).toEqual(expected)

const withTokens = (tokens: unknown, more: object = {}) => ({ ...message('m1', at, [0, 0, 0, 0]), tokens, ...more })

test('what came from the cache lies inside the input where the total says so', () =>
  check(
    [withTokens({ input: 1_000, output: 50, cached: 400, thoughts: 10, tool: 5, total: 1_065 })],
    [[605, 400, 60, 10]],
  ))

test('what came from the cache stands beside the input where the total says that, or nothing', () => {
  check(
    [withTokens({ input: 1_000, output: 50, cached: 400, thoughts: 10, tool: 0, total: 1_460 })],
    [[1_000, 400, 60, 10]],
  )
  check([withTokens({ input: 1_000, output: 50, cached: 400 })], [[1_000, 400, 50, 0]])
})

test('a total without its parts is kept as that', () =>
  expect(read([withTokens({ total: 654 })]).answers[0]?.tokens).toMatchObject({
    input: 0,
    output: 0,
    unclassified: 654,
  }))

test('a message that is written again is the same answer; with other counts the later reading stands', () => {
  const [first, same, other] = [
    [100, 0, 10, 1],
    [100, 0, 10, 1],
    [100, 0, 30, 1],
  ].map((counts, number) => message('m1', at + number * 60_000, counts))
  const { answers } = read([first!, same!, other!])
  expect(answers.map(({ key, rank, at, tokens }) => [key, rank, at, tokens.output])).toEqual([
    ['gemini:from-the-file:m1', 1, at, 11],
    ['gemini:from-the-file:m1', 2, at, 31],
  ])
})

test('messages that a change brings along are those that were written before', () => {
  const one = message('m1', at, [100, 0, 10, 1])
  check(
    [one, { $set: { messages: [one, message('m2', at, [5, 0, 5, 0])] } }, { $set: { lastUpdated: 'x' } }],
    [
      [100, 0, 11, 1],
      [5, 0, 5, 0],
    ],
  )
})

test('a chat taken back is paid for all the same', () =>
  check([message('m1', at, [100, 0, 10, 1]), { $rewindTo: 'm1' }], [[100, 0, 11, 1]]))

test('an answer whose counts are not known yet is none yet', () =>
  check([withTokens(null), withTokens(undefined), withTokens({ input: 0, output: 0, total: 0 })], []))

test('what no answer can have is named once and counts nothing; its neighbours count', () => {
  const wrong = withTokens({ input: -5, output: 1 })
  const records = [
    wrong,
    wrong,
    { ...withTokens({ input: 2e9 }), id: 'm2' },
    { ...withTokens({ input: '7' }), id: 'm3' },
    { ...withTokens('many'), id: 'm4' },
    { ...withTokens({}), id: 'm5' },
    message('m6', Date.UTC(1970), [1, 0, 1, 0]),
    message('m7', Date.UTC(2090), [1, 0, 1, 0]),
    message('m8', at, [1, 0, 1, 0]),
  ]
  check(records, [[1, 0, 1, 0]])
  expect(read(records).unread).toEqual([
    'message m1: no answer has -5 input tokens',
    'message m2: no answer has 2000000000 input tokens',
    'message m3: no answer has "7" input tokens',
    'message m4: tokens is not an object',
    'message m5: it holds no counts',
    'message m6: dated 1970-01-01',
    'message m7: dated 2090-01-01',
  ])
})

test('what all models have used so far is one answer for each, which grows', () => {
  const stats = (output: number) => ({
    session_id: 's',
    stats: {
      models: {
        'gemini-2.5-pro': { tokens: { prompt: 1_000, candidates: output, cached: 400, thoughts: 10, total: 9 } },
      },
    },
  })
  expect(
    read([stats(50), stats(60)]).answers.map(({ key, rank, tokens }) => [key, rank, tokens.input, tokens.output]),
  ).toEqual([
    ['gemini:s:stats.gemini-2.5-pro', 1, 600, 60],
    ['gemini:s:stats.gemini-2.5-pro', 2, 600, 70],
  ])
})

test('who speaks last, where, and of what is remembered', () => {
  const user = (content: unknown) => ({ id: 'u', timestamp: new Date(at).toISOString(), type: 'user', content })
  const surroundings = '<session_context>\n- **Workspace Directories:**\n  - /home/user/boat\n</session_context>'
  const asked = [user([{ text: surroundings }]), user('/help'), user([{ text: 'Set  the sails' }])]
  expect(read(asked).state).toMatchObject({ cwd: '/home/user/boat', firstPrompt: 'Set the sails', lastRole: 'user' })
  const calls = { content: '', toolCalls: [{ name: 'list_directory', status: 'executing' }] }
  const called = [...asked, message('m1', at, [1, 0, 1, 0], calls)]
  expect(read(called).state).toMatchObject({
    lastRole: 'assistant',
    stopReason: 'toolUse',
    openTool: 'list_directory',
  })
  const answered = [...called, user([{ functionResponse: {} }])]
  expect(read(answered).state).toMatchObject({ lastRole: 'tool', openTool: '' })
  expect(read([...answered, message('m2', at, [1, 0, 1, 0])]).state).toMatchObject({ stopReason: 'stop' })
})

test('nothing that may stand in a record makes it throw', () => {
  const odd = [null, 1, 'x', [], [null, 1, 'x'], {}, { tokens: 1, models: { a: 1 } }]
  for (const one of odd)
    for (const type of ['gemini', 'user', 'error', one])
      read([
        { $set: one, stats: one, messages: one, type, tokens: one, content: one, toolCalls: one, timestamp: one },
        { stats: one, type },
        { messages: [one, { type, tokens: one, content: one, toolCalls: one, id: one, timestamp: one }] },
        { type, tokens: one, content: one, toolCalls: one, id: one, timestamp: one, directories: one, sessionId: one },
      ])
})

test('a name without end is cut, wherever it stands', () => {
  const long = 'm'.repeat(1e6)
  const stats = {
    sessionId: long,
    timestamp: at,
    stats: { models: { [long]: { tokens: { prompt: 5, candidates: 1, total: 6 } } } },
  }
  const { answers, state } = read([{ ...message('m1', at, [1, 0, 1, 0]), id: long, model: long }, stats])
  for (const { model, key } of answers) expect([model.length, key.length < 500]).toEqual([201, true])
  expect([answers.length, state.id.length]).toEqual([2, 32])
})

test('what a person broke off or refused ends the turn', () => {
  const user = (content: unknown) => ({ id: 'u', timestamp: new Date(at).toISOString(), type: 'user', content })
  const cancelled = user([{ functionResponse: { response: { error: '[Operation Cancelled] Reason: by user' } } }])
  const ends = (last: object) => read([user([{ text: 'Set the sails' }]), last]).state
  expect(ends(cancelled)).toMatchObject({ lastRole: 'assistant', stopReason: 'aborted', openTool: '' })
  expect(ends({ ...message('m9', at, [0, 0, 0, 0]), type: 'info', content: 'Request cancelled.' })).toMatchObject({
    stopReason: 'aborted',
  })
  expect(ends(user([{ functionResponse: { response: { error: 'no such file' } } }])).lastRole).toBe('tool')
})

test('the error that ended a turn is known until the conversation goes on', () => {
  const errorAfter = (...records: object[]) => read(records).state.error
  const failed = { type: 'error', timestamp: at, content: '[API Error: quota]' }
  expect(errorAfter(failed)).toBe('[API Error: quota]')
  expect(errorAfter({ type: 'error', content: [{ text: 'lost' }] })).toBe('lost')
  expect(errorAfter({ type: 'error', message: 'lost' })).toBe('lost')
  expect(errorAfter({ type: 'error' })).toBe('')
  expect(errorAfter(failed, { type: 'user', content: 'Again' })).toBe('')
  expect(errorAfter(failed, message('m1', at, [1, 0, 1, 0]))).toBe('')
})

test('the context holds the whole prompt, whether what came from the cache lies inside it or beside it', () => {
  const contextOf = (tokens: object) => read([withTokens(tokens)]).state.contextTokens
  expect(contextOf({ input: 1_000, output: 50, cached: 400, thoughts: 10, tool: 5, total: 1_065 })).toBe(1_000)
  expect(contextOf({ input: 1_000, output: 50, cached: 400, thoughts: 10, tool: 0, total: 1_460 })).toBe(1_400)
})
