import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { type CommandLine, runtimes } from '../src/facts/runtimes.ts'
import { indexOnce } from '../src/indexing/testing/index-all.ts'
import { depictionOf } from '../src/office/depiction.ts'
import { membersOf } from '../src/office/members.ts'
import { createReadSide } from '../src/reader/read-side.ts'
import { createLiveState } from '../src/sessions/live-state.ts'
import { createCommandLines } from '../src/sources/sources.ts'
import { hasRecording, type Moment, putFiles, readRecording } from './states/record.ts'
import { temporary } from './testing/program.ts'

/**
 * What real command lines wrote and what witnesses said of them in each moment of a turn, recorded by `npm run
 * test:truth`, read again by our sources: whatever state was the true one is the one that is shown.
 */
const recorded = runtimes.filter(hasRecording) as CommandLine[]
const recordings = new Map(recorded.map((runtime) => [runtime, readRecording(runtime)]))

test('there is a recording of each command line', () =>
  expect(recorded).toEqual(['claude-code', 'codex', 'gemini', 'opencode']))

for (const runtime of recorded)
  describe(runtime, () => {
    const moments = recordings.get(runtime)!

    test('the recording holds at least twelve kinds of moments', () =>
      expect(new Set(moments.map(({ moment }) => moment)).size).toBeGreaterThanOrEqual(12))

    for (const one of moments)
      test(`${one.moment} is shown as ${one.expected.join(' or ')}`, async () => {
        expect<(string | undefined)[]>(one.expected).toContain((await shown(runtime, one)).state)
      })
  })

test('what the office draws is what is so, in 99 of 100 moments whose state is right', async () => {
  const wrong: string[] = []
  let right = 0
  for (const [runtime, moments] of recordings)
    for (const moment of moments) {
      const { state, member, isOutspoken } = await shown(runtime, moment)
      if (state === undefined || !moment.expected.includes(state) || isOutspoken) continue
      const { kind = 'agent', activity = null } = member ?? {}
      const drawn = member && JSON.stringify(depictionOf(member))
      const isSo = moment.expected.some((state) => JSON.stringify(depictionOf({ state, activity, kind })) === drawn)
      if (isSo) right++
      else wrong.push(`${runtime}, ${moment.moment}: ${state}, drawn as ${member?.state ?? 'nobody'}`)
    }
  expect(right).toBeGreaterThan(100)
  expect(wrong.length <= (right + wrong.length) / 100 ? [] : wrong).toEqual([])
})

const read = new Map<Moment, ReturnType<typeof readMoment>>()

/**
 * What was said of a recorded session, and who in the office it is: a sub-agent, or the agent that it speaks for.
 * `isOutspoken`: a session beside it, such as one that was killed shortly before, speaks for its agent.
 */
function shown(runtime: CommandLine, moment: Moment) {
  const known = read.get(moment) ?? readMoment(runtime, moment)
  read.set(moment, known)
  return known
}

async function readMoment(runtime: CommandLine, { at, key, testimonies, files }: Moment) {
  using folder = temporary('recorded')
  putFiles(folder.path, files)
  const folders: Record<CommandLine, string[]> = { 'claude-code': [], codex: [], gemini: [], opencode: [] }
  folders[runtime] = [join(folder.path, homes[runtime])]
  await using built = await indexOnce(() => createCommandLines(folders))
  const liveState = createLiveState()
  liveState.apply({ kind: 'stated', statement: { source: 'recorded', testimonies } })
  const { agents, sessions } = createReadSide(built.index, settings, { liveState, now: () => at })
  const session = sessions.list({ limit: 200 }).items.find((session) => session.key === key)
  const members = membersOf(
    {
      agents: new Map(agents.all().map((agent) => [agent.id, agent])),
      sessions: new Map(sessions.since(0).map((session) => [session.id, session])),
      approvals: [],
      before: new Map(),
      saidIn: () => null,
      heatOf: () => 0,
      begunAt: () => undefined,
      timezone: 'UTC',
    },
    at,
  )
  const member = members.find(({ sessionId }) => sessionId === session?.id)
  const agent = members.find(({ id }) => id === session?.agentId)
  const isOutspoken = !member && session?.kind !== 'subagent' && agent?.state !== undefined
  return { state: session?.state, member, isOutspoken }
}

const settings = {
  host: 'here',
  timezone: 'UTC',
  subscriptions: [],
  budgetUsd: null,
  budgets: [],
  blockLimit: { usd: null, tokens: null },
  contexts: {},
}

const homes: Record<CommandLine, string> = {
  'claude-code': '.claude',
  codex: '.codex',
  gemini: '.gemini',
  opencode: '.local/share/opencode',
}
