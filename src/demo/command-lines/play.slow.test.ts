import { expect, test } from 'bun:test'
import { indexOnce } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { stateOf } from '../../sessions/state.ts'
import { createCommandLines as sourcesOf } from '../../sources/sources.ts'
import { createCommandLineHomes } from './homes.ts'
import { createCommandLines, playCommandLines } from './play.ts'
import type { Session, Written } from './session.ts'

const now = Date.now()
const minute = 60_000
const day = 24 * 60 * minute

type Row = {
  runtime: string
  key: string
  title: string | null
  words: string
  kind: string
  parent: string | null
  branch: string | null
  context: number
  most: number | null
  openTool: string
  lastRole: 'user' | 'assistant' | 'tool'
  stopReason: string
  lastAt: number
}

/** Homes that were played up to now, and for so many minutes more, read by our own sources. */
async function played(minutes = 0) {
  const folder = temporary('demo-command-lines')
  const homes = createCommandLineHomes(folder.path)
  const all: Written[] = []
  const keep = (written: Written[]) => {
    all.push(...written)
    homes.write(written)
  }
  // What was played lies in the past, as sources expect it of what they read.
  const begun = now - minutes * minute
  const world = createCommandLines(7, begun, 0, keep)
  for (let at = begun; at < now; at += 1_000) keep(playCommandLines(world, at, 1))
  const { index, unread } = await indexOnce(() => sourcesOf(homes.folders))
  const rows = index.$client
    .query<Row, []>(
      `SELECT runtime, key, title, first_prompt AS words, kind, parent_key AS parent, branch, context_tokens AS context,
         context_limit AS most, open_tool AS openTool, last_role AS lastRole, stop_reason AS stopReason, last_at AS lastAt
       FROM sessions ORDER BY started_at`,
    )
    .all()
  const answers = index.$client
    .query<{ n: number; usd: number | null; unpriced: number; first: number }, []>(
      'SELECT count(*) AS n, sum(cost_usd) AS usd, sum(cost_usd IS NULL) AS unpriced, min(at) AS first FROM usage WHERE counted = 1',
    )
    .get()!
  const sessions = [...new Set(all.map(({ session }) => session))]
  return {
    world,
    sessions,
    rows,
    answers,
    unread: unread(),
    [Symbol.dispose]() {
      index.$client.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a month of three command lines is read by our own sources without a loss, and costs what it is said to cost', async () => {
  using home = await played()
  const { sessions, rows, answers, world } = home
  expect(home.unread).toEqual([])
  expect(answers.unpriced).toBe(0)
  expect(answers.n).toBe(sessions.reduce((sum, session) => sum + session.answers, 0))
  expect(answers.first).toBeLessThan(now - 26 * day)
  expect(rows.length).toBe(sessions.length)
  expect(new Set(rows.map(({ runtime }) => runtime))).toEqual(new Set(['claude-code', 'codex', 'gemini']))
  const past = world.spending.reduce((sum, { usd }) => sum + usd, 0)
  const current = answers.usd! - past
  expect(past).toBeWithin(12, 90)
  expect(current).toBeWithin(0, 3)
})

test('a session is shown with its own words, its project and its branch, and its context is what its answers say', async () => {
  using home = await played()
  const byKey = new Map(home.rows.map((row) => [row.key, row]))
  const keyOf = (session: Session) =>
    session.parent === null ? session.id : `agent-a${session.id.replaceAll('-', '').slice(0, 16)}`
  for (const session of home.sessions) {
    const row = byKey.get(keyOf(session))!
    expect(row.words).toBe(session.ask)
    expect(row.context).toBe(session.contextTokens + (session.project.runtime === 'claude-code' ? 4 : 0))
    expect(row.parent).toBe(session.parent?.id ?? null)
    if (session.project.runtime !== 'gemini') expect(row.branch).toBe(session.project.branch)
    if (row.most) expect(row.context / row.most).toBeLessThan(0.8)
  }
  expect(home.sessions.some(({ parent }) => parent !== null)).toBeTrue()
})

test('two are at work when the demo begins, and after half an hour those are at work that are', async () => {
  for (const minutes of [0, 30]) {
    using home = await played(minutes)
    const working = home.rows.filter((row) => {
      const evidence = { ...row, status: null, endedAt: null, kind: 'direct' }
      return ['running', 'thinking'].includes(stateOf(evidence, now).state)
    })
    const playing = home.world.current.flatMap(({ session }) => (session ? [session, session.helper ?? []].flat() : []))
    expect(working.length).toBe(playing.filter(({ dueAt }) => dueAt !== null).length)
    if (minutes === 0) expect(working.length).toBe(2)
    expect(home.unread).toEqual([])
  }
})

test('the same seed and time play the same', () => {
  const one: Written[] = []
  const other: Written[] = []
  createCommandLines(7, now, 0, (written) => one.push(...written))
  createCommandLines(7, now, 0, (written) => other.push(...written))
  expect(JSON.stringify(one.map(({ lines }) => lines))).toBe(JSON.stringify(other.map(({ lines }) => lines)))
})

test('a call of a tool takes the time that such a tool takes', () => {
  const world = createCommandLines(7, now, 0, () => {})
  const calledAt = new Map<Session, { tool: string; at: number }>()
  const took: Record<string, number[]> = {}
  for (let at = now; at < now + 60 * minute; at += 500) {
    const before = new Map(world.current.map(({ session }) => [session, session?.open ?? null]))
    playCommandLines(world, at, 1)
    for (const { session } of world.current) {
      if (!session) continue
      const open = before.get(session)
      if (open && !session.open && calledAt.get(session)?.at === open.at)
        took[open.call.tool] = [...(took[open.call.tool] ?? []), at - open.at]
      // A call from before the hour began was made at the pace of the past.
      if (session.open && session.open.at >= now)
        calledAt.set(session, { tool: session.open.call.tool, at: session.open.at })
    }
  }
  expect(Math.max(...took.read!)).toBeLessThan(4_000)
  expect(Math.max(...took.edit!)).toBeLessThan(7_000)
  expect(Math.max(...took.exec!)).toBeWithin(30_000, 108_000)
})
