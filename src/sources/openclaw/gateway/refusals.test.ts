import { expect, test } from 'bun:test'
import { refusedBy } from './refusals.ts'

/** What gateways of both versions answered when they were asked in these ways, and what is made of it. */
const rows: [string, Parameters<typeof refusedBy>[0], string][] = [
  [
    'a wrong token',
    {
      code: 'INVALID_REQUEST',
      message: 'unauthorized: gateway token mismatch (provide gateway auth token)',
      details: { code: 'AUTH_TOKEN_MISMATCH' },
    },
    'gateway-token-wrong',
  ],
  [
    'no token',
    {
      code: 'INVALID_REQUEST',
      message: 'unauthorized: gateway token missing (provide gateway auth token)',
      details: { code: 'AUTH_TOKEN_MISSING' },
    },
    'gateway-token-missing',
  ],
  [
    'another protocol',
    {
      code: 'INVALID_REQUEST',
      message: 'protocol mismatch',
      details: { code: 'PROTOCOL_MISMATCH', expectedProtocol: 9 },
    },
    'gateway-protocol',
  ],
  [
    'another protocol, as older ones say it',
    { code: 'INVALID_REQUEST', message: 'protocol mismatch', details: { expectedProtocol: 3 } },
    'gateway-protocol',
  ],
  [
    'no device',
    { code: 'NOT_PAIRED', message: 'device identity required', details: { code: 'DEVICE_IDENTITY_REQUIRED' } },
    'gateway-device',
  ],
  [
    'a device that is not paired',
    { code: 'NOT_PAIRED', message: 'pairing required', details: { code: 'PAIRING_REQUIRED' } },
    'gateway-pairing',
  ],
  [
    'a bad signature',
    {
      code: 'INVALID_REQUEST',
      message: 'device signature invalid',
      details: { code: 'DEVICE_AUTH_SIGNATURE_INVALID', reason: 'device-signature' },
    },
    'gateway-signature',
  ],
  [
    'an origin',
    {
      code: 'INVALID_REQUEST',
      message:
        'origin not allowed (open the Control UI from the gateway host or allow it in gateway.controlUi.allowedOrigins)',
      details: { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', reason: 'origin not allowed' },
    },
    'gateway-origin',
  ],
  [
    'a missing scope',
    {
      code: 'FORBIDDEN',
      message: 'missing scope: operator.read',
      details: { code: 'MISSING_SCOPE', missingScope: 'operator.read' },
    },
    'gateway-scopes',
  ],
  [
    'a missing scope, as older ones say it',
    { code: 'INVALID_REQUEST', message: 'missing scope: operator.read' },
    'gateway-scopes',
  ],
  [
    'starting up',
    { code: 'UNAVAILABLE', message: 'gateway starting', details: { reason: 'startup-sidecars' }, retryAfterMs: 500 },
    'gateway-starting',
  ],
  ['draining', { code: 'UNAVAILABLE', message: 'gateway is draining for restart' }, 'gateway-draining'],
  [
    'a read-only configuration',
    { code: 'INVALID_REQUEST', message: 'config is read-only (managed by Nix)' },
    'gateway-read-only-config',
  ],
  [
    'a read-only disk',
    { code: 'UNAVAILABLE', message: "EROFS: read-only file system, open '/x'" },
    'gateway-read-only-disk',
  ],
  ['a broken configuration', { code: 'UNAVAILABLE', message: 'exited with code 78' }, 'gateway-config'],
  [
    'a client it does not know',
    { code: 'INVALID_REQUEST', message: 'invalid connect params: at /client/id: must be equal to constant' },
    'gateway-too-old',
  ],
  ['a lock-out', { code: 'RATE_LIMITED', message: 'too many failed attempts' }, 'gateway-locked-out'],
  ['some other moment', { code: 'UNAVAILABLE', message: 'later' }, 'gateway-unavailable'],
  ['something new', { code: 'BRAND_NEW', message: 'no' }, 'gateway-refused'],
]

for (const [name, said, code] of rows)
  test(`${name} is said in words, with the fix`, () => {
    const { finding, words, retryAfterMs } = refusedBy(said)
    expect(finding.code).toBe(code)
    expect(finding.message).toMatch(/^[A-Z].*\.$/)
    expect(finding.fix).toMatch(/\w/)
    expect(words).toMatch(/^its? /)
    expect(retryAfterMs).toBeGreaterThanOrEqual(200)
  })

test('it is asked again when the gateway says, within reason', () => {
  expect(refusedBy({ code: 'UNAVAILABLE', message: 'starting', retryAfterMs: 700 }).retryAfterMs).toBe(700)
  expect(refusedBy({ code: 'UNAVAILABLE', message: 'starting', retryAfterMs: 0 }).retryAfterMs).toBe(200)
  expect(refusedBy({ code: 'UNAVAILABLE', message: 'starting', retryAfterMs: 1e12 }).retryAfterMs).toBe(300_000)
})

test('a close without an answer is told by its number', () =>
  expect(refusedBy({ closeCode: 1008 }).finding.message).toContain('(close 1008)'))
