import { expect, test } from 'bun:test'
import { Refusal } from '../lib/refusal.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAuth } from './auth.ts'
import { roles } from './role.ts'
import { callerAs } from './testing/caller-as.ts'

const day = 24 * 3_600_000
const admin = callerAs('admin')

function start() {
  const clock = { time: 1_000_000 }
  const store = storeInMemory('wheelhouse')
  const auth = createAuth(store, { instance: 'abcd2345' }, { now: () => clock.time })
  const ended: string[] = []
  auth.onRevoked((id) => ended.push(id))
  const cookieOf = (value: string) => `theme=dark; wheelhouse_abcd2345=${value}`
  return { auth, store, clock, ended, cookieOf }
}

test('a token is whoever it was made for', () => {
  const { auth } = start()
  const { id, token } = auth.createToken(admin, { name: 'Wall', role: 'screen' })
  expect(auth.callerFromBearer(`Bearer ${token}`)).toEqual({
    id: `token:${id}`,
    role: 'screen',
    name: 'Wall',
    mayAct: false,
  })
  expect(auth.callerFromBearer(`bearer ${token}`)?.role).toBe('screen')
})

test('a Bearer that is nearly right is nobody', () => {
  const { auth } = start()
  const { id, token } = auth.createToken(admin, { name: 'a', role: 'admin' })
  const other = auth.createToken(admin, { name: 'b', role: 'viewer' })
  const secret = token.split('.')[1]!
  const wrong = [
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${id}`,
    `Bearer ${id}.`,
    `Bearer ${id}.${secret.slice(0, -1)}`,
    `Bearer ${id}.${secret}A`,
    `Bearer ${id}.${secret.toLowerCase()}`,
    `Bearer ${other.id}.${secret}`,
    `Bearer zzzzzzzzzzzz.${secret}`,
    `Bearer ${token} admin`,
    `Bearer ${token},Bearer ${token}`,
    `Basic ${token}`,
    token,
    `Bearer ' OR 1=1 --.${secret}`,
  ]
  for (const header of wrong) expect([header, auth.callerFromBearer(header)]).toEqual([header, undefined])
})

test('no secret is in the database', () => {
  const { auth, store } = start()
  const { token } = auth.createToken(admin, { name: 'a', role: 'admin' })
  const { cookie, key } = auth.exchange(auth.issueCode('admin'))!
  const kept = JSON.stringify([
    store.$client.query('SELECT * FROM tokens').all(),
    store.$client.query('SELECT * FROM sign_ins').all(),
  ])
  for (const secret of [token.split('.')[1]!, cookie.split('.')[1]!, key]) expect(kept).not.toContain(secret)
})

test('nobody makes a token that may do more than they may', () => {
  const { auth } = start()
  const made = roles.map((by) =>
    roles.map((role) => {
      try {
        auth.createToken(callerAs(by), { name: 'n', role })
        return 'made'
      } catch (error) {
        return (error as Refusal).code
      }
    }),
  )
  expect(made).toEqual([
    ['made', 'forbidden', 'forbidden', 'forbidden'],
    ['made', 'made', 'forbidden', 'forbidden'],
    ['made', 'made', 'made', 'forbidden'],
    ['made', 'made', 'made', 'made'],
  ])
})

test('a code becomes a cookie and a key, and both together are the caller', () => {
  const { auth, cookieOf } = start()
  const { id, cookie, key } = auth.exchange(auth.issueCode('operator'))!
  expect(auth.callerFromCookieAndKey(cookieOf(cookie), key)).toMatchObject({ id: `sign-in:${id}`, role: 'operator' })
})

test('a code is exchanged once', () => {
  const { auth } = start()
  const code = auth.issueCode('admin')
  expect(auth.exchange(code)).toBeDefined()
  expect(auth.exchange(code)).toBeUndefined()
})

