import { expect, test } from 'bun:test'
import { createAuth } from '../auth/auth.ts'
import { callerOf, type Peer } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { Refusal } from '../lib/refusal.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createGuard } from './guard.ts'

const here: Peer = { address: '127.0.0.1', port: 50_000 }
const host = '127.0.0.1:4747'
const origin = `http://${host}`

type Setting = Partial<Parameters<typeof createGuard>[0]>
type Sent = { method?: string; path?: string; peer?: Peer } & Record<string, string | Peer>

function start(setting: Setting = {}) {
  const auth = createAuth(storeInMemory('wheelhouse'), { instance: 'abcd2345' }, { now: Date.now })
  const guard = createGuard({
    auth,
    boundHost: '127.0.0.1',
    allowedHosts: ['wheel.lan:8443', 'fd00::7'],
    sameUser: () => true,
    socketCaller: () => callerAs('admin'),
    namesOfMachine: () => ['192.168.1.5', 'box', 'box.local'],
    ...setting,
  })
  const request = ({ method = 'GET', path = '/api/overview', peer: _, ...headers }: Sent) =>
    new Request(`http://${host}${path}`, { method, headers: { host, ...(headers as Record<string, string>) } })

  /** What becomes of a request: the code it is refused with, the role it is let in with, or `nobody`. */
  function outcome(sent: Sent) {
    try {
      const asked = request(sent)
      guard.check(asked, sent.peer ?? here)
      return callerOf(asked)?.role ?? 'nobody'
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }
  const admin = callerAs('admin')
  const bearer = (role: 'screen' | 'operator') => `Bearer ${auth.createToken(admin, { name: 'n', role }).token}`
  function signedIn() {
    const { cookie, key } = auth.exchange(auth.issueCode('operator'))!
    return { cookie: `wheelhouse_abcd2345=${cookie}`, 'x-wheelhouse-key': key }
  }
  return { auth, guard, request, outcome, bearer, signedIn }
}

test('on loopback our own user looks on with nothing', () => expect(start().outcome({})).toBe('viewer'))

test('our names are let in, with any port, since a tunnel has its own', () => {
  const { outcome, bearer } = start()
  const authorization = bearer('screen')
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', 'wheel.lan', '[fd00::7]'])
    for (const port of ['', ':4747', ':9000'])
      expect([name, outcome({ host: name + port, authorization })]).toEqual([name, 'screen'])
})

test('another name is refused, so that none can be bound to us (CVE-2025-66414, CVE-2026-32632)', () => {
  const { outcome } = start()
  const names = ['evil.com', '127.evil.com', 'localhost.evil.com', '127.0.0.1.evil.com', 'evillocalhost', 'box.local']
  const forms = [
    '',
    'localhost, evil.com',
    'evil.com, localhost',
    'u@localhost',
    'localhost@evil.com',
    '[::1].evil.com',
  ]
  const rest = ['192.168.1.5', '0.0.0.0', '127.0.0.2', 'localhost.', 'wheel.lan.evil.com']
  for (const name of [...names, ...forms, ...rest])
    for (const method of ['GET', 'POST', 'OPTIONS'])
      expect([name, outcome({ host: name, method, path: '/' })]).toEqual([name, 'wrong-host'])
})

test('a request without a Host is refused', () => {
  const request = new Request(`http://${host}/`)
  request.headers.delete('host')
  expect(() => start().guard.check(request, here)).toThrow(Refusal)
})

test('a foreign Host is refused also with a good credential, and through the socket file', () => {
  const { outcome, bearer, signedIn } = start()
  expect(outcome({ host: 'evil.com', authorization: bearer('operator') })).toBe('wrong-host')
  expect(outcome({ host: 'evil.com', ...signedIn() })).toBe('wrong-host')
  expect(outcome({ host: 'evil.com', peer: 'socket-file' })).toBe('wrong-host')
})

test('listening on every interface adds the names of the machine, and only then', () => {
  for (const boundHost of ['0.0.0.0', '::']) {
    const { outcome } = start({ boundHost })
    for (const name of ['192.168.1.5', 'box', 'BOX.local:4747', 'localhost'])
      expect([name, outcome({ host: name })]).toEqual([name, 'nobody'])
    for (const name of ['evil.com', 'box.local.evil.com', '192.168.1.50'])
      expect([name, outcome({ host: name })]).toEqual([name, 'wrong-host'])
  }
})

test('another site is refused whatever it asks (CVE-2026-25253, CVE-2026-22812)', () => {
  const { outcome, signedIn } = start()
  const others = [
    'https://evil.com',
    'null',
    '',
    'http://127.0.0.1:3000',
    'http://localhost:4747',
    `${origin}.evil.com`,
  ]
  for (const other of others)
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['/', '/api/overview'])
        expect([other, outcome({ method, path, origin: other, ...signedIn() })]).toEqual([other, 'wrong-origin'])
})

