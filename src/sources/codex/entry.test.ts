import { expect, test } from 'bun:test'
import { freshState, type LineContext, type ParserState, releaseInTime, takeEntry } from './entry.ts'
import { context, count, line, meta, now, type Stand, usage } from './testing/lines.ts'

type Said = [input: number, cacheRead: number, output: number, reasoning: number]

function read(
  lines: object[],
  { tier = '' as LineContext['tier'], writtenAt = undefined as number | undefined, at = now } = {},
) {
  const state: ParserState = freshState('from-the-file')
  const reads = lines.map((entry) =>
    takeEntry(entry as Record<string, unknown>, state, { now: at, writtenAt: () => writtenAt, tier }),
  )
  const held = releaseInTime(state, at)
  return {
    state,
    held,
    answers: [...reads.flatMap(({ answers }) => answers), ...(held === 'later' ? [] : held)],
    reasons: reads.flatMap(({ reason }) => reason ?? []),
  }
}

/** The answers in some lines: fresh input, cached input, output, and of it reasoning. */
const check = (lines: object[], expected: Said[]) =>
  expect(
    read(lines).answers.map(({ tokens: { input, cacheRead, output, reasoning } }) => [
      input,
      cacheRead,
      output,
      reasoning,
    ]),
  ).toEqual(expected)

const unread = (lines: object[], expected: string[]) => expect(read(lines).reasons).toEqual(expected)

const at = (second: number, ms = 0) =>
  `2026-11-20T10:00:${String(second).padStart(2, '0')}.${String(ms).padStart(3, '0')}Z`
const own = [meta(at(0), 'own'), context(at(0), 'gpt-5.2-codex')]
const spawned = meta(at(0), 'child', {
  source: { subagent: { thread_spawn: { parent_thread_id: 'mother', depth: 1 } } },
})

test('an answer is what the counter has grown by; what came from the cache is no input', () =>
  check(
    [...own, count(at(1), [1_000, 400, 50, 10]), count(at(2), [3_000, 1_200, 110, 20])],
    [
      [600, 400, 50, 10],
      [1_200, 800, 60, 10],
    ],
  ))

test('a counter that stands still is no answer', () =>
  check(
    [...own, count(at(1), [10, 0, 1]), count(at(2), [10, 0, 1], [10, 0, 1]), count(at(3), [10, 0, 1])],
    [[10, 0, 1, 0]],
  ))

test('the counter is believed before the last answer alone', () =>
  check(
    [...own, count(at(1), [10, 0, 1]), count(at(2), [30, 0, 3], [7, 0, 7])],
    [
      [10, 0, 1, 0],
      [20, 0, 2, 0],
    ],
  ))

test('where any count has dropped the counter began anew', () =>
  check(
    [...own, count(at(1), [100, 50, 10]), count(at(2), [120, 40, 12]), count(at(3), [130, 40, 13])],
    [
      [50, 50, 10, 0],
      [80, 40, 12, 0],
      [10, 0, 1, 0],
    ],
  ))

test('where a counter comes back to where it was once, that is another answer', () => {
  const { answers } = read([...own, ...[10, 5, 10].map((input, second) => count(at(second), [input, 0, 1]))])
  expect(new Set(answers.map(({ key }) => key)).size).toBe(3)
})

test('without a counter each answer is counted', () =>
  check(
    [...own, count(at(1), undefined, [10, 4, 1]), count(at(2), undefined, [10, 4, 1]), count(at(3), [30, 8, 3])],
    [
      [6, 4, 1, 0],
      [6, 4, 1, 0],
      [10, 0, 1, 0],
    ],
  ))

test('more from the cache than was put in is all that was put in', () =>
  check([...own, count(at(1), [10, 15, 1, 4])], [[0, 10, 1, 1]]))