test('one half of a sign-in, or halves of two, are nobody', () => {
  const { auth, cookieOf } = start()
  const mine = auth.exchange(auth.issueCode('viewer'))!
  const theirs = auth.exchange(auth.issueCode('admin'))!
  const secretOf = (cookie: string) => cookie.split('.')[1]!
  const wrong: [string, string][] = [
    [cookieOf(mine.cookie), ''],
    [cookieOf(mine.cookie), theirs.key],
    [cookieOf(theirs.cookie), mine.key],
    [cookieOf(mine.cookie), secretOf(mine.cookie)],
    [cookieOf(`${mine.id}.${mine.key}`), mine.key],
    [cookieOf(`${theirs.id}.${secretOf(mine.cookie)}`), mine.key],
    ['', mine.key],
    [`wheelhouse_other=${mine.cookie}`, mine.key],
    [`xwheelhouse_abcd2345=${mine.cookie}`, mine.key],
  ]
  for (const [cookie, key] of wrong) expect(auth.callerFromCookieAndKey(cookie, key)).toBeUndefined()
})

test('a neighbour that puts a cookie of our name in front does not shut anyone out', () => {
  const { auth, cookieOf } = start()
  const { cookie, key } = auth.exchange(auth.issueCode('viewer'))!
  expect(auth.callerFromCookieAndKey(`wheelhouse_abcd2345=junk; ${cookieOf(cookie)}`, key)?.role).toBe('viewer')
})

test('a token is no cookie and a cookie is no token', () => {
  const { auth, cookieOf } = start()
  const { token } = auth.createToken(admin, { name: 'a', role: 'admin' })
  const { cookie, key } = auth.exchange(auth.issueCode('admin'))!
  expect(auth.callerFromBearer(`Bearer ${cookie}`)).toBeUndefined()
  expect(auth.signInWithToken(cookie)).toBeUndefined()
  expect(auth.callerFromCookieAndKey(cookieOf(token), token.split('.')[1]!)).toBeUndefined()
  expect(auth.callerFromCookieAndKey(cookieOf(token), key)).toBeUndefined()
})

test('revoking a token ends it and what was signed in with it, at once, and says so', () => {
  const { auth, cookieOf, ended } = start()
  const { id, token } = auth.createToken(admin, { name: 'Wall', role: 'screen' })
  const signIn = auth.signInWithToken(token)!
  expect(signIn).toMatchObject({ role: 'screen', name: 'Wall', mayAct: false })
  const apart = auth.exchange(auth.issueCode('viewer'))!
  expect(auth.stillValid(`sign-in:${signIn.id}`)).toBe(true)

  auth.revokeToken(id)
  expect(ended).toEqual([`token:${id}`, `sign-in:${signIn.id}`])
  expect(auth.callerFromBearer(`Bearer ${token}`)).toBeUndefined()
  expect(auth.signInWithToken(token)).toBeUndefined()
  expect(auth.callerFromCookieAndKey(cookieOf(signIn.cookie), signIn.key)).toBeUndefined()
  expect(auth.stillValid(`token:${id}`)).toBe(false)
  expect(auth.stillValid(`sign-in:${signIn.id}`)).toBe(false)
  expect(auth.stillValid(`sign-in:${apart.id}`)).toBe(true)
  expect(auth.tokens()).toEqual([])
  expect(() => auth.revokeToken(id)).toThrow(Refusal)
})

test('a listener that fails keeps no other from hearing', () => {
  const { auth } = start()
  const heard: string[] = []
  auth.onRevoked(() => {
    throw new Error('broken socket')
  })
  auth.onRevoked((id) => heard.push(id))
  const { id } = auth.createToken(admin, { name: 'a', role: 'viewer' })
  expect(() => auth.revokeToken(id)).toThrow(AggregateError)
  expect(heard).toEqual([`token:${id}`])
})

test('a role that was lowered in the meantime is the lower one at the next request', () => {
  const { auth, store, cookieOf } = start()
  const { id, token } = auth.createToken(admin, { name: 'a', role: 'admin' })
  const { cookie, key } = auth.signInWithToken(token)!
  store.$client.run("UPDATE tokens SET role = 'viewer' WHERE id = ?", [id])
  expect(auth.callerFromBearer(`Bearer ${token}`)?.role).toBe('viewer')
  expect(auth.callerFromCookieAndKey(cookieOf(cookie), key)?.role).toBe('viewer')
})

