import { expect, test } from 'bun:test'
import { callerAs } from '../auth/testing/caller-as.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { Act, ActFilter } from './act.ts'
import { createActionGate } from './action-gate.ts'
import { createActs } from './acts.ts'
import { createAudit } from './audit.ts'
import { exportActs } from './export-acts.ts'

function start() {
  const store = storeInMemory('wheelhouse')
  let time = 1_000
  let number = 0
  const audit = createAudit(store, { now: () => time, publish() {} })
  const gate = createActionGate(audit, () => `act-${++number}`)
  const acts = createActs(store)
  /** Passes the gate, with an end after so many ms. */
  async function act(draft: { action?: string; target?: string; fails?: string; by?: 'viewer' | 'operator' } = {}) {
    const { action = 'run job', target = 'nightly', fails, by = 'operator' } = draft
    await gate
      .pass({
        caller: callerAs(by, { id: 'token:abc', name: 'Ann' }),
        action,
        target,
        needs: 'operator',
        perform() {
          time += 40
          if (fails !== undefined) throw new Error(fails)
        },
      })
      .catch(() => undefined)
    time += 1_000
  }
  /** Asks, and is killed before the end. */
  const ask = (rest: { actId: string; target?: string; detail?: string | null; action?: string }) =>
    audit.write({
      stage: 'asked',
      who: 'Bo (socket)',
      role: 'admin',
      credential: 'command line',
      action: 'restart gateway',
      target: 'gateway',
      detail: null,
      ...rest,
    })
  const listed = (filter: ActFilter = {}) => acts.page({ limit: 500, ...filter }).items
  return { store, audit, acts, act, ask, listed }
}

const textOf = async (pieces: AsyncGenerator<Uint8Array, void>) => {
  let text = ''
  for await (const piece of pieces) text += new TextDecoder().decode(piece)
  return text
}

test('an act is one item, however many lines it has, with how it ended and how long it took', async () => {
  const { act, ask, listed } = start()
  await act()
  await act({ fails: 'The gateway is not running.' })
  await act({ by: 'viewer' })
  ask({ actId: 'killed' })
  expect(
    listed().map(({ id, outcome, detail, tookMs, at, endedAt }) => [id, outcome, detail, tookMs, at, endedAt]),
  ).toEqual([
    ['killed', 'unfinished', null, null, 4_080, null],
    ['act-3', 'refused', 'Needs operator.', null, 3_080, 3_080],
    ['act-2', 'failed', 'The gateway is not running.', 40, 2_040, 2_080],
    ['act-1', 'done', null, 40, 1_000, 1_040],
  ])
})

test('an act of which only the end is on record took nobody knows how long', () => {
  const { audit, ask, listed } = start()
  const { id: _, at: __, ...line } = ask({ actId: 'a' })
  audit.write({ ...line, actId: 'b', stage: 'done', action: 'sign in' })
  expect(listed()[0]).toMatchObject({ id: 'b', outcome: 'done', tookMs: null, endedAt: 1_000 })
})

test('acts that overlap keep their own lines', () => {
  const { audit, ask, listed, acts } = start()
  const { id: _, at: __, ...first } = ask({ actId: 'a' })
  ask({ actId: 'b' })
  audit.write({ ...first, stage: 'failed', detail: 'no' })
  audit.write({ ...first, actId: 'b', stage: 'done' })
  expect(listed().map(({ id, outcome }) => [id, outcome])).toEqual([
    ['b', 'done'],
    ['a', 'failed'],
  ])
  expect(acts.linesOf('a').map(({ stage }) => stage)).toEqual(['asked', 'failed'])
  expect(() => acts.linesOf('c')).toThrow('no act')
})

test('each filter narrows the list to what it names', async () => {
  const { act, ask, listed } = start()
  await act({ target: 'Nächtlich' })
  await act({ fails: 'disk is full' })
  ask({ actId: 'killed' })
  const ids = (filter: ActFilter) => listed(filter).map(({ id }) => id)
  expect(ids({ q: 'NÄCHT job' })).toEqual(['act-1'])
  expect(ids({ q: 'ann full' })).toEqual(['act-2'])
  expect(ids({ q: '%' })).toEqual([])
  expect(ids({ who: 'Bo (socket)' })).toEqual(['killed'])
  expect(ids({ credential: 'token' })).toEqual(['act-2', 'act-1'])
  expect(ids({ outcome: 'unfinished' })).toEqual(['killed'])
  expect(ids({ outcome: 'failed', credential: 'command line' })).toEqual([])
  expect(ids({ since: 2_040 })).toEqual(['killed', 'act-2'])
  expect(ids({ since: 2_040, until: 3_080 })).toEqual(['act-2'])
  expect(ids({ since: 1e15 })).toEqual([])
})

