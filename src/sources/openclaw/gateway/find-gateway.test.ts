import { expect, test } from 'bun:test'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { startTimeOf } from '../../../lib/process.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { findGateway, parseLock, readGatewayConfig, socketUrl } from './find-gateway.ts'
import { writeLock } from './testing/fake-gateway.ts'

const variable = (name: string) => ['$', '{', name, '}'].join('')

const unnamed = { url: null, token: null }

/** What is found in a home that `make` fills, with a system's temporary folder beside it. */
function look(
  make: (home: string, temporary: string) => void,
  named: { url: string | null; token: string | null } = unnamed,
) {
  const folder = temporary('find')
  const home = folder.at('home')
  const system = folder.at('tmp')
  mkdirSync(home)
  mkdirSync(system)
  make(home, system)
  const { found, findings } = findGateway(home, null, named, { systemFolders: [system] })
  rmSync(folder.path, { recursive: true })
  return { found, codes: findings.map(({ code }) => code), text: JSON.stringify(findings) }
}

const config = (home: string, gateway: object | string) =>
  writeFileSync(`${home}/openclaw.json`, typeof gateway === 'string' ? gateway : JSON.stringify({ gateway }))

test('without a lock there is no gateway, whoever listens on the usual port', () =>
  expect(look((home) => config(home, { port: 18_789, auth: { token: 't' } }))).toMatchObject({
    found: undefined,
    codes: [],
  }))

test('a live lock that names the home is the gateway, with the token of its configuration', () =>
  expect(
    look((home) => {
      writeLock(home, { port: 4_242 })
      config(home, { auth: { token: 'of-config' } })
    }).found,
  ).toMatchObject({
    url: 'ws://127.0.0.1:4242',
    port: 4_242,
    pid: process.pid,
    startedAt: Date.parse('2026-11-21T10:00:00Z'),
    credentials: [{ token: 'of-config' }],
  }))

test('a lock of a process that is gone is stale', () =>
  expect(look((home) => writeLock(home, { pid: 4_000_000, port: 1 })).codes).toEqual(['gateway-stale-lock']))

test.if(startTimeOf(process.pid) !== undefined)('a lock of another process with the same number is stale', () =>
  expect(look((home) => writeLock(home, { port: 1, startTime: 1 }))).toMatchObject({
    found: undefined,
    codes: ['gateway-stale-lock'],
  }),
)

test('a lock in a copied home speaks for the original: it is not connected to', () =>
  expect(look((home) => writeLock(home, { port: 1, stateDir: '/somewhere/else' }))).toMatchObject({
    found: undefined,
    codes: ['gateway-wrong-home'],
  }))

test('of two gateways the newest is taken, and that there are two is said', () => {
  const { found, codes } = look((home) => {
    writeLock(home, { port: 1 })
    writeLock(
      home,
      { pid: process.ppid, startTime: null, port: 2, createdAt: '2026-11-21T11:00:00Z' },
      'gateway.b.lock',
    )
  })
  expect([found?.port, codes]).toEqual([2, ['gateway-two']])
})

test('a lock twice under two names is one gateway', () =>
  expect(
    look((home) => {
      writeLock(home, { port: 1 })
      writeLock(home, { port: 1 }, 'gateway.1eed6c4a.lock')
    }).codes,
  ).toEqual([]))

test('an older gateway locks in the system’s folder and names the configuration: the port is that of the configuration', () => {
  const { found } = look((home, system) => {
    config(home, { port: 4_343, auth: { token: 't' } })
    mkdirSync(`${system}/openclaw-0`)
    // As 2026.3.24 writes it: neither port nor home.
    const lock = {
      pid: process.pid,
      createdAt: '2026-11-21T15:22:12.981Z',
      configPath: `${home}/openclaw.json`,
      startTime: startTimeOf(process.pid),
    }
    writeFileSync(`${system}/openclaw-0/gateway.82c7eefa.lock`, JSON.stringify(lock))
    writeFileSync(
      `${system}/openclaw-0/gateway.def.lock`,
      JSON.stringify({ ...lock, configPath: '/another/openclaw.json' }),
    )
  })
  expect(found?.url).toBe('ws://127.0.0.1:4343')
})

test.if(process.getuid?.() === 0)('what another user writes into the system’s folder is no lock of ours', () => {
  const { found, codes } = look((home, system) => {
    config(home, { auth: { token: 'ours' } })
    mkdirSync(`${system}/openclaw-4242`)
    const path = `${system}/openclaw-4242/gateway.82c7eefa.lock`
    writeFileSync(path, JSON.stringify({ pid: process.pid, port: 6_666, configPath: `${home}/openclaw.json` }))
    chownSync(path, 4_242, 4_242)
  })
  expect([found, codes]).toEqual([undefined, []])
})

