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
