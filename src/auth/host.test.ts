import { expect, test } from 'bun:test'
import { isLoopbackHost, isSameOrigin, parseHost } from './host.ts'

test('a host with and without a port', () => {
  expect(parseHost('localhost')).toEqual({ name: 'localhost', port: '' })
  expect(parseHost('LocalHost:4747')).toEqual({ name: 'localhost', port: '4747' })
  expect(parseHost('127.0.0.1:80')).toEqual({ name: '127.0.0.1', port: '80' })
  expect(parseHost('[::1]:4747')).toEqual({ name: '::1', port: '4747' })
  expect(parseHost('[0:0:0:0:0:0:0:1]')).toEqual({ name: '::1', port: '' })
})

test('what is not one host is none', () => {
  const wrong = [
    null,
    '',
    ' ',
    ':4747',
    'localhost:',
    'localhost:x',
    'localhost:123456',
    'user@localhost',
    '::1',
    '[::1',
  ]
  const worse = [
    'localhost, evil.com',
    'localhost evil.com',
    'localhost/',
    'localhost?',
    'localhost#',
    'localhost\\evil',
  ]
  const worst = ['localhost.', '.localhost', 'a..b', '[evil.com]', '[::1]evil.com', '[127.0.0.1]', 'localhost\n', '%6c']
  for (const header of [...wrong, ...worse, ...worst]) expect([header, parseHost(header)]).toEqual([header, undefined])
})

test('the same origin is the same host and port', () => {
  const host = parseHost('127.0.0.1:4747')!
  expect(isSameOrigin('http://127.0.0.1:4747', host)).toBe(true)
  expect(isSameOrigin('https://127.0.0.1:4747', host)).toBe(true)
  expect(isSameOrigin('http://[::1]:4747', parseHost('[::1]:4747')!)).toBe(true)
  expect(isSameOrigin('http://box.lan', parseHost('box.lan:80')!)).toBe(true)
  expect(isSameOrigin('https://box.lan', parseHost('box.lan')!)).toBe(true)
})

test('another origin is another, however it is written', () => {
  const host = parseHost('127.0.0.1:4747')!
  const others = [
    'null',
    '',
    'http://127.0.0.1',
    'http://127.0.0.1:3000',
    'http://localhost:4747',
    'http://evil.com:4747',
  ]
  const tricks = ['http://127.0.0.1:4747.evil.com', 'http://127.0.0.1:4747@evil.com', 'http://u@127.0.0.1:4747']
  const forms = ['http://127.0.0.1:4747/', 'HTTP://127.0.0.1:4747', 'file://127.0.0.1:4747', 'ws://127.0.0.1:4747']
  const more = ['chrome-extension://127.0.0.1:4747', '127.0.0.1:4747', 'http://127.0.0.1:4747, http://127.0.0.1:4747']
  for (const origin of [...others, ...tricks, ...forms, ...more])
    expect([origin, isSameOrigin(origin, host)]).toEqual([origin, false])
  expect(isSameOrigin('http://box.lan', parseHost('box.lan:443')!)).toBe(false)
})

test('listening on a name that begins like the loopback is not listening on it', () => {
  for (const bound of ['127.0.0.1', 'localhost', '::1', '[::1]', '127.0.0.2']) expect(isLoopbackHost(bound)).toBe(true)
  for (const bound of ['0.0.0.0', '::', '127.evil.com', 'localhost.evil.com', '192.168.1.5'])
    expect(isLoopbackHost(bound)).toBe(false)
})
