import { expect, test } from 'bun:test'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAudit } from './audit.ts'
import type { AuditLine } from './audit-line.ts'

function start() {
  const store = storeInMemory('wheelhouse')
  const heard: AuditLine[] = []
  let time = 0
  const audit = createAudit(store, { now: () => ++time, publish: ({ line }) => heard.push(line) })
  return { audit, store, heard }
}

const draft = {
  actId: 'a1',
  stage: 'asked',
  who: 'you (socket)',
  role: 'admin',
  credential: 'signed-in browser',
  action: 'restart gateway',
  target: 'gateway',
  detail: null,
} as const

test('a line is on record before it is heard', () => {
  const { audit, heard } = start()
  const line = audit.write(draft)
  expect(line).toEqual({ id: 1, at: 1, ...draft })
  expect(heard).toEqual([line])
  expect(audit.lines({ limit: 10 })).toEqual({ items: [line], nextCursor: null })
})

test('what is on record can be neither changed nor removed', () => {
  const { audit, store } = start()
  audit.write(draft)
  for (const attempt of ['DELETE FROM audit', "UPDATE audit SET who = 'nobody'", 'UPDATE audit SET id = 9'])
    expect(() => store.$client.run(attempt)).toThrow('append-only')
  expect(audit.lines({ limit: 10 }).items).toHaveLength(1)
})

test('pages go from the newest to the oldest and miss nothing that comes meanwhile', () => {
  const { audit } = start()
  for (let count = 0; count < 5; count++) audit.write(draft)
  const first = audit.lines({ limit: 2 })
  expect(first).toMatchObject({ items: [{ id: 5 }, { id: 4 }], nextCursor: '4' })
  audit.write(draft)
  const second = audit.lines({ limit: 2, cursor: Number(first.nextCursor) })
  expect(second).toMatchObject({ items: [{ id: 3 }, { id: 2 }], nextCursor: '2' })
  expect(audit.lines({ limit: 2, cursor: 2 })).toMatchObject({ items: [{ id: 1 }], nextCursor: null })
})

test('no secret and no line break gets on record', () => {
  const { audit } = start()
  const line = audit.write({
    ...draft,
    who: 'a\nrole: admin',
    target: 'https://me:hunter22@host/',
    detail: `Authorization: Bearer ${'aB3'.repeat(12)}\r\nforged line`,
  })
  expect(line.who).toBe('a role: admin')
  expect(line.target).toBe('https://[hidden]@host/')
  expect(line.detail).toBe('Authorization: [hidden] forged line')
})

test('an endless reason is cut', () => {
  const { audit } = start()
  expect(audit.write({ ...draft, detail: 'no '.repeat(100_000) }).detail!.length).toBeLessThan(2_100)
})