test('an answer that two kinds of lines tell of is one', () => {
  const record = (second: number, stand: Stand, last: Stand) =>
    line(at(second), 'token_usage_record', { thread_id: 'own', thread_token_usage: usage(stand), usage: usage(last) })
  check(
    [
      ...own,
      record(1, [10, 0, 1], [10, 0, 1]),
      count(at(1), [10, 0, 1]),
      record(2, [30, 0, 3], [20, 0, 2]),
      count(at(2), [30, 0, 3]),
    ],
    [
      [10, 0, 1, 0],
      [20, 0, 2, 0],
    ],
  )
})

test('a fork goes on counting where the other stood: its first answer is the last one alone', () => {
  const fork = meta(at(0), 'fork', { forked_from_id: 'other', history_base: { thread_id: 'other' } })
  check(
    [fork, count(at(1, 10), [6_000, 2_400, 156], [3_000, 1_200, 53]), count(at(1, 20), [6_100, 2_400, 160])],
    [
      [1_800, 1_200, 53, 0],
      [100, 0, 4, 0],
    ],
  )
})

test('a sub-agent repeats its parent in one second: nothing of that is its own', () =>
  check(
    [
      spawned,
      ...[100, 200, 300].map((input, ms) => count(at(1, ms), [input, 0, 10], [100, 0, 10])),
      count(at(9), [350, 0, 15], [50, 0, 5]),
      count(at(12), [420, 0, 25]),
    ],
    [
      [50, 0, 5, 0],
      [70, 0, 10, 0],
    ],
  ))

test('a sub-agent that repeats nothing is counted from its first answer', () =>
  check(
    [spawned, count(at(1), [100, 0, 10], [100, 0, 10]), count(at(3), [150, 0, 20])],
    [
      [100, 0, 10, 0],
      [50, 0, 10, 0],
    ],
  ))

test('a first answer that may be repeated waits for its second to pass, and no longer', () => {
  const lines = [spawned, count(at(1), [100, 0, 10], [100, 0, 10])]
  expect(read(lines, { at: Date.parse(at(1)) + 500 })).toMatchObject({ held: 'later', answers: [] })
  expect(read(lines, { at: Date.parse(at(1)) + 2_500 }).answers).toHaveLength(1)
  expect(read([...lines, context(at(2), 'x')], { at: Date.parse(at(2)) }).answers).toHaveLength(1)
})

test('a transcript in which another session introduces itself is a copy of it at first', () =>
  check(
    [
      ...own,
      meta(at(0), 'other'),
      count(at(1, 1), [100, 0, 10]),
      count(at(1, 2), [200, 0, 20]),
      count(at(5), [210, 0, 21]),
    ],
    [[10, 0, 1, 0]],
  ))

test('what is written of another thread is where our counting begins', () => {
  const of = (state: string, second: number, stand: Stand) =>
    line(at(second), 'token_usage_record', {
      thread_id: state,
      thread_token_usage: usage(stand),
      usage: usage([1, 0, 1]),
    })
  check(
    [spawned, of('mother', 1, [500, 0, 50]), of('child', 1, [540, 0, 52]), of('child', 1, [560, 0, 53])],
    [
      [40, 0, 2, 0],
      [20, 0, 1, 0],
    ],
  )
})