test('pages of any size, put together, are the whole list, and miss nothing that comes meanwhile', async () => {
  const { act, ask, acts, listed } = start()
  for (let number = 0; number < 23; number++) await act({ target: number % 3 === 0 ? 'third' : 'other' })
  for (const filter of [{}, { q: 'third' }] as const)
    for (const limit of [1, 2, 7, 23, 100]) {
      const whole = listed(filter).map(({ id }) => id)
      const got: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = acts.page({ ...filter, limit, ...(cursor ? { cursor: Number(cursor) } : {}) })
        got.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
        ask({ actId: `meanwhile-${limit}-${got.length}` })
      }
      expect([limit, got]).toEqual([limit, whole])
    }
})

test('a long record is looked through in bounded steps', () => {
  const { store, acts, ask } = start()
  ask({ actId: 'wanted', target: 'needle' })
  store.$client.run(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
    INSERT INTO audit (at, act_id, stage, who, role, credential, action, target)
    SELECT 2000, 'x' || i, 'refused', 'Bo', 'viewer', 'token', 'knock', 'door' FROM n`)
  const answers: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = acts.page({ q: 'needle', limit: 50, ...(cursor ? { cursor: Number(cursor) } : {}) })
    answers.push(page.items.length)
    cursor = page.nextCursor
  }
  expect(answers).toEqual([0, 0, 1])
})

test('a file holds every act that fits, and a spreadsheet calculates none of it', async () => {
  const { act, acts, ask } = start()
  for (const target of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a "b", c']) await act({ target })
  ask({ actId: 'killed' })
  const csv = await textOf(exportActs('csv', acts.all({})))
  const lines = csv.trimEnd().split('\r\n')
  expect(lines).toHaveLength(8)
  expect(lines[0]).toBe('time,ended,took_ms,who,role,credential,action,target,outcome,detail,act_id')
  for (const line of lines) for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?\s*[=+\-@]/)
  expect(csv).toContain('"a ""b"", c"')
  const { items } = JSON.parse(await textOf(exportActs('json', acts.all({})))) as { items: Act[] }
  expect(items).toEqual(acts.page({ limit: 500 }).items)
  expect(JSON.parse(await textOf(exportActs('json', acts.all({ q: 'nowhere' }))))).toEqual({ items: [] })
})

test('a secret that was recorded before it was known as one is hidden in lists, lines and files', async () => {
  const { store, acts } = start()
  const secret = `sk-ant-api03-${'aB3'.repeat(12)}`
  store.$client.run(
    `INSERT INTO audit (at, act_id, stage, who, role, action, target, detail) VALUES (1, 'old', 'failed', ?1, 'admin', 'a', ?1, ?1)`,
    [secret],
  )
  const said = [
    JSON.stringify(acts.page({ limit: 1 })),
    JSON.stringify(acts.linesOf('old')),
    await textOf(exportActs('csv', acts.all({}))),
    await textOf(exportActs('json', acts.all({}))),
  ]
  for (const text of said) expect(text).not.toContain(secret)
  expect(acts.page({ q: secret, limit: 1 }).items).toEqual([])
})

test('acts are counted by outcome and by credential, each without that condition itself', async () => {
  const { act, ask, acts } = start()
  await act()
  await act({ fails: 'no' })
  await act({ by: 'viewer' })
  ask({ actId: 'killed' })
  expect(acts.facets({})).toEqual({
    outcome: { done: 1, failed: 1, refused: 1, unfinished: 1 },
    credential: { token: 3, 'command line': 1 },
    isWhole: true,
  })
  expect(acts.facets({ outcome: 'done' }).outcome).toEqual({ done: 1, failed: 1, refused: 1, unfinished: 1 })
  expect(acts.facets({ outcome: 'done' }).credential).toEqual({ token: 1 })
  expect(acts.facets({ credential: 'command line', q: 'gateway' })).toEqual({
    outcome: { unfinished: 1 },
    credential: { 'command line': 1 },
    isWhole: true,
  })
})

test('counts of a long record say that there are more', () => {
  const { store, acts } = start()
  store.$client.run(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
    INSERT INTO audit (at, act_id, stage, who, role, credential, action, target)
    SELECT 2000, 'x' || i, 'refused', 'Bo', 'viewer', 'token', 'knock', 'door' FROM n`)
  expect(acts.facets({})).toEqual({ outcome: { refused: 5_000 }, credential: { token: 5_000 }, isWhole: false })
})
