import { expect, test } from 'bun:test'
import { isLoopback, networkOf, plainAddress } from './address.ts'

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
