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

/** Runs `count` steps of the simulation into a real home, with a clock that moves as the timers ask. */
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
    expect(ms).toBeWithin(1_000, 30_001)
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

test('for an hour there are four or so at work, one or two thinking, and one who failed not long ago', () => {
  const world = createWorld(7, now)
  for (let at = now + 2_000; at < now + 3_600_000; at += 2_000) {
    forget(world, step(world, at).sessions)
    const running = world.sessions.filter((session) => session.status === 'running' && session.kind !== 'cron')
    const thinking = running.filter(({ plan }) => !plan.open)
    expect(running.length - thinking.length).toBeWithin(2, 7)
    expect(thinking.length).toBeWithin(0, 4)
    const failed = world.sessions.filter(({ status, endedAt }) => status === 'failed' && at - endedAt! < 600_000)
    expect(failed.length).toBeGreaterThan(0)
    for (const idle of ['bosun', 'barnacle', 'lookout'])
      expect(running.some(({ agentId }) => agentId === idle)).toBeFalse()
  }
})

test('a context fills to 83 %, then to 92 %, and is folded before it is full', () => {
  const world = createWorld(7, now)
  const quill = world.sessions.find(({ agentId, status }) => agentId === 'quill' && status === 'running')!
  const { contextWindow } = modelOf(quill.model)
  expect(Math.round((quill.contextTokens / contextWindow) * 100)).toBe(83)
  const seen = new Set<number>()
  for (let at = now; at < now + 15 * 60_000; at += 2_000) {
    step(world, at)
    seen.add(Math.round((quill.contextTokens / contextWindow) * 100))
  }
  expect(Math.max(...seen)).toBeWithin(92, 98)
  expect(quill.compactions).toBe(1)
  expect(quill.contextTokens / contextWindow).toBeLessThan(0.5)
})

test('what is played stands in the stores without a gap, and they stay whole', () => {
  withPlay(600, (folder, world) => {
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

test('a cron run is stored when it starts, and again when it is over', () => {
  const world = createWorld(7, now)
  const statuses: string[] = []
  for (let at = now; at < now + 4 * 60_000; at += 2_000) {
    for (const { status, jobId } of step(world, at).runs) {
      if (world.jobs.find(({ id }) => id === jobId)!.name === 'harbor-watch' && statuses.at(-1) !== status)
        statuses.push(status)
    }
  }
  expect(statuses).toEqual(['running', 'succeeded'])
})

test('a crew is lively for a quarter of an hour, and calm after one', () => {
  expect(calmAfter(0)).toBe(1)
  expect(calmAfter(15 * 60_000)).toBe(1)
  expect(calmAfter(60 * 60_000)).toBe(10)
  expect(calmAfter(86_400_000)).toBe(10)
})
