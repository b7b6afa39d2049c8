import { expect, test } from 'bun:test'
import { isMetadataAddress, isPrivateAddress } from './private-address.ts'

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.9.9.9',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '[::1]',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '2002:7f00:1::',
  '2002:0a00:0001::1',
  '2001:db8::1',
  '2001:0:1::1',
  '3fff:0::1',
  '0177.0.0.1',
  '127.1',
  '2130706433',
  'nonsense',
  '1.2.3',
  '::ffff:0:127.0.0.1',
  ':::',
  '1::2::3',
])('%s is of a network of one’s own, or no address', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.1.1',
  '2606:4700::1111',
  '2a00:1450:4001::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2001:4860:4860::8888',
])('%s is on the internet', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})

test('the addresses at which clouds keep credentials are known in every form', () => {
  const known = ['169.254.169.254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '100.100.100.200', 'fd00:ec2::254']
  expect(known.map(isMetadataAddress)).toEqual(known.map(() => true))
  expect(['127.0.0.1', '10.0.0.1', '8.8.8.8', 'fd00::1'].some(isMetadataAddress)).toBe(false)
})
