import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../../audit/action-gate.ts'
import { createAudit } from '../../audit/audit.ts'
import { markCaller } from '../../auth/caller.ts'
import type { Role } from '../../auth/role.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import { bodyParser } from '../../http/body.ts'
import { problems } from '../../http/errors.ts'
import { createRoleGate } from '../../http/roles.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import type { LayoutEvent } from '../events.ts'
import { type OfficeLayout, officePlan } from '../plan.ts'
import { createLayouts } from './layouts.ts'
import { layoutRoutes } from './routes.ts'

/** An office of one room with so many plants. */
function officeOf(plants: number, name = 'Attic'): OfficeLayout {
  const ground = ['#'.repeat(128), ...Array.from({ length: 126 }, () => `#${'w'.repeat(126)}#`), '#'.repeat(128)]
  const pieces = Array.from({ length: plants }, (_, at) => ({
    id: `plant-${at}`,
    kind: 'plant.tall',
    column: 1 + (at % 100),
    row: 1 + Math.floor(at / 100),
    nudge: [1, -1] as [number, number],
  }))
  const deck = officePlan.parse({ version: 1, name, ground, pieces, rooms: [], desks: { 'openclaw:main': 'plant-0' } })
  return { version: 1, decks: [deck] }
}

type Answer = {
  revision: number
  savedAt: number | null
  savedBy: string | null
  layout: unknown
  problem?: string
  detail: string
  faults: string[]
  items: Record<string, unknown>[]
}