test('what stands before the first own line of a sub-agent is its parent’s', () => {
  const numbered = (ordinal: number, entry: object) => ({ ...entry, ordinal })
  const child = meta(at(0), 'child', {
    source: { subagent: { thread_spawn: { parent_thread_id: 'mother' } } },
    subagent_history_start_ordinal: 4,
  })
  const said = (words: string) =>
    line(at(0), 'response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text: words }] })
  const lines = [
    numbered(0, child),
    numbered(1, meta(at(0), 'mother')),
    numbered(2, said('send a mate')),
    numbered(3, count(at(0), [500, 0, 50])),
    numbered(4, said('scrub the deck')),
    numbered(5, count(at(0), [520, 0, 52])),
    numbered(6, count(at(0), [530, 0, 53])),
  ]
  check(lines, [
    [20, 0, 2, 0],
    [10, 0, 1, 0],
  ])
  expect(read(lines).state).toMatchObject({ id: 'child', parentId: 'mother', firstPrompt: 'scrub the deck' })
})

test('the model is that of the turn; where none is named it is taken to be gpt-5, and that is remembered', () => {
  const models = (lines: object[]) => read(lines).answers.map(({ model }) => model)
  expect(models([...own, count(at(1), [1, 0, 1]), context(at(2), 'gpt-5.1'), count(at(3), [2, 0, 2])])).toEqual([
    'gpt-5.2-codex',
    'gpt-5.1',
  ])
  expect(models([meta(at(0), 'own'), count(at(1), [1, 0, 1])])).toEqual(['gpt-5'])
  expect(read([meta(at(0), 'own'), count(at(1), [1, 0, 1])]).state.assumed).toBeTrue()
  expect(read([...own, count(at(1), [1, 0, 1])]).state.assumed).toBeFalse()
})

test('the tier is what the transcript says, else what the configuration does', () => {
  const applied = (tier?: string) =>
    line(at(0), 'event_msg', {
      type: 'thread_settings_applied',
      thread_settings: { ...(tier && { service_tier: tier }) },
    })
  const tierOf = (lines: object[], tier: LineContext['tier']) =>
    read([...lines, count(at(1), [1, 0, 1])], { tier }).answers[0]?.tier
  expect([tierOf(own, 'priority'), tierOf(own, 'flex'), tierOf(own, '')]).toEqual(['priority', 'flex', undefined])
  expect(tierOf([applied('fast')], 'flex')).toBe('priority')
  expect(tierOf([applied('flex')], 'priority')).toBe('flex')
  expect(tierOf([applied()], 'priority')).toBeUndefined()
})

test('what no answer can have is named and counts nothing; its neighbours count', () => {
  const lines = [
    ...own,
    count(at(1), [10, 0, 1]),
    count(at(2), [-5, 0, 1]),
    count(at(3), [2e9, 0, 1]),
    count(at(4), [1.5, 0, 1]),
    count(at(5), [Number.NaN, 0, 1]),
    line(at(6), 'event_msg', { type: 'token_count', info: { total_token_usage: { input_tokens: 5 } } }),
    line(at(6), 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: { input_tokens: '5', output_tokens: 1 } },
    }),
    count(at(7), [20, 0, 2]),
  ]
  check(lines, [
    [10, 0, 1, 0],
    [10, 0, 1, 0],
  ])
  unread(lines, [
    'no answer has -5 input tokens',
    'no answer has 2000000000 input tokens',
    'no answer has 1.5 input tokens',
    'no answer has NaN input tokens',
    'no count of output tokens',
    'no answer has "5" input tokens',
  ])
})

test('a name without end is cut, and an id without end is a hash, wherever they stand', () => {
  const long = 'm'.repeat(1e6)
  const { answers, state } = read([meta(at(0), long), context(at(0), long), count(at(1), [10, 0, 1])])
  expect([answers[0]!.model.length, state.id.length]).toEqual([201, 32])
})

test('what is dated where nothing can have been is named and counts nothing', () => {
  const dates = ['1970-01-01T00:00:01Z', '2090-01-01T00:00:00Z', '2025-09-05T23:59:59Z', 'tomorrow']
  const lines = [...own, ...dates.map((date, number) => count(date, [number + 1, 0, 1])), count(at(1), [10, 0, 1])]
  check(lines, [[6, 0, 0, 0]])
  unread(lines, ['dated 1970-01-01', 'dated 2090-01-01', 'dated 2025-09-05, before Codex counted', 'no time'])
})

test('a count without any usage is no answer and no fault', () => {
  const empty = line(at(1), 'event_msg', { type: 'token_count', info: null, rate_limits: null })
  check([...own, empty, count(at(2), [0, 0, 0])], [])
  unread([...own, empty], [])
})

