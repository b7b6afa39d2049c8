import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crew } from './crew.ts'
import { createWorld } from './history.ts'
import { createHome } from './home.ts'
import { modelOf } from './models.ts'
import { calmAfter, runSimulation } from './run-simulation.ts'
import { forget, step } from './simulator.ts'
import { seqAfter } from './world.ts'

const now = Date.UTC(2026, 10, 20, 20, 30)

/** Plays `count` beats of the demo by hand, into a real home, with a clock that moves as the timers ask. */
function withPlay(count: number, look: (folder: string, world: ReturnType<typeof createWorld>) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'demo-live-'))
  const world = createWorld(7, now)
  const home = createHome(folder, world)
  let at = now
  let next: { run: () => void; ms: number } | null = null
  const stop = runSimulation(home, world, {
    now: () => at,
    setTimer: (run, ms) => {
      next = { run, ms }
      return () => {
        next = null
      }
    },
    onError: (error) => {
      throw error
    },
  })
  for (let beat = 0; beat < count; beat++) {
    const { run, ms } = next!
    expect(ms).toBeWithin(700, 1_401)
    at += ms
    run()
  }
  stop()
  expect(next).toBeNull()
  look(folder, world)
  home.close()
  rmSync(folder, { recursive: true })
}

test('the same world and the same clock take the same steps', () => {
  const [one, other] = [createWorld(7, now), createWorld(7, now)]
  for (let at = now; at < now + 10 * 60_000; at += 2_000) {
    expect(JSON.stringify(step(one, at))).toBe(JSON.stringify(step(other, at)))
  }
})

test('for an hour about four are at work, and one fails', () => {
  const world = createWorld(7, now)
  for (let at = now + 1_000; at < now + 3_600_000; at += 1_000) {
    forget(world, step(world, at, calmAfter(at - now)).sessions)
    const running = world.sessions.filter(({ status, kind, hold }) => status === 'running' && kind !== 'cron' && !hold)
    expect(running.length).toBeWithin(1, 8)
    for (const idle of ['bosun', 'lookout']) expect(running.some(({ agentId }) => agentId === idle)).toBeFalse()
  }
  expect(world.sessions.filter(({ status, lastAt }) => status === 'failed' && lastAt > now)).toHaveLength(1)
})

test('in a day one in an hour fails or so, and two or three in an hour ask', () => {
  const world = createWorld(7, now)
  const asks = new Set<string>()
  for (let at = now + 1_000; at < now + 24 * 3_600_000; at += 1_000) {
    const { sessions } = step(world, at, calmAfter(at - now))
    for (const { hold } of sessions) if (hold && hold !== 'stalled') asks.add(hold.askId)
    forget(world, sessions)
  }
  const failed = world.sessions.filter(
    ({ status, lastAt, kind }) => ['failed', 'timeout', 'killed'].includes(status) && lastAt > now && kind !== 'cron',
  )
  expect(failed.length).toBeWithin(12, 25)
  expect(asks.size).toBeWithin(24, 72)
})

test('a tool takes the time that such a tool takes, however calm it is', () => {
  const world = createWorld(7, now)
  const took = new Map<string, number[]>()
  for (let at = now + 1_000; at < now + 2 * 3_600_000; at += 1_000) {
    const open = new Map(world.sessions.map((session) => [session, session.plan.open]))
    const { sessions } = step(world, at, calmAfter(at - now))
    for (const session of sessions) {
      const before = open.get(session)
      if (!before || session.plan.open || before.at <= now) continue
      took.set(before.call.tool, [...(took.get(before.call.tool) ?? []), at - before.at])
    }
    forget(world, sessions)
  }
  const slowest = (tool: string) => Math.max(...(took.get(tool) ?? [0]))
  expect(slowest('read')).toBeWithin(700, 12_000)
  expect(slowest('edit')).toBeWithin(1_800, 14_000)
  expect(slowest('web_fetch')).toBeWithin(2_000, 18_000)
})

test('a command that a person has to allow waits, and what is stalled stays so, while all others go on', () => {
  const world = createWorld(7, now)
  const held = world.sessions.filter(({ hold }) => hold !== null)
  const seen = () => held.map(({ lastAt }) => lastAt)
  const before = seen()
  for (let at = now + 1_000; at < now + 25 * 60_000; at += 1_000) step(world, at)
  expect(held.map(({ agentId }) => agentId).sort()).toEqual(['purser', 'rigger'])
  expect(seen()).toEqual(before)
  for (let at = now + 30 * 60_000; at < now + 70 * 60_000; at += 1_000) step(world, at)
  expect(held.every(({ status }) => status !== 'running')).toBeTrue()
})

test('a context fills from 83 %, and is folded before it counts as full', () => {
  const world = createWorld(7, now)
  const quill = world.sessions.find(({ agentId, status }) => agentId === 'quill' && status === 'running')!
  const { contextWindow } = modelOf(quill.model)
  const share = () => quill.contextTokens / contextWindow
  expect(Math.round(share() * 100)).toBe(83)
  let most = 0
  for (let at = now; at < now + 60 * 60_000 && quill.status === 'running'; at += 1_000) {
    step(world, at)
    most = Math.max(most, share())
  }
  expect(most).toBeWithin(0.86, 0.9)
  expect(quill.compactions).toBe(1)
})

test('what is played stands in the stores without a gap, and they stay whole', () => {
  withPlay(1_200, (folder, world) => {
    for (const { id } of crew) {
      const db = new Database(join(folder, 'agents', id, 'agent', 'openclaw-agent.sqlite'), { readonly: true })
      expect(db.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      expect(db.query('PRAGMA foreign_key_check').all()).toEqual([])
      const rows = db.query<{ session_id: string; count: number; low: number; high: number }, []>(
        'SELECT session_id, count(*) AS count, min(seq) AS low, max(seq) AS high FROM transcript_events GROUP BY session_id',
      )
      const known = new Map(world.sessions.map((session) => [session.id, session]))
      for (const { session_id, count, low, high } of rows.all()) {
        expect([low, high]).toEqual([0, count - 1])
        expect(seqAfter(known.get(session_id)!)).toBe(count)
      }
      const nodes = db.query<{ current_session_id: string; status: string; kind: string }, []>(
        "SELECT current_session_id, status, created_via AS kind FROM session_nodes WHERE created_via != 'cron'",
      )
      for (const { current_session_id, status } of nodes.all())
        expect(status).toBe(known.get(current_session_id)!.status)
      db.close()
    }
    const state = new Database(join(folder, 'state', 'openclaw.sqlite'), { readonly: true })
    const since = state.query<{ n: number }, [string]>(
      `SELECT count(*) AS n FROM task_runs WHERE runtime = ? AND created_at > ${now}`,
    )
    expect(since.get('cron')!.n).toBeGreaterThan(1)
    expect(since.get('subagent')!.n).toBeGreaterThan(0)
    state.close()
  })
})

test('a run of a cron is told of when it starts, and again when it is over', () => {
  const world = createWorld(7, now)
  const told: string[] = []
  for (let at = now; at < now + 4 * 60_000; at += 1_000) {
    for (const { status, jobId } of step(world, at).runs) {
      if (world.jobs.find(({ id }) => id === jobId)!.name === 'harbor-watch' && told.at(-1) !== status)
        told.push(status)
    }
  }
  expect(told).toEqual(['running', 'succeeded'])
})