test('a process of this machine is not taken for the gateway of another one, though their ports are the same', () => {
  const pidAt = (url: string) => look((home) => writeLock(home, { port: 8_443 }), { url, token: null }).found?.pid
  expect(pidAt('ws://claw.lan:8443')).toBeNull()
  for (const here of ['ws://127.0.0.1:8443', 'localhost:8443', 'http://[::1]:8443'])
    expect(pidAt(here)).toBe(process.pid)
})

test('an address without a port has that of its protocol, a bare host the usual one', () => {
  const at = (url: string) => {
    const { found } = look(() => {}, { url, token: null })
    return [found?.url, found?.port]
  }
  expect(at('wss://claw.lan')).toEqual(['wss://claw.lan', 443])
  expect(at('http://claw.lan')).toEqual(['ws://claw.lan', 80])
  expect(at('claw.lan')).toEqual(['ws://claw.lan:18789', 18_789])
})

test('a gateway that was named is taken without a lock, and its token from the same place', () =>
  expect(look(() => {}, { url: 'https://claw.lan:8443/', token: 'of-env' }).found).toMatchObject({
    url: 'wss://claw.lan:8443',
    pid: null,
    credentials: [{ token: 'of-env' }],
  }))

test('the token of the configuration is tried before that of the environment', () =>
  expect(
    look(
      (home) => {
        writeLock(home, { port: 1 })
        config(home, { auth: { token: 'a' } })
      },
      { url: null, token: 'b' },
    ).found?.credentials,
  ).toEqual([{ token: 'a' }, { token: 'b' }]))

test('a token that is kept in a variable is asked for by its name, unless it is the one we were given', () => {
  const found = (token: unknown, given: string | null) =>
    look(
      (home) => {
        writeLock(home, { port: 1 })
        config(home, { auth: { token } })
      },
      { url: null, token: given },
    ).found
  expect(found(variable('MY_TOKEN'), null)).toMatchObject({ credentials: [], tokenElsewhere: 'MY_TOKEN' })
  expect(found({ source: 'env', id: 'MY_TOKEN' }, null)).toMatchObject({ credentials: [], tokenElsewhere: 'MY_TOKEN' })
  expect(found(variable('OPENCLAW_GATEWAY_TOKEN'), 'g')).toMatchObject({
    credentials: [{ token: 'g' }],
    tokenElsewhere: null,
  })
})

test('a password is used where the configuration asks for one', () =>
  expect(
    look((home) => {
      writeLock(home, { port: 1 })
      config(home, { auth: { mode: 'password', password: 'p' } })
    }).found?.credentials,
  ).toEqual([{ password: 'p' }]))

test('where the configuration is broken and nothing runs, that is why', () =>
  expect(look((home) => config(home, '{ "gateway": ')).codes).toEqual(['gateway-config']))

test('no finding ever holds a token', () =>
  expect(
    look(
      (home) => {
        writeLock(home, { port: 1, stateDir: '/elsewhere' })
        config(home, { auth: { token: 'very-secret' } })
      },
      { url: null, token: 'also-secret' },
    ).text,
  ).not.toMatch(/very-secret|also-secret/))

test('of a lock the first object counts, whatever follows; half of one is none', () => {
  expect(parseLock('{"pid":7,"stateDir":"/a}b","port":9}\0\0{"pid":8}')).toMatchObject({
    pid: 7,
    stateDir: '/a}b',
    port: 9,
  })
  for (const text of ['', '{"pid":7', '[]', '{"pid":"7"}', '{"pid":-1}', '\0\0', '{pid:7}'])
    expect(parseLock(text)).toBeUndefined()
})

test('an address may be written for the web or for a socket', () => {
  expect(socketUrl('http://a:1/')).toBe('ws://a:1')
  expect(socketUrl('127.0.0.1:18789')).toBe('ws://127.0.0.1:18789')
  expect(socketUrl('wss://a/b?token=x#y')).toBe('wss://a/b')
  expect(socketUrl('file:///etc')).toBeUndefined()
})

test('a configuration that is not there is no problem', () =>
  expect(readGatewayConfig('/nowhere/openclaw.json')).toEqual({
    port: null,
    token: null,
    password: null,
    problem: false,
  }))
