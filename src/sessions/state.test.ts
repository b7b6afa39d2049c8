import { expect, test } from 'bun:test'
import { sessionStates } from './severity.ts'
import {
  activityOf,
  agentStateOf,
  byActivity,
  type Evidence,
  isActive,
  type SessionState,
  speakingSession,
  stateOf,
} from './state.ts'

const now = Date.UTC(2026, 10, 20, 12)
const min = 60_000
const hour = 60 * min

/** What the stores tell, `ago` ms after the last entry; what is left out was not said. */
const told = ({ ago, endedAgo, ...evidence }: Partial<Evidence> & { ago?: number; endedAgo?: number }): Evidence => ({
  status: null,
  endedAt: endedAgo === undefined ? null : now - endedAgo,
  lastRole: null,
  stopReason: null,
  openTool: null,
  kind: 'main',
  lastAt: ago === undefined ? null : now - ago,
  ...evidence,
})

/** The state in one line: `running/reading (runs read)`. */
function check(evidence: Parameters<typeof told>[0], expected: string) {
  const { state, activity, reason } = stateOf(told(evidence), now)
  expect(`${state}${activity ? `/${activity}` : ''}${reason ? ` (${reason})` : ''}`).toBe(expected)
}

const user = { lastRole: 'user' } as const
const tool = { lastRole: 'tool' } as const
const said = { lastRole: 'assistant', stopReason: 'stop' } as const
const calls = { lastRole: 'assistant', stopReason: 'toolUse', openTool: 'exec' } as const

test('a question just asked is being thought about', () => check({ ...user, ago: 1_000 }, 'thinking'))
test('a tool that has no result runs', () => check({ ...calls, ago: 1_000 }, 'running/running (runs exec)'))
test('a tool that has its result is thought about', () => check({ ...tool, ago: 1_000 }, 'thinking'))
test('an answer makes it idle', () => check({ ...said, ago: 1_000 }, 'idle'))
test('after half an hour it sleeps', () => check({ ...said, ago: 30 * min + 1 }, 'asleep'))
test('at half an hour it does not yet', () => check({ ...said, ago: 30 * min }, 'idle'))
test('a finished cron run is finished', () => check({ ...said, kind: 'cron', ago: min }, 'finished'))
test('a finished sub-agent is finished', () => check({ ...said, kind: 'subagent', ago: min }, 'finished'))
test('and asleep in the end', () => check({ ...said, kind: 'cron', ago: hour }, 'asleep'))
test('an answer that is an error failed', () => check({ ...said, stopReason: 'error', ago: min }, 'failed'))
test('an answer that a person broke off leaves it idle', () =>
  check({ ...said, stopReason: 'aborted', ago: min }, 'idle (interrupted)'))
test('what asks a person for something waits, for hours if need be', () => {
  const asks = { ...calls, waitsFor: 'asks for permission' }
  check({ ...asks, ago: min }, 'waiting (asks for permission)')
  check({ ...asks, ago: 3 * hour }, 'waiting (asks for permission)')
  check({ ...said, waitsFor: 'asks for permission', ago: min }, 'idle')
})
test('a failure stays one over night', () => check({ ...said, stopReason: 'error', ago: 12 * hour }, 'failed'))
test('an answer cut off at its length is an answer', () => check({ ...said, stopReason: 'length', ago: min }, 'idle'))

test("the store's word holds: running", () => check({ status: 'running', ago: min }, 'thinking'))
test("the store's word holds: failed", () => check({ ...said, status: 'failed', ago: min }, 'failed'))
test("the store's word holds: killed", () => check({ ...user, status: 'killed', ago: min }, 'killed'))
test("the store's word holds: timed out", () => check({ ...calls, status: 'timed-out', ago: min }, 'timed-out'))
test("the store's word holds: done", () => check({ ...calls, status: 'done', ago: min }, 'idle'))
test('running without progress for a quarter of an hour is stalled', () =>
  check({ status: 'running', ...tool, ago: 16 * min }, 'stalled (makes no progress)'))
test('at a quarter of an hour it is not yet', () => check({ status: 'running', ...tool, ago: 15 * min }, 'thinking'))
test('running for more than a day without a word is believed of nobody', () =>
  check(
    { status: 'running', ...tool, ago: 25 * hour },
    'unknown (its store says running, but nothing was heard for over a day)',
  ))
test('running after a final answer is believed for a minute', () =>
  check({ status: 'running', ...said, ago: min }, 'thinking'))
test('and no longer', () => check({ status: 'running', ...said, ago: min + 1 }, 'idle'))
test('an end that was written before the transcript went on is an old one', () =>
  check({ ...user, status: 'done', endedAgo: 10 * min, ago: 1_000 }, 'thinking'))
test('a failure before the transcript went on is an old one', () =>
  check({ ...said, status: 'failed', endedAgo: 10 * min, ago: 1_000 }, 'idle'))
test('an end within seconds of the last entry is its end', () =>
  check({ ...user, status: 'failed', endedAgo: 4_000, ago: 1_000 }, 'failed'))

