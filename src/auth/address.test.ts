import { expect, test } from 'bun:test'
import * as net from 'node:net'
import { isIPv4, isIPv6, isLoopback, networkOf, plainAddress } from './address.ts'

test('the loopback in all its writings', () => {
  for (const address of ['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'])
    expect([address, isLoopback(address)]).toEqual([address, true])
})

test('what only looks like the loopback', () => {
  const others = ['127.evil.com', '127.0.0.1.evil.com', '127.1', '128.0.0.1', '::2', 'localhost', '', '::ffff:10.0.0.1']
  for (const address of [...others, '1::1', '::127.0.0.1', '127.0.0.1/8', ' 127.0.0.1'])
    expect([address, isLoopback(address)]).toEqual([address, false])
})

test('one address has one form', () => {
  expect(plainAddress('::FFFF:192.168.1.5')).toBe('192.168.1.5')
  expect(plainAddress('FE80:0:0:0:0:0:0:1%eth0')).toBe('fe80::1')
  expect(plainAddress('example.com')).toBeUndefined()
})

test('an IPv6 host cannot pass for many by changing the half that is its own', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::9'))
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
  expect(networkOf('::ffff:10.0.0.7')).toBe('10.0.0.7')
})

test('what an address is, is what the system library says', () => {
  const parts = [
    '0',
    '1',
    '255',
    '256',
    '01',
    'ffff',
    'fffff',
    'g',
    '',
    ' ',
    '::',
    ':',
    '.',
    '%eth0',
    ']',
    '[',
    '-1',
    '١',
  ]
  const joined = (separator: string, most: number) =>
    Array.from({ length: 4_000 }, (_, seed) =>
      Array.from({ length: 1 + (seed % most) }, (_, at) => parts[(seed * 7 + at * (seed + 3)) % parts.length]).join(
        separator,
      ),
    )
  const valid = [
    '1.2.3.4',
    '::',
    '::1',
    '1::',
    'a:b:c:d:e:f:1:2',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
    '64:ff9b::1.2.3.4',
  ]
  for (const text of [...valid, ...joined('.', 5), ...joined(':', 9)])
    expect([text, isIPv4(text), isIPv6(text)]).toEqual([
      text,
      net.isIPv4(text),
      !text.includes('%') && net.isIPv6(text),
    ])
})
