import { expect, test } from 'bun:test'
import { createPublicKey, verify } from 'node:crypto'
import { deviceFrom, signedText } from './device.ts'

const seed = Buffer.alloc(32, 7).toString('base64url')
const claim = {
  clientId: 'gateway-client',
  mode: 'backend',
  role: 'operator',
  scopes: ['operator.read'],
  token: 't',
  platform: 'Linux',
}
const challenge = { nonce: 'n', ts: 5 }

test('the same seed is the same device', () => {
  expect(deviceFrom(seed).id()).toBe(deviceFrom(seed).id())
  expect(deviceFrom(seed).id()).toMatch(/^[0-9a-f]{64}$/)
  expect(deviceFrom(Buffer.alloc(32, 8).toString('base64url')).id()).not.toBe(deviceFrom(seed).id())
})

test('what is signed is the third version, with the gateway’s own time and nonce', () =>
  expect(signedText('id', challenge, claim)).toBe('v3|id|gateway-client|backend|operator|operator.read|5|t|n|linux|'))

test('the signature holds for the public key that is sent along', () => {
  const device = deviceFrom(seed)
  const { publicKey, signature, signedAt, nonce, id } = device.answer(challenge, claim)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey, 'base64url')])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const text = Buffer.from(signedText(id, challenge, claim))
  expect(verify(null, text, key, Buffer.from(signature, 'base64url'))).toBe(true)
  expect([signedAt, nonce]).toEqual([5, 'n'])
})

test('a damaged seed is said to be one', () => expect(() => deviceFrom('short')).toThrow('damaged'))
