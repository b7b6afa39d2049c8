import { expect, test } from 'bun:test'
import { createAuth } from '../auth/auth.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { openSecrets } from '../secrets/secrets.ts'
import { openStore } from '../store/store.ts'
import { features } from './features.ts'
import { deleteExpired } from './retention.ts'

const day = 24 * 3_600_000

test('a sign-in is deleted thirty days after it has ended, and no day sooner', () => {
  using folder = temporary('retention')
  const store = openStore('wheelhouse', ':memory:')
  const auth = createAuth(store, openSecrets(folder.at('secrets')), { now: () => 0 })
  expect(auth.exchange(auth.issueCode('viewer'))).toBeDefined()
  const signIns = () => store.$client.query('SELECT id FROM sign_ins').all().length
  deleteExpired(store, features, 60 * day)
  expect(signIns()).toBe(1)
  deleteExpired(store, features, 60 * day + 1)
  expect(signIns()).toBe(0)
})

test('what is kept for good is never deleted', () => {
  const store = openStore('wheelhouse', ':memory:')
  const tables = [{ name: 'notes', tables: { wheelhouse: { tokens: {} } } }]
  store.$client.run("INSERT INTO tokens (id, name, role, secret_hash, created_at) VALUES ('a', 'a', 'viewer', 'x', 0)")
  deleteExpired(store, tables, 1e15)
  expect(store.$client.query('SELECT id FROM tokens').all()).toHaveLength(1)
})

test('what needed somebody is deleted thirty days after it has settled; what is open and what is ignored stays', () => {
  const store = openStore('wheelhouse', ':memory:')
  for (const [key, settledAt] of [
    ['open', null],
    ['settled', 0],
  ] as const)
    store.$client
      .query("INSERT INTO needs (key, id, kind, agent_id, opened_at, settled_at) VALUES (?, 'a', 'failed', '', 0, ?)")
      .run(key, settledAt)
  store.$client.run(
    "INSERT INTO ignored_needs (kind, subject, at, by, by_id, hidden) VALUES ('failed', 'a', 0, '', '', 0)",
  )
  const left = () => store.$client.query<{ key: string }, []>('SELECT key FROM needs ORDER BY key').all()
  deleteExpired(store, features, 30 * day)
  expect(left().map(({ key }) => key)).toEqual(['open', 'settled'])
  deleteExpired(store, features, 30 * day + 1)
  expect(left().map(({ key }) => key)).toEqual(['open'])
  expect(store.$client.query('SELECT * FROM ignored_needs').all()).toHaveLength(1)
})
