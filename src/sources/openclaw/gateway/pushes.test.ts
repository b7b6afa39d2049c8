import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFrame } from './frames.ts'
import { channelsIn, createEventTranslator, type Push } from './pushes.ts'

/** What a whole recorded session comes to: of each run, in order, what was said of it. */
function heardIn(version: string) {
  const hearing = createEventTranslator(() => 0)
  const runs = new Map<string, string[]>()
  const other: Push[] = []
  for (const line of readFileSync(join(import.meta.dir, 'testing', `pushed-${version}.ndjson`), 'utf8').split('\n')) {
    const frame = readFrame(line)
    if (frame.kind !== 'event') continue
    for (const push of hearing.translate(frame)) {
      if (push.kind !== 'said') {
        other.push(push)
        continue
      }
      const name = `${push.key} ${push.runId ?? ''}`
      const { said } = push
      const told = [said.kind, 'tool' in said && said.tool, 'how' in said && said.how].filter(Boolean).join(' ')
      const before = runs.get(name) ?? []
      if (before.at(-1) !== told) runs.set(name, [...before, told])
    }
  }
  const of = (key: string, run = '') => {
    const found = [...runs].find(([name]) => name.startsWith(`${key} ${run}`))
    return found?.[1].join(', ')
  }
  return { runs, other, of }
}

const fresh = heardIn('2026.9.6')
const older = heardIn('2026.3.24')

test('a plain answer begins, is written and ends, in both eras', () => {
  expect(fresh.of('agent:main:main', 'c469')).toBe('run.thinks, run.streams, run.ended done')
  expect(older.of('agent:main:main', '163b')).toBe('run.started, run.streams, run.ended done')
})

test('each tool is said once, though two or three frames tell of it', () => {
  const chain = 'tool.started write, tool.ended, tool.started read, tool.ended, tool.started exec, tool.ended'
  expect(fresh.of('agent:main:main', '4dbf')).toBe(`run.thinks, ${chain}, run.streams, run.ended done`)
  expect(older.of('agent:main:main', 'c266')).toBe(`run.started, run.streams, ${chain}, run.streams, run.ended done`)
})

test('an old gateway makes room behind the end of a run: it goes on for as long, or until something else follows', () => {
  expect(older.of('agent:ops:main', '6956')).toEndWith('run.ended done, run.compacts, run.ended done')
  expect(older.of('agent:ops:long-test', '0633')).toEndWith('run.ended done, run.compacts, run.ended done')
})

test('a tool that was called through tool search has its own name', () =>
  expect(fresh.of('agent:main:main', '0119')).toContain('tool.started sessions_spawn'))

test('sub-agents are heard under their own key', () => {
  for (const { runs } of [fresh, older]) {
    const subagents = [...runs].filter(([name]) => /^agent:\w+:subagent:/.test(name))
    expect(subagents.length).toBe(2)
    for (const [, said] of subagents) {
      expect(said[0]).toBe('run.started')
      expect(said).toContain('tool.started exec')
      expect(said.at(-1)).toBe('run.ended done')
    }
  }
})

test('what was stopped is killed, what went wrong has failed, what took too long has timed out', () => {
  for (const { runs } of [fresh, older]) {
    const ends = (part: string) => [...runs].filter(([name]) => name.includes(part)).map(([, said]) => said.at(-1))
    expect(new Set(ends(':abort-test'))).toEqual(new Set(['run.ended killed']))
    expect(ends(':err-test')).toContain('run.ended failed')
    expect([...runs.values()].flat()).toContain('run.ended timed-out')
  }
})

test('every run that began has ended, also where an old gateway forgets to say so', () => {
  for (const { runs } of [fresh, older])
    for (const [name, said] of runs)
      if (name.at(-1) !== ' ') expect([name, said.at(-1)]).toEqual([name, expect.stringContaining('run.ended')])
})

test('who asks is heard where approvals are pushed, and that it was answered', () => {
  for (const { of } of [fresh, older]) expect(of('agent:main:main', '')).toBeDefined()
  for (const { runs } of [fresh, older]) expect([...runs.values()]).toContainEqual(['asks', 'answered'])
})

test('a compaction is told in both eras', () => {
  for (const { runs } of [fresh, older]) expect([...runs.values()].flat()).toContain('run.compacts')
})

test('stores are read when something has come into them, also that of crons and tasks', () => {
  for (const { other } of [fresh, older]) {
    const woken = other.flatMap((push) => (push.kind === 'wake' ? [push.agent] : []))
    expect(new Set(woken)).toContain('main')
    expect(new Set(woken)).toContain('ops')
    expect(woken).toContain(null)
  }
})