function start(store = storeInMemory('wheelhouse')) {
  const events: LayoutEvent[] = []
  let time = 100
  const layouts = createLayouts({ store, now: () => ++time, publish: (event) => events.push(event) })
  const audit = createAudit(store, { now: () => 0, publish() {} })
  const { gate, bodyAt, enforce } = createRoleGate()
  const app = new Elysia({ normalize: false, prefix: '/api/office' })
    .use(problems(() => {}))
    .use(gate)
    .use(bodyParser(bodyAt))
    .use(layoutRoutes({ layouts, actionGate: createActionGate(audit) }))
  enforce(app)

  async function ask(method: string, path = '', body?: unknown, { role = 'operator' as Role, name = 'Ada' } = {}) {
    const request = new Request(`http://localhost/api/office/layout${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    markCaller(request, () => callerAs(role, { name }))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  const acts = () => audit.lines({ limit: 100 }).items.map(({ stage, action }) => `${stage} ${action}`)
  return { ask, acts, events, store, layouts }
}

test('where nobody has saved an office it is composed by itself', async () => {
  const { ask } = start()
  expect((await ask('GET')).body).toEqual({ revision: 0, savedAt: null, savedBy: null, layout: null } as never)
})

test('what is saved is answered as it was, said to whoever listens, and on record', async () => {
  const { ask, events, acts } = start()
  const saved = await ask('PUT', '', { layout: officeOf(2), revision: 0, note: ' two plants ' })
  expect(saved).toMatchObject({ status: 200, body: { revision: 1, savedBy: 'Ada' } })
  expect((await ask('GET')).body).toMatchObject({ revision: 1, savedBy: 'Ada', layout: officeOf(2) })
  expect(events).toEqual([{ kind: 'office.layout-changed', revision: 1 }])
  expect(acts()).toEqual(['done save the office', 'asked save the office'])
  expect((await ask('GET', '/versions')).body.items).toEqual([
    { revision: 1, savedAt: expect.any(Number), savedBy: 'Ada', note: 'two plants', decks: 1, pieces: 2 },
  ])
})

test('a program that starts anew finds the office again', async () => {
  const { ask, store } = start()
  await ask('PUT', '', { layout: officeOf(1), revision: 0 })
  expect((await start(store).ask('GET')).body).toMatchObject({ revision: 1, layout: officeOf(1) })
})

test('of two who save on the same version the second is refused in a sentence, and nothing is lost', async () => {
  const { ask, events } = start()
  await ask('PUT', '', { layout: officeOf(1), revision: 0 }, { name: 'Ada' })
  const second = await ask('PUT', '', { layout: officeOf(5), revision: 0 }, { name: 'Bob' })
  expect(second.status).toBe(409)
  expect(second.body.detail).toBe('Nothing was saved: Ada has saved version 1 meanwhile. Load it, then save again.')
  expect((await ask('GET')).body.layout).toEqual(officeOf(1))
  expect(events).toHaveLength(1)
  expect((await ask('PUT', '', { layout: officeOf(5), revision: 7 })).body.detail).toContain('no version 7')
})

test('an office can be given back to be composed by itself, and an older version be restored', async () => {
  const { ask } = start()
  await ask('PUT', '', { layout: officeOf(1), revision: 0 })
  await ask('PUT', '', { layout: null, revision: 1 })
  expect((await ask('GET')).body).toMatchObject({ revision: 2, layout: null })
  const { layout } = (await ask('GET', '/versions/1')).body
  await ask('PUT', '', { layout, revision: 2 })
  expect((await ask('GET')).body).toMatchObject({ revision: 3, layout: officeOf(1) })
  expect((await ask('GET', '/versions')).body.items.map(({ pieces }) => pieces)).toEqual([1, 0, 1])
})

test('the last fifty versions are kept, and their numbers go on', async () => {
  const { ask } = start()
  for (let revision = 0; revision < 53; revision++)
    expect((await ask('PUT', '', { layout: officeOf(0), revision })).status).toBe(200)
  const { items } = (await ask('GET', '/versions')).body
  expect([items.length, items[0]!.revision, items.at(-1)!.revision]).toEqual([50, 53, 4])
  expect((await ask('GET', '/versions/3')).status).toBe(404)
})

test('an office of several thousand pieces is saved, and a larger body is not', async () => {
  const { ask } = start()
  const [deck] = officeOf(2_000).decks
  const large = { version: 1 as const, decks: Array.from({ length: 2 }, () => deck!) }
  expect((await ask('PUT', '', { layout: large, revision: 0 })).status).toBe(200)
  expect((await ask('PUT', '', { layout: officeOf(0), revision: 1, note: 'x'.repeat(2 ** 20) })).status).toBe(413)
  const larger = { ...large, decks: Array.from({ length: 3 }, () => deck!) }
  expect((await ask('PUT', '', { layout: larger, revision: 1 })).body.detail).toContain('more than 40000 values')
})

test('who may look on does not save, and a screen is not told who built it', async () => {
  const { ask } = start()
  await ask('PUT', '', { layout: officeOf(1), revision: 0 })
  for (const role of ['screen', 'viewer'] as const) {
    expect((await ask('PUT', '', { layout: null, revision: 1 }, { role })).status).toBe(403)
    expect((await ask('POST', '/check', { layout: {} }, { role })).status).toBe(403)
  }
  expect((await ask('GET', '', undefined, { role: 'screen' })).body).toMatchObject({ revision: 1, savedBy: null })
  expect((await ask('GET', '/versions', undefined, { role: 'screen' })).status).toBe(403)
  expect((await ask('GET', '/versions/1', undefined, { role: 'viewer' })).body.savedBy).toBe('Ada')
})

test('what is wrong with a file is said by its place, at most fifty times', async () => {
  const { ask } = start()
  const faultsOf = async (layout: unknown) => (await ask('POST', '/check', { layout })).body.faults
  expect(await faultsOf(officeOf(3))).toEqual([])
  const [deck] = officeOf(2).decks
  const [plant] = deck!.pieces
  const wrong = {
    version: 1,
    decks: [
      {
        ...deck,
        ground: deck!.ground.with(3, 'wwwwwwww'),
        pieces: [plant, { ...plant, column: 'left', extra: 1 }, { ...plant, kind: '../x' }],
      },
    ],
  }
  expect(await faultsOf(wrong)).toEqual([
    'decks.0.ground: should have rows of one length',
    'decks.0.pieces.1.column: should be a number',
    'decks.0.pieces.1: should not have `extra`',
    'decks.0.pieces.2.kind: should be the name of a piece',
  ])
  expect(await faultsOf({ version: 1, decks: [{ ...deck, pieces: [plant, plant] }] })).toEqual([
    'decks.0.pieces.1.id: should be an id of its own',
  ])
  expect(await faultsOf({ version: 1, decks: [{ ...deck, pieces: Array(500).fill({}) }] })).toHaveLength(50)
  expect(await faultsOf('no')).toEqual(['the layout: should be an object'])
  expect(await faultsOf({ version: 2, anything: true })).toEqual([
    expect.stringMatching(/^This layout was made by a newer version \(2\)/),
  ])
})

test('a saved office that is torn, or of a newer version, is none, with the reason', async () => {
  for (const [text, why] of [
    ['{"version":1,"decks":[', 'What was kept of it is torn.'],
    ['7', 'the layout: should be an object'],
    ['{"version":9}', 'made by a newer version (9)'],
    ['{"version":1,"decks":[]}', 'decks: should have at least 1 item'],
  ] as const) {
    const { ask, store, layouts } = start()
    store.$client.run(
      `INSERT INTO office_layouts (revision, saved_at, saved_by, decks, pieces, layout) VALUES (4, 1, 'Ada', 1, 1, ?)`,
      [text],
    )
    const { body } = await ask('GET')
    expect(body).toMatchObject({ revision: 4, layout: null, problem: expect.stringContaining(why) })
    expect((await ask('GET', '/versions/4')).body.problem).toContain(why)
    // It does not stand in the way of a better one.
    expect((await ask('PUT', '', { layout: officeOf(1), revision: 4 })).status).toBe(200)
    expect(layouts.current().layout).toEqual(officeOf(1))
  }
})
