import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { maxTags, tagOf } from './annotation.ts'
import { createAnnotations } from './annotations.ts'
import type { AnnotationEvent } from './events.ts'
import { annotationRoutes } from './routes.ts'

/** The routes over an empty store, with sessions `a` to `c` and whatever begins with `s`. */
function start(store = storeInMemory('wheelhouse')) {
  const events: AnnotationEvent[] = []
  const heard: string[] = []
  const audit = createAudit(store, { now: () => 0, publish() {} })
  const annotations = createAnnotations({
    store,
    now: () => 1,
    publish: (event) => events.push(event),
    changed: (steps) => heard.push(...steps.map(({ id }) => id)),
  })
  const { gate, enforce } = createRoleGate()
  const bugs: unknown[] = []
  const app = new Elysia()
    .use(problems((error) => bugs.push(error)))
    .use(gate)
    .use(
      annotationRoutes({
        annotations,
        reader: {
          knownSessions: async ({ ids }) =>
            bytesOf(ids.filter((id) => /^([abc]|s\d+)$/.test(id)).map((id) => ({ id, lastAt: 1 }))),
        },
        actionGate: createActionGate(audit),
      }),
    )
  enforce(app)
  async function change(changes: unknown, role: Role | 'nobody' = 'operator') {
    const request = new Request('http://localhost/api/annotations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ changes }),
    })
    if (role !== 'nobody') markCaller(request, () => callerAs(role))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as { steps: unknown[]; detail: string } }
  }
  const acts = () =>
    audit.lines({ limit: 100 }).items.map(({ stage, action, target }) => `${stage} ${action}: ${target}`)
  return { store, annotations, change, events, heard, acts, bugs }
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as never

test('what is noted is kept, told to whoever listens, and recorded without its words', async () => {
  const { store, change, events, heard, acts, annotations } = start()
  const { status, body } = await change([
    { id: 'a', addTags: ['Infra', 'night crew'], isPinned: true },
    { id: 'b', note: 'Ask Ann\nabout it' },
  ])
  expect(status).toBe(200)
  expect(body.steps[0]).toEqual({
    id: 'a',
    before: null,
    after: { tags: ['infra', 'night-crew'], isPinned: true, isArchived: false, note: null },
  })
  expect(heard).toEqual(['a', 'b'])
  expect(events).toHaveLength(1)
  expect(events[0]!.changes.map(({ sessionId }) => sessionId)).toEqual(['a', 'b'])
  expect(acts()).toContain('done tag and pin and note: 2 sessions')
  expect(JSON.stringify(acts())).not.toContain('Ann')
  expect([...start(store).annotations.all()]).toEqual([...annotations.all()])
})

test('a change is taken back by its opposite, and nothing is left', async () => {
  const { store, change, annotations } = start()
  await change([{ id: 'a', addTags: ['x', 'y'], isArchived: true, note: 'n' }])
  await change([{ id: 'a', removeTags: ['x', 'y', 'z'], isArchived: false, note: null }])
  expect(annotations.all().size).toBe(0)
  expect(start(store).annotations.all().size).toBe(0)
})

test('what changes nothing is told to nobody', async () => {
  const { change, events } = start()
  await change([{ id: 'a', isPinned: true }])
  await change([{ id: 'a', isPinned: true, addTags: [] }])
  expect(events).toHaveLength(1)
})

for (const [what, changes, said] of [
  ['no session', [], 'changes'],
  ['more than 500', Array.from({ length: 501 }, (_, n) => ({ id: `s${n}`, isPinned: true })), 'changes'],
  ['one session twice', [{ id: 'a' }, { id: 'a' }], 'once'],
  [
    'a session that is not there',
    [
      { id: 'a', isPinned: true },
      { id: 'x', isPinned: true },
    ],
    'there is no session x',
  ],
  ['a tag of 41 characters', [{ id: 'a', addTags: ['x'.repeat(41)] }], 'at most 40'],
  ['a tag that would leave something out', [{ id: 'a', addTags: ['-x'] }], 'no dash'],
  ['a tag of nothing', [{ id: 'a', addTags: [' \u200b'] }], 'one line'],
  ['21 tags at once', [{ id: 'a', addTags: Array.from({ length: 21 }, (_, n) => `t${n}`) }], 'addTags'],
  ['a note of 2,001 characters', [{ id: 'a', note: 'x'.repeat(2_001) }], 'note'],
  ['a note with a control character', [{ id: 'a', note: 'x\u001b[31m' }], 'printable'],
  ['a note that turns the writing round', [{ id: 'a', note: 'x\u202ey' }], 'printable'],
  ['a field that there is not', [{ id: 'a', state: 'failed' }], 'state'],
  ['a word for a yes', [{ id: 'a', isPinned: 'yes' }], 'isPinned'],
] as const)
  test(`${what} is refused in a sentence, and changes nothing`, async () => {
    const { change, annotations, bugs } = start()
    const { status, body } = await change(changes)
    expect([status >= 400 && status < 500, annotations.all().size, bugs]).toEqual([true, 0, []])
    expect(body.detail).toContain(said)
  })

test('a session has at most 20 tags, and where one has too many none of them is changed', async () => {
  const { change, annotations } = start()
  await change([{ id: 'a', addTags: Array.from({ length: maxTags }, (_, n) => `t${n}`) }])
  const { status, body } = await change([
    { id: 'b', addTags: ['one-more'] },
    { id: 'a', addTags: ['one-more'] },
  ])
  expect([status, body.detail]).toEqual([400, 'A session may have 20 tags.'])
  expect([...annotations.all().keys()]).toEqual(['a'])
})

test('a disk that is full changes nothing, here or there', async () => {
  const { store, change, annotations, events } = start()
  store.$client.run('CREATE TRIGGER full BEFORE INSERT ON annotations BEGIN SELECT RAISE(ABORT, "disk full"); END')
  expect((await change([{ id: 'a', isPinned: true }])).status).toBe(500)
  expect([annotations.all().size, events]).toEqual([0, []])
})

test('many changes are told in several events', async () => {
  const { change, events } = start()
  await change(Array.from({ length: 250 }, (_, n) => ({ id: `s${n}`, isArchived: true })))
  expect(events.map(({ changes }) => changes.length)).toEqual([100, 100, 50])
})

for (const role of ['nobody', 'screen', 'viewer'] as const)
  test(`${role} may note nothing`, async () => {
    const { change, annotations } = start()
    expect((await change([{ id: 'a', isPinned: true }], role)).status).toBe(role === 'nobody' ? 401 : 403)
    expect(annotations.all().size).toBe(0)
  })

test('every tag that is kept can be typed as one word of a filter', () => {
  for (const text of ['Night Crew', 'größe', '日本', 'a:b', 'x/y', '100%', 'a'.repeat(40)]) {
    const tag = tagOf(text)!
    expect([tag, /\s|[*,]|^-/.test(tag), tagOf(tag)]).toEqual([tag, false, tag])
  }
})