test('a restart says when it means to be back', () =>
  expect(older.other).toContainEqual({ kind: 'shutdown', restartExpectedMs: 1_500 }))

/** Frames by hand: what is said of each. */
function hear(...frames: [string, object][]) {
  const hearing = createEventTranslator(() => 5)
  return frames.flatMap(([event, payload]) =>
    hearing
      .translate({ event, payload: payload as Record<string, unknown> })
      .flatMap((push) => (push.kind === 'said' ? [push.said.kind] : [])),
  )
}

const agent = (stream: string, data: object, rest: object = {}): [string, object] => [
  'agent',
  { runId: 'r', stream, data, sessionKey: 'agent:main:main', ...rest },
]

test('what comes late does not wake a run that has ended, but a new try does', () => {
  const end = agent('lifecycle', { phase: 'end' })
  expect(
    hear(
      agent('lifecycle', { phase: 'start' }),
      end,
      agent('tool', { phase: 'start', toolCallId: 'c', name: 'exec' }),
      end,
    ),
  ).toEqual(['run.started', 'run.ended'])
  expect(hear(agent('lifecycle', { phase: 'start' }), end, agent('lifecycle', { phase: 'start' }))).toEqual([
    'run.started',
    'run.ended',
    'run.started',
  ])
})

test('a run that goes on to write after it was stopped is ended again once it has settled, unless another follows it', () => {
  const from = Date.UTC(2026, 10, 30)
  const hearing = createEventTranslator(() => from + 10_000)
  const tell = (runId: string, data: object, afterMs: number) => {
    const [event, payload] = agent('lifecycle', data, { runId, ts: from + afterMs })
    const pushes = hearing.translate({ event, payload: payload as Record<string, unknown> })
    return pushes.flatMap((push) => (push.kind === 'said' ? [{ ...push.said, afterMs: push.at - from }] : []))
  }
  const killed = { kind: 'run.ended', how: 'killed' }
  const settled = { phase: 'error', error: 'This operation was aborted', aborted: true }
  tell('r', { phase: 'start' }, 0)
  expect(tell('r', { phase: 'end', aborted: true }, 1_000)).toMatchObject([{ ...killed, afterMs: 1_000 }])
  expect(tell('r', { phase: 'model' }, 6_100)).toEqual([])
  expect(tell('r', settled, 6_200)).toMatchObject([{ ...killed, afterMs: 6_200 }])
  expect(tell('r', settled, 6_300)).toEqual([])
  tell('s', { phase: 'start' }, 7_000)
  expect(tell('r', settled, 9_000)).toEqual([])
})

test('a frame that names only its run belongs to the session of the run; one of a run nobody knows to none', () => {
  const bare: [string, object] = ['agent', { runId: 'r', stream: 'compaction', data: { phase: 'start' } }]
  expect(hear(agent('lifecycle', { phase: 'start' }), bare)).toEqual(['run.started', 'run.compacts'])
  expect(hear(bare)).toEqual([])
})

test('of a long answer the end is kept', () => {
  const hearing = createEventTranslator(() => 5)
  const [, payload] = agent('assistant', { text: `${'a'.repeat(100_000)}end` })
  const [push] = hearing.translate({ event: 'agent', payload: payload as Record<string, unknown> })
  const said = push?.kind === 'said' ? push.said : undefined
  expect(said?.kind === 'run.streams' && said.text.length).toBe(64 << 10)
  expect(said?.kind === 'run.streams' && said.text.endsWith('end')).toBe(true)
})

test('frames of any shape are heard without a word', () => {
  for (const event of [
    'agent',
    'chat',
    'sessions.changed',
    'session.tool',
    'cron',
    'task',
    'health',
    'shutdown',
    'exec.approval.requested',
  ])
    for (const payload of [
      {},
      { runId: 1 },
      { sessionKey: 'x', runId: 'r', data: null },
      { sessionKey: 'agent:a:b', runId: 'r', stream: 'tool', data: [] },
    ])
      expect(() => hear([event, payload])).not.toThrow()
})

test('channels are named with whether they are connected, and are unknown where nothing is said', () => {
  expect(channelsIn({})).toBeNull()
  expect(channelsIn({ channels: { telegram: { connected: true }, signal: { running: false }, irc: {} } })).toEqual([
    { name: 'telegram', connected: true },
    { name: 'signal', connected: false },
    { name: 'irc', connected: null },
  ])
})
