import { expect, test } from 'bun:test'
import type { Annotation, Annotations } from '../annotations/annotation.ts'
import { filled, session, usage } from '../indexing/testing/filled.ts'
import type { Session } from './session.ts'
import { choiceFields, compileFilter, type SessionFilter } from './session-filter.ts'
import { groupsAt, type Sort } from './session-order.ts'
import { sessionsIn } from './testing/sessions-in.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000

const annotation = (rest: Partial<Annotation>): Annotation => ({
  tags: [],
  isPinned: false,
  isArchived: false,
  note: null,
  ...rest,
})
const annotations: Annotations = new Map([
  ['openclaw.main.s1', annotation({ tags: ['infra', 'later'], isPinned: true })],
  ['openclaw.main.s2', annotation({ tags: ['later'] })],
  ['openclaw.ops.s3', annotation({ isArchived: true, tags: ['infra'] })],
  ['openclaw.main.s4', annotation({ isPinned: true, isArchived: true, note: 'x' })],
  ['openclaw.main.s31', annotation({ isPinned: true })],
  ['openclaw.main.gone', annotation({ tags: ['infra'], isPinned: true })],
])

const branches = ['main', 'Main', 'feature/x', '', undefined, 'a_b', '100%']
const models = ['claude-opus-4-6', 'CLAUDE-HAIKU-4-5', 'gpt-5', 'gpt-5-codex', undefined]
const projects = ['/home/ann/harbour', '/srv/harbour', '/srv/a,b', undefined]

const facts = Array.from({ length: 48 }, (_, n) => [
  session(`${n % 3 === 0 ? 'ops' : 'main'}.s${n}`, {
    key: `key-${n}`,
    ...(n < 47 && { lastAt: now - n * 3 * hour }),
    ...(n % 5 === 4 && { parentKey: `key-${n - 4}` }),
    status: n % 4 === 0 ? 'failed' : n % 7 === 0 ? 'running' : 'done',
    sessionKind: n % 6 === 0 ? 'cron' : 'direct',
    ...(branches[n % branches.length] !== undefined && { branch: branches[n % branches.length]! }),
    ...(models[n % models.length] !== undefined && { model: models[n % models.length]! }),
    ...(n % 5 === 1 && { worktreePath: '/srv/.claude/worktrees/mast' }),
    ...(projects[n % projects.length] !== undefined && { projectPath: projects[n % projects.length]! }),
  }),
  ...(n % 2 === 0 ? [usage(`${n % 3 === 0 ? 'ops' : 'main'}.s${n}`, { key: `call-${n}`, loggedUsd: n / 8 })] : []),
]).flat()

const { index } = filled(facts)
const sessions = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => now, annotations })
const everything = [...sessions.list({ limit: 200 }).items, ...sessions.list({ is: ['archived'], limit: 200 }).items]

/** Every value of every choice that stands in the index, and some that do not. */
const values: Record<(typeof choiceFields)[number], readonly string[]> = {
  state: ['failed', 'running', 'finished', 'idle'],
  agent: ['openclaw:main', 'openclaw:nobody'],
  runtime: ['openclaw', 'codex'],
  kind: ['cron', 'direct', 'other'],
  group: ['needs', 'working', 'today', 'earlier'],
  model: ['gpt-5', '*opus*', '*HAIKU*', 'gpt*', 'none'],
  branch: ['main', 'feature/*', 'a_*', '*%', '*'],
  project: ['*/harbour', '/srv/a,b', '/srv/*'],
  worktree: ['mast', '*as*', 'keel'],
  tag: ['infra', 'lat*', 'none'],
}
const parts: SessionFilter[] = [
  {},
  ...choiceFields.flatMap((field) =>
    values[field].flatMap((value) => [{ [field]: [value] }, { not: { [field]: [value] } }] as SessionFilter[]),
  ),
  ...(['pinned', 'archived', 'noted'] as const).flatMap((mark) => [{ is: [mark] }, { not: { is: [mark] } }]),
  { since: now - 40 * hour },
  { before: now - 40 * hour },
  { since: now - 60 * hour, before: now - 20 * hour },
  { minCostUsd: 2 },
  { maxCostUsd: 2 },
  { minCostUsd: 1, maxCostUsd: 4 },
  { q: 'key-1' },
]

/** Looks at each session by itself: no SQL takes part. */
function judged(filter: SessionFilter): Session[] {
  const { passes } = compileFilter(filter, { groupAt: groupsAt(now, 'UTC'), annotations })
  return everything.filter(
    (one) =>
      passes({ ...one, costIsLowerBound: false, totalTokens: 0 }) &&
      (filter.q === undefined || one.key!.includes(filter.q)),
  )
}