test('another site that hides its origin is known by what the browser says of it', () => {
  const { outcome, signedIn } = start()
  for (const site of ['cross-site', 'same-site', 'Cross-Site', 'something-new']) {
    for (const path of ['/api/overview', '/api', '/api/'])
      expect(outcome({ 'sec-fetch-site': site, path, ...signedIn() })).toBe('wrong-origin')
    expect(outcome({ 'sec-fetch-site': site, path: '/', method: 'POST', origin })).toBe('wrong-origin')
    expect(outcome({ 'sec-fetch-site': site, path: '/api/live', upgrade: 'websocket' })).toBe('wrong-origin')
    expect(outcome({ 'sec-fetch-site': site, path: '/' })).toBe('viewer')
  }
  for (const site of ['same-origin', 'none']) expect(outcome({ 'sec-fetch-site': site })).toBe('viewer')
})

test('our own page may change things; what names no origin must be a program with a token', () => {
  const { outcome, signedIn, bearer } = start()
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    expect(outcome({ method, origin, ...signedIn() })).toBe('operator')
    expect(outcome({ method, ...signedIn() })).toBe('wrong-origin')
    expect(outcome({ method })).toBe('wrong-origin')
    expect(outcome({ method, authorization: 'Basic dTpw' })).toBe('wrong-origin')
    expect(outcome({ method, authorization: bearer('operator') })).toBe('operator')
    expect(outcome({ method, peer: 'socket-file' })).toBe('admin')
  }
})

test('a socket of another site is refused, one of no browser goes on to its role (CVE-2025-52882, CVE-2026-27977)', () => {
  const { outcome, signedIn } = start()
  const upgrade = { path: '/api/live', upgrade: 'websocket', connection: 'upgrade' }
  expect(outcome({ ...upgrade, origin })).toBe('viewer')
  expect(outcome(upgrade)).toBe('viewer')
  for (const other of ['https://evil.com', 'null', '', 'http://127.0.0.1:3000'])
    expect(outcome({ ...upgrade, origin: other, ...signedIn() })).toBe('wrong-origin')
  expect(outcome({ ...upgrade, host: 'evil.com' })).toBe('wrong-host')
  expect(outcome({ ...upgrade, method: 'POST', origin })).toBe('wrong-method')
})

test('no other method is answered, OPTIONS least of all', () => {
  const { outcome, signedIn } = start()
  for (const method of ['OPTIONS', 'PROPFIND', 'QUERY'])
    for (const path of ['/', '/api/overview'])
      expect(outcome({ method, path, origin, ...signedIn() })).toBe('wrong-method')
  expect(outcome({ method: 'OPTIONS', origin: 'https://evil.com' })).toBe('wrong-method')
})

test('a wrong credential makes one nobody, not the viewer one is without it (CVE-2026-28472)', () => {
  const { outcome, signedIn, bearer } = start()
  const { cookie, 'x-wheelhouse-key': key } = signedIn()
  const good = bearer('screen')
  const wrong: Sent[] = [
    { authorization: 'Bearer x' },
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: good.slice(0, -1) },
    { authorization: `${good}, ${good}` },
    { authorization: 'Basic dTpw' },
    { authorization: 'Bearer x', cookie, 'x-wheelhouse-key': key },
    { cookie, 'x-wheelhouse-key': '' },
    { cookie, 'x-wheelhouse-key': 'x' },
    { 'x-wheelhouse-key': key },
    { cookie: 'wheelhouse_abcd2345=x', 'x-wheelhouse-key': key },
  ]
  for (const sent of wrong) expect([sent, outcome(sent)]).toEqual([sent, 'nobody'])
})

test('a cookie alone is as good as none', () => {
  const { outcome, signedIn } = start()
  const { cookie } = signedIn()
  expect(outcome({ cookie })).toBe('viewer')
  expect(start({ boundHost: '0.0.0.0' }).outcome({ cookie })).toBe('nobody')
})

test('a role that the client claims is not read (GHSA-rqpp-rjj8-7wv8)', () => {
  const { outcome, bearer } = start()
  const claims = { 'x-role': 'admin', 'x-wheelhouse-role': 'admin', scope: 'admin' }
  expect(outcome({ ...claims, path: '/api/overview?role=admin' })).toBe('viewer')
  expect(outcome({ ...claims, authorization: bearer('screen') })).toBe('screen')
})