test('limits are told with their windows, their plan, and when they begin anew', () => {
  const limits = {
    primary: { used_percent: 12.5, window_minutes: 299, resets_at: 1_795_000_000 },
    secondary: { used_percent: 40, window_minutes: 10_080, resets_in_seconds: 60 },
    plan_type: 'plus',
  }
  expect(read([...own, count(at(1), undefined, undefined, { rate_limits: limits })]).state.limits).toMatchObject([
    { id: 'codex:primary', name: '5 hours', usedPercent: 12.5, resetsAt: 1_795_000_000_000, plan: 'plus' },
    { id: 'codex:secondary', name: 'week', usedPercent: 40, resetsAt: Date.parse(at(1)) + 60_000 },
  ])
  const wrong = { primary: { used_percent: 'much' }, secondary: null }
  expect(read([...own, count(at(1), undefined, undefined, { rate_limits: wrong })]).state.limits).toEqual([])
})

const thread = '01a1fed4-e93d-75f3-a213-80b0aaa08ffb'

test('what exec says at the end of a turn is what its thread has used in all', () => {
  const completed = (stand: Stand) => ({ type: 'turn.completed', usage: usage(stand) })
  const { answers } = read([
    { type: 'thread.started', thread_id: thread },
    completed([3_000, 1_200, 103]),
    completed([6_000, 2_400, 156]),
  ])
  expect(answers.map(({ tokens }) => tokens.input)).toEqual([1_800, 1_800])
  expect(answers.map(({ at }) => new Date(at).toISOString())).toEqual(Array(2).fill('2026-11-21T15:58:48.637Z'))
})

test('usage of exec counts wherever it stands, each for itself', () => {
  const stamped = { timestamp: at(1), model: 'gpt-5.1' }
  const lines = [
    { ...stamped, usage: usage([10, 4, 1]) },
    { ...stamped, result: { usage: usage([10, 4, 1]) } },
    { response: { usage: { prompt_tokens: 10, completion_tokens: 2 }, created_at: Date.parse(at(1)) / 1_000 } },
  ]
  check(lines, [
    [6, 4, 1, 0],
    [6, 4, 1, 0],
    [10, 0, 2, 0],
  ])
  expect(read([{ usage: usage([1, 0, 1]) }], { writtenAt: now }).answers[0]?.at).toBe(now)
})

test('a call beyond the sandbox and a question wait for a person until they have their result', () => {
  const call = (name: string, args: object) =>
    line(at(1), 'response_item', { type: 'function_call', name, call_id: 'c1', arguments: JSON.stringify(args) })
  const asks = (name: string, args: object) => read([...own, call(name, args)]).state.openTools[0]![2]
  expect(asks('exec_command', { cmd: 'ls' })).toBe('')
  expect(asks('exec_command', { cmd: 'ls', sandbox_permissions: 'require_escalated' })).toBe('asks for permission')
  expect(asks('request_user_input', { questions: [] })).toBe('asks a question')
})

test('a turn that ends with an error has failed', () => {
  const ends = (rest: object) =>
    read([...own, line(at(1), 'event_msg', { type: 'task_complete', ...rest })]).state.stopReason
  expect(ends({})).toBe('stop')
  expect(ends({ error: null })).toBe('stop')
  expect(ends({ error: { message: 'refused' } })).toBe('error')
})

test('who speaks last, and with which tool, is remembered', () => {
  const item = (type: string, more: object) => line(at(1), 'response_item', { type, ...more })
  const said = (role: string, words: string) =>
    item('message', { role, content: [{ type: 'input_text', text: words }] })
  const lines = [...own, said('user', '<environment_context>\n</environment_context>'), said('user', 'Set  the sails')]
  expect(read(lines).state).toMatchObject({ firstPrompt: 'Set the sails', lastRole: 'user' })
  const called = [...lines, item('function_call', { name: 'shell', call_id: 'c1' })]
  expect(read(called).state).toMatchObject({ stopReason: 'toolUse', openTools: [['c1', 'shell', '']] })
  const answered = [...called, item('function_call_output', { call_id: 'c1' })]
  expect(read(answered).state).toMatchObject({ lastRole: 'tool', openTools: [] })
  const done = [...answered, line(at(2), 'event_msg', { type: 'task_complete' })]
  expect(read(done).state).toMatchObject({ lastRole: 'assistant', stopReason: 'stop' })
})