const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id)

/** What a list finds is what each session says by itself, in this order. */
function agrees(filter: SessionFilter, sort: Sort) {
  const found = idsOf(sessions.list({ ...filter, sort, limit: 200 }).items)
  expect([filter, sort, found.toSorted()]).toEqual([filter, sort, idsOf(judged(filter)).sort()])
}

test('in every order, a list finds by SQL what each session says by itself, and its counts agree', () => {
  expect(everything).toHaveLength(48)
  for (const filter of parts) {
    for (const sort of ['standing', 'last', 'cost'] as const) agrees(filter, sort)
    expect([filter, sessions.facets(filter).total]).toEqual([filter, judged(filter).length])
  }
})

test('so it does for two conditions at once', () => {
  for (const [number, one] of parts.entries())
    for (const other of parts.filter((_, at) => at > number && (at + number) % 15 === 0))
      agrees({ ...one, ...other, ...((one.not ?? other.not) && { not: { ...one.not, ...other.not } }) }, 'standing')
})

test('what is pinned stands first in the usual order, on its own, once, on pages of every size', () => {
  for (const limit of [1, 2, 3, 50]) {
    const ids: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = sessions.list({ sort: 'standing', tree: true, limit, ...(cursor !== undefined && { cursor }) })
      ids.push(...idsOf(page.items))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(ids.slice(0, 2)).toEqual(['openclaw.main.s1', 'openclaw.main.s31'])
    expect(new Set(ids).size).toBe(ids.length)
  }
  expect(idsOf(sessions.list({ sort: 'last', limit: 1 }).items)).toEqual(['openclaw.ops.s0'])
})

test('what is archived is left out of lists, and stays in what they add up to', () => {
  const { costUsd, archived, total } = sessions.facets()
  expect(total).toBe(46)
  expect(archived).toMatchObject({ sessions: 2, costUsd: 0.5 })
  const all = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => now }).facets()
  expect(costUsd! + archived!.costUsd!).toBeCloseTo(all.costUsd!)
})

test('a session that is gone keeps its annotation and is in no list', () => {
  expect(idsOf(sessions.list({ tag: ['infra'] }).items)).toEqual(['openclaw.main.s1'])
  expect(sessions.facets().tags).toEqual([
    { value: 'later', count: 2 },
    { value: 'infra', count: 1 },
  ])
})

test('counts of values are those that a choice of one would leave', () => {
  const { branches: counted, projects: folders, models: known } = sessions.facets({ branch: ['main'] })
  expect(counted.find(({ value }) => value === 'Main')?.count).toBe(judged({ branch: ['Main'] }).length)
  for (const { value, count } of folders) expect(count).toBe(judged({ branch: ['main'], project: [value] }).length)
  for (const { value, count } of known) expect(count).toBe(judged({ branch: ['main'], model: [value] }).length)
})

test('what a filter leaves out only because it is archived is what it finds there', () => {
  for (const filter of parts) {
    if (filter.is?.includes('archived') || filter.not?.is?.includes('archived')) continue
    const found = sessions.facets({ ...filter, is: [...(filter.is ?? []), 'archived'] })
    expect([filter, sessions.facets(filter).archived]).toEqual([
      filter,
      {
        sessions: found.total,
        costUsd: found.costUsd,
        costIsLowerBound: found.costIsLowerBound,
        totalTokens: found.totalTokens,
      },
    ])
  }
  expect(sessions.facets({ is: ['archived'] }).archived).toBeNull()
})

test('the heads of the list say how many rows stand under them, and how many more stand below those', () => {
  const { groups, below, pinned } = sessions.facets()
  const group = groupsAt(now, 'UTC')
  const rows = sessions.list({ sort: 'standing', tree: true, limit: 200 }).items
  const isPinned = ({ id }: { id: string }) => annotations.get(id)?.isPinned ?? false
  const shown = { needs: 0, working: 0, today: 0, earlier: 0 }
  for (const row of rows) if (!isPinned(row)) shown[group(row)]++
  for (const name of ['needs', 'working', 'today', 'earlier'] as const)
    expect([name, groups[name] - below![name] - pinned[name]]).toEqual([name, shown[name]])
  expect(below!.earlier + below!.today + below!.needs).toBeGreaterThan(0)
  expect(sessions.facets({ kind: ['cron'] }).below).toBeNull()
})
