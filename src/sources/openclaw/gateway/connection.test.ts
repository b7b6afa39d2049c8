import { expect, test } from 'bun:test'
import { openConnection } from './connection.ts'
import { deviceFrom } from './device.ts'
import { probe } from './probe.ts'
import { fakeGateway } from './testing/fake-gateway.ts'

test('a gateway that challenges twice is answered once', async () => {
  using gateway = fakeGateway()
  const { promise: greeted, resolve } = Promise.withResolvers<void>()
  const { call, close } = openConnection(
    {
      url: gateway.url,
      credential: undefined,
      device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')),
      version: '1',
      platform: 'linux',
      scopes: ['operator.read'],
      isTheGateway: () => true,
    },
    { hello: () => resolve(), event() {}, ended() {} },
  )
  await greeted
  gateway.push('connect.challenge', { nonce: 'n-2', ts: 2_000 })
  // Frames are read in order: what is answered after the challenge was read after it.
  await call('sessions.subscribe', {})
  close()
  expect(gateway.asked.filter(({ method }) => method === 'connect')).toHaveLength(1)
})

test('a gateway is asked how it is at the address of its socket, whatever path that has', async () => {
  using gateway = fakeGateway()
  expect(await probe(`${gateway.url}/claw`)).toMatchObject({ ready: true })
  expect(await probe(gateway.url.replace('ws:', 'wss:'))).toBeUndefined()
})