test('nothing that may stand in a line makes it throw', () => {
  const odd = [null, 1, 'x', [], {}, { a: 1 }]
  for (const type of ['session_meta', 'turn_context', 'event_msg', 'response_item', 'token_usage_record', 7, null])
    for (const payload of odd)
      for (const inner of odd)
        read([
          { timestamp: payload, type, payload },
          line(at(1), String(type), {
            type: 'token_count',
            info: inner,
            rate_limits: inner,
            id: inner,
            source: inner,
            git: inner,
          }),
          line(at(1), String(type), {
            type: inner,
            content: inner,
            thread_settings: inner,
            model: inner,
            usage: inner,
          }),
        ])
})

test('the error that ended a turn is known until the conversation goes on', () => {
  const event = (payload: object) => line(at(1), 'event_msg', payload)
  const failed = event({ type: 'error', message: 'No room', codex_error_info: 'context_window_exceeded' })
  const completed = event({ type: 'task_complete', last_agent_message: null })
  const refused = event({ type: 'task_complete', error: { message: 'Usage limit reached' } })
  const stands = (...lines: object[]) => {
    const { stopReason, error } = read([...own, ...lines]).state
    return [stopReason, error]
  }
  expect(stands(failed)).toEqual(['error', 'context_window_exceeded: No room'])
  expect(stands(failed, completed)).toEqual(['error', 'context_window_exceeded: No room'])
  expect(stands(refused)).toEqual(['error', 'Usage limit reached'])
  expect(stands(event({ type: 'task_complete', error: {} }))).toEqual(['error', ''])
  // A stream that is opened again is no end.
  expect(stands(event({ type: 'stream_error', message: 'retrying 1/5' }), completed)).toEqual(['stop', ''])
  const said = line(at(1), 'response_item', { type: 'message', role: 'assistant', content: [] })
  expect(stands(failed, said, completed)).toEqual(['stop', ''])
  expect(stands(failed, event({ type: 'task_started' }))).toEqual(['', ''])
  expect(stands(failed, event({ type: 'turn_aborted' }))).toEqual(['aborted', ''])
})

test('searches of the web belong to the answer whose count follows; pages that are opened cost nothing', () => {
  const call = (action?: object, more: object = {}) =>
    line(at(1), 'response_item', { type: 'web_search_call', status: 'completed', ...(action && { action }), ...more })
  const search = call({ type: 'search', query: 'boats' })
  const searches = (lines: object[]) => read(lines).answers.map(({ searches = 0 }) => searches)
  const page = call({ type: 'open_page', url: 'https://example.org/' })
  expect(searches([...own, search, call(), page, count(at(2), [1, 0, 1]), count(at(3), [2, 0, 2])])).toEqual([2, 0])
  expect(searches([...own, call({ type: 'search' }, { status: 'failed' }), count(at(2), [1, 0, 1])])).toEqual([0])
})

test('searches in lines that were copied from another session are not billed again', () => {
  const search = line(at(1), 'response_item', { type: 'web_search_call', action: { type: 'search' } })
  const copied = [
    meta(at(0), 'own', { forked_from_id: 'other' }),
    search,
    count(at(1), [1, 0, 1]),
    count(at(1), [2, 0, 2]),
  ]
  expect(read([...copied, count(at(5), [4, 0, 3])]).answers.map(({ searches = 0 }) => searches)).toEqual([0])
})