test('signing out ends the pair and nothing else', () => {
  const { auth, cookieOf, ended } = start()
  const { id, token } = auth.createToken(admin, { name: 'a', role: 'viewer' })
  const signIn = auth.signInWithToken(token)!
  auth.signOut(`sign-in:${signIn.id}`)
  expect(ended).toEqual([`sign-in:${signIn.id}`])
  expect(auth.callerFromCookieAndKey(cookieOf(signIn.cookie), signIn.key)).toBeUndefined()
  auth.signOut(`token:${id}`)
  expect(auth.callerFromBearer(`Bearer ${token}`)?.role).toBe('viewer')
})

test('a sign-in lasts as long as it is used, and thirty days more', () => {
  const { auth, clock, cookieOf } = start()
  const { id, cookie, key } = auth.exchange(auth.issueCode('viewer'))!
  const caller = () => auth.callerFromCookieAndKey(cookieOf(cookie), key)
  for (let week = 0; week < 10; week++) {
    clock.time += 7 * day
    expect(caller()).toBeDefined()
  }
  clock.time += 30 * day
  expect(caller()).toBeUndefined()
  expect(auth.stillValid(`sign-in:${id}`)).toBe(false)
})

test('a socket that stays open keeps its sign-in by saying that it is used', () => {
  const { auth, clock } = start()
  const { id } = auth.exchange(auth.issueCode('viewer'))!
  for (let week = 0; week < 10; week++) {
    clock.time += 7 * day
    auth.noteUse(`sign-in:${id}`)
  }
  expect(auth.stillValid(`sign-in:${id}`)).toBe(true)
})

test('when something was last used is noted at most once a minute', () => {
  const { auth, clock } = start()
  const { token } = auth.createToken(admin, { name: 'a', role: 'viewer' })
  const lastUsedAt = () => auth.tokens()[0]!.lastUsedAt
  expect(lastUsedAt()).toBeNull()
  auth.callerFromBearer(`Bearer ${token}`)
  const first = clock.time
  expect(lastUsedAt()).toBe(first)
  clock.time += 59_999
  auth.callerFromBearer(`Bearer ${token}`)
  expect(lastUsedAt()).toBe(first)
  clock.time += 1
  auth.callerFromBearer(`Bearer ${token}`)
  expect(lastUsedAt()).toBe(first + 60_000)
})

test('a caller of no known kind is not valid', () => {
  const { auth } = start()
  const { id } = auth.createToken(admin, { name: 'a', role: 'viewer' })
  for (const callerId of ['', 'token:', 'sign-in:', `sign-in:${id}`, 'token:nobody', 'admin', id, 'same-user:x'])
    expect([callerId, auth.stillValid(callerId)]).toEqual([callerId, false])
  expect(auth.stillValid('same-user')).toBe(true)
  expect(auth.stillValid('socket')).toBe(true)
})

test('a link that came while the disk was full is good once there is room again', () => {
  const store = storeInMemory('wheelhouse')
  const auth = createAuth(store, { instance: 'abcd2345' }, { now: Date.now })
  const pages = (store.$client.query('PRAGMA page_count').get() as { page_count: number }).page_count
  store.$client.run(`PRAGMA max_page_count = ${pages}`)
  // A sign-in may still fit into the pages there are; then the next does not.
  let full: unknown
  for (let i = 0; i < 1_000 && !full; i++)
    try {
      auth.exchange(auth.issueCode('viewer'))
    } catch (error) {
      full = error
    }
  expect((full as { code?: string }).code).toBe('SQLITE_FULL')
  const late = auth.issueCode('admin')
  expect(() => auth.exchange(late)).toThrow()
  store.$client.run(`PRAGMA max_page_count = ${pages * 10}`)
  expect(auth.exchange(late)?.role).toBe('admin')
  expect(auth.exchange(late)).toBeUndefined()
})