test('in the middle, but silent for long: nobody is at it', () => check({ ...user, ago: 20 * min }, 'idle'))
test('in the middle since yesterday: asleep', () => check({ ...calls, ago: 24 * hour }, 'asleep'))
test('nothing known is unknown', () => check({}, 'unknown'))
test('a clock that is ahead of ours is now', () => check({ ...user, ago: -5 * min }, 'thinking'))
test('an answer without a reason to stop is not over, whether nothing or "" was said', () => {
  check({ lastRole: 'assistant', ago: 1_000, stopReason: null }, 'idle')
  check({ lastRole: 'assistant', ago: 1_000, stopReason: '', status: 'running' }, 'thinking')
  check({ lastRole: 'assistant', ago: 2 * min, stopReason: '', status: 'running' }, 'thinking')
  check({ lastRole: 'assistant', ago: 2 * min, stopReason: null, status: 'running' }, 'thinking')
})
test('"" says as little as nothing', () => check({ status: '', openTool: '', ...user, ago: 1_000 }, 'thinking'))

const doing: Record<string, string> = {
  web_search: 'browsing',
  browser: 'browsing',
  WebFetch: 'browsing',
  read: 'reading',
  Grep: 'reading',
  memory_search: 'reading',
  write: 'typing',
  apply_patch: 'typing',
  Edit: 'typing',
  sessions_spawn: 'talking',
  message: 'talking',
  exec: 'running',
  Bash: 'running',
  process: 'running',
  unheard_of: 'running',
}
for (const [name, activity] of Object.entries(doing))
  test(`${name} looks like ${activity}`, () => expect<string>(activityOf(name)).toBe(activity))

type Speaker = { state: SessionState; lastAt: number | null }
const session = (state: SessionState, ago: number | null): Speaker => ({
  state,
  lastAt: ago === null ? null : now - ago,
})

/** The state that is heard, of sessions written as `state@minutes ago`. */
function heard(sessions: string, expected: string) {
  const all = sessions
    .split(' ')
    .filter(Boolean)
    .map((text) => {
      const [state, ago] = text.split('@')
      return session(state as SessionState, Number(ago) * min)
    })
  for (const order of [all, all.toReversed()])
    expect<string>(agentStateOf(speakingSession(order, now), now)).toBe(expected)
}

test('of nobody at work, an agent sleeps', () => heard('', 'asleep'))
test('waiting is the loudest', () => heard('failed@1 running@0 waiting@9', 'waiting'))
test('a fresh failure drowns work', () => heard('running@0 failed@9', 'failed'))
test('a killed and a timed-out session are as loud', () => {
  heard('running@0 killed@9', 'killed')
  heard('running@0 timed-out@9', 'timed-out')
})
test('after ten minutes a failure is quiet', () => heard('thinking@0 failed@11', 'thinking'))
test('of an old failure alone, the agent is idle', () => heard('failed@11', 'idle'))
test('of an ancient one, asleep', () => heard('failed@300', 'asleep'))
test('running before thinking before stalled before idle before asleep', () => {
  heard('idle@0 thinking@1 running@2', 'running')
  heard('idle@0 stalled@16 thinking@2', 'thinking')
  heard('idle@0 stalled@16', 'stalled')
  heard('asleep@40 idle@20', 'idle')
  heard('unknown@0 asleep@40', 'asleep')
})
test('those at work, waiting or stalled are active', () => {
  const states = sessionStates.map(({ state }) => state)
  expect(states.filter(isActive)).toEqual(['waiting', 'running', 'thinking', 'stalled'])
})
test('of equals the newest speaks', () => {
  const [old, young] = [session('running', 9_000), session('running', 1_000)]
  expect(speakingSession([old, young], now)).toBe(young)
  expect(speakingSession([young, old], now)).toBe(young)
  expect(speakingSession([session('unknown', null), young], now)).toBe(young)
})

test('those at work come first, the latest begun on top; then the others, the latest active on top', () => {
  const at = (id: string, state: SessionState, startedAt: number | null, lastAt: number | null) => ({
    id,
    state,
    startedAt,
    lastAt,
  })
  const sorted = [
    at('old', 'idle', 50, 10),
    at('never', 'unknown', null, null),
    at('writes', 'running', 1, 99),
    at('new', 'finished', 1, 90),
    at('waits', 'waiting', 2, 3),
    at('never-b', 'unknown', null, null),
  ].sort(byActivity)
  expect(sorted.map(({ id }) => id)).toEqual(['waits', 'writes', 'new', 'old', 'never-b', 'never'])
})

test('silence at work counts as stalled by the patience that was stated for it', () => {
  const working = {
    status: 'running' as const,
    endedAt: null,
    lastRole: 'tool' as const,
    stopReason: null,
    openTool: 'Bash',
    kind: null,
    lastAt: 0,
  }
  expect(stateOf({ ...working, stalledAfterMs: 5 * 60_000 }, 6 * 60_000).state).toBe('stalled')
  expect(stateOf({ ...working, stalledAfterMs: 25 * 60_000 }, 16 * 60_000).state).toBe('running')
  expect(stateOf(working, 16 * 60_000).state).toBe('stalled')
})