test('a credential in the address is not read', () => {
  const { outcome, auth } = start({ sameUser: () => false })
  const { token } = auth.createToken(callerAs('admin'), { name: 'n', role: 'admin' })
  for (const name of ['token', 'access_token', 'key', 'authorization'])
    expect(outcome({ path: `/api/overview?${name}=${token}` })).toBe('nobody')
})

test('only a peer proven to be our user, on this machine, on a loopback bind, looks on with nothing', () => {
  expect(start({ sameUser: () => false }).outcome({})).toBe('nobody')
  expect(start({ sameUser: () => undefined }).outcome({})).toBe('nobody')
  expect(start().outcome({ peer: { address: '192.168.1.9', port: 1 } })).toBe('nobody')
  expect(start().outcome({ peer: { address: '127.evil.com', port: 1 } })).toBe('nobody')
  expect(start().outcome({ peer: { address: '::ffff:127.0.0.1', port: 1 } })).toBe('viewer')
  for (const boundHost of ['0.0.0.0', '::', '192.168.1.5', 'box.local', '127.evil.com'])
    expect([boundHost, start({ boundHost }).outcome({ host: 'localhost' })]).toEqual([boundHost, 'nobody'])
})

test('whoever comes through a proxy is not our user, though the proxy may be', () => {
  const { outcome } = start()
  const named = ['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip']
  for (const tail of ['for', 'host', 'proto', 'port', 'server', 'user', 'anything']) named.push(`x-forwarded-${tail}`)
  for (const header of named) expect([header, outcome({ [header]: '127.0.0.1' })]).toEqual([header, 'nobody'])
})

test('whoever asks for a name that is not of the loopback came through something, and is not our user', () => {
  const { outcome } = start()
  for (const name of ['wheel.lan', 'wheel.lan:4747', '[fd00::7]:4747'])
    expect([name, outcome({ host: name })]).toEqual([name, 'nobody'])
})

test('whose a connection is, is asked only where it decides something', () => {
  let asked = 0
  const { guard, request, signedIn, bearer } = start({
    sameUser: () => {
      asked++
      return true
    },
  })
  const look = (sent: Sent, times = 1) => {
    const seen = request(sent)
    guard.check(seen, here)
    for (let i = 0; i < times; i++) callerOf(seen)
    return asked
  }
  expect(look({ path: '/healthz' }, 0)).toBe(0)
  expect(look({ authorization: bearer('screen') })).toBe(0)
  expect(look(signedIn())).toBe(0)
  expect(look({}, 3)).toBe(1)
})

test('the socket file is the command line, and no header makes a connection one', () => {
  const { outcome } = start({ sameUser: () => false })
  expect(outcome({ peer: 'socket-file' })).toBe('admin')
  expect(outcome({ 'x-socket-file': '1', peer: { address: 'socket-file', port: 0 } })).toBe('nobody')
})

test('a body of more than 1 MiB is refused by its length', () => {
  const { outcome } = start()
  const post = { method: 'POST', origin }
  expect(outcome({ ...post, 'content-length': '1048576' })).toBe('viewer')
  expect(outcome({ ...post, 'content-length': '1048577' })).toBe('too-large')
  for (const length of ['-1', '1e3', '9'.repeat(30), 'x', '1, 2'])
    expect(outcome({ ...post, 'content-length': length })).toBe('bad-input')
})

test('a socket that brings its key later is asked for the same two halves', () => {
  const { guard, request, signedIn, bearer } = start({ sameUser: () => false })
  const { cookie, 'x-wheelhouse-key': key } = signedIn()
  const roleOf = (headers: Sent, given?: string) => {
    const asked = request(headers)
    guard.check(asked, here)
    return (given === undefined ? callerOf(asked) : guard.callerWithKey(asked, here, given))?.role
  }
  expect(roleOf({ cookie }, key)).toBe('operator')
  expect(roleOf({ cookie })).toBeUndefined()
  expect(roleOf({ cookie }, 'x')).toBeUndefined()
  expect(roleOf({}, key)).toBeUndefined()
  expect(roleOf({ authorization: bearer('screen') })).toBe('screen')
})

test('a revoked token is nobody at the next request (GHSA-m8wm-r5vq-qjpg)', () => {
  const { auth, outcome, bearer } = start()
  const authorization = bearer('operator')
  expect(outcome({ authorization })).toBe('operator')
  auth.revokeToken(auth.tokens()[0]!.id)
  expect(outcome({ authorization })).toBe('nobody')
})

test('a refusal does not repeat what was sent', () => {
  const { guard, request } = start()
  for (const sent of [{ host: 'evil.com' }, { origin: 'https://evil.com' }])
    try {
      guard.check(request(sent), here)
      expect.unreachable()
    } catch (error) {
      expect((error as Refusal).message).not.toContain('evil.com')
    }
})
