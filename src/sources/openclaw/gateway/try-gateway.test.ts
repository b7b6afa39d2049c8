import { expect, test } from 'bun:test'
import { deviceFrom } from './device.ts'
import { type Behaviour, fakeGateway } from './testing/fake-gateway.ts'
import { tryGateway } from './try-gateway.ts'

const knock = (url: string, token = 'right') =>
  tryGateway(
    { url, token, device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')), version: '1', platform: 'linux' },
    { challengeMs: 300 },
  )
const refuses = (code: string, message: string, details = {}, close?: number): Behaviour => ({
  refuse: { error: { code, message, details }, ...(close !== undefined && { close }) },
})

test('a gateway that answers is one, and the connection is closed behind it', async () => {
  using gateway = fakeGateway()
  expect(await knock(gateway.url)).toEqual({ isOk: true, version: '2026.9.6', methods: 2 })
  expect(gateway.asked.map(({ method, params }) => [method, params.scopes])).toEqual([['connect', ['operator.read']]])
  while (gateway.open() > 0) await Bun.sleep(1)
})

for (const [what, manner, code, words] of [
  [
    'a wrong token',
    refuses('INVALID_REQUEST', 'unauthorized: gateway token mismatch', { code: 'AUTH_TOKEN_MISMATCH' }),
    'gateway-token-wrong',
    'The gateway does not accept this token.',
  ],
  [
    'no token',
    refuses('INVALID_REQUEST', 'unauthorized: gateway token missing', { code: 'AUTH_TOKEN_MISSING' }),
    'gateway-token-missing',
    'The gateway asks for a token.',
  ],
  [
    'a gateway that wants to pair first',
    refuses('NOT_PAIRED', 'pairing required', { code: 'PAIRING_REQUIRED' }),
    'gateway-pairing',
    'The gateway wants to pair with this device first.',
  ],
  [
    'another protocol',
    refuses('INVALID_REQUEST', 'protocol mismatch', { code: 'PROTOCOL_MISMATCH', expectedProtocol: 9 }, 1002),
    'gateway-protocol',
    'The gateway speaks protocol 9; this Wheelhouse speaks 3 to 6.',
  ],
  [
    'an origin that is not allowed',
    refuses('INVALID_REQUEST', 'origin not allowed', { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' }),
    'gateway-origin',
    'The gateway refuses the connection for its origin, although Wheelhouse sends none: something between them adds it.',
  ],
  ['a server that is silent', { mute: true }, 'gateway-timeout', 'took the connection, and did not say in time'],
] satisfies [string, Behaviour, string, string][])
  test(`${what} is said in words, with what to do about it`, async () => {
    using gateway = fakeGateway(manner)
    const outcome = await knock(gateway.url)
    expect(outcome).toMatchObject({
      isOk: false,
      code,
      message: expect.stringContaining(words),
      fix: expect.any(String),
    })
    expect(JSON.stringify(outcome)).not.toContain('right')
  })

test('an address where nothing answers, a page of another program, and TLS where there is none are told apart', async () => {
  using page = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('<html>') })
  const free = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = free
  await free.stop(true)
  const codeOf = async (url: string) => ((await knock(url)) as { code?: string }).code
  expect(await codeOf(`ws://127.0.0.1:${port}`)).toBe('gateway-unreachable')
  expect(await codeOf(`ws://127.0.0.1:${page.port}`)).toBe('gateway-none')
  expect(await codeOf(`wss://127.0.0.1:${page.port}`)).toBe('gateway-tls')
})
