import { afterAll, expect, test } from 'bun:test'
import { noticeAs } from './testing/channel-as.ts'
import { valuesOf } from './values.ts'
import { encryptPush, makeVapidKeys, vapidHeader } from './web-push.ts'
import { createWebPush } from './web-push-provider.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const

/** The keys of RFC 8291, appendix A. */
const rfc = {
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  receiverPrivate: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  senderPublic: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  senderPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
}

async function pairOf(publicKey: string, privateKey: string): Promise<CryptoKeyPair> {
  const point = Buffer.from(publicKey, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: privateKey }
  return {
    publicKey: await crypto.subtle.importKey('raw', bytes(publicKey), curve, true, []),
    privateKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['deriveBits']),
  }
}

/** What a browser makes of a message, by RFC 8188 and 8291. */
async function decrypt(message: Uint8Array<ArrayBuffer>) {
  const [salt, sender, sealed] = [message.slice(0, 16), message.slice(21, 86), message.slice(86)]
  const { privateKey } = await pairOf(rfc.p256dh, rfc.receiverPrivate)
  const theirs = await crypto.subtle.importKey('raw', sender, curve, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256)
  const derive = async (salt: Uint8Array<ArrayBuffer>, input: ArrayBuffer, info: Uint8Array, length: number) =>
    crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt, info: new Uint8Array(info) },
      await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']),
      8 * length,
    )
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), bytes(rfc.p256dh), sender])
  const input = await derive(bytes(rfc.auth), shared, info, 32)
  const key = await derive(salt, input, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const iv = await derive(salt, input, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, cipher, sealed))
  expect(plain.at(-1)).toBe(2)
  return new TextDecoder().decode(plain.slice(0, -1))
}

const browser = { endpoint: 'https://push.example/x', p256dh: rfc.p256dh, auth: rfc.auth }

test('the example of RFC 8291 comes out byte for byte', async () => {
  const drawn = { keys: await pairOf(rfc.senderPublic, rfc.senderPrivate), salt: bytes(rfc.salt) }
  const message = await encryptPush('When I grow up, I want to be a watermelon', browser, drawn)
  expect(Buffer.from(message).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('each message is drawn anew, and the browser reads it', async () => {
  const [one, other] = [await encryptPush('Ahoy', browser), await encryptPush('Ahoy', browser)]
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false)
  expect([await decrypt(one), await decrypt(other)]).toEqual(['Ahoy', 'Ahoy'])
  await expect(encryptPush('x'.repeat(4_080), browser)).rejects.toThrow('at most 4,079 bytes')
})

test('the proof of RFC 8292 is signed by our key, for that service, and ends', async () => {
  const keys = await makeVapidKeys()
  const header = await vapidHeader(keys, 'https://push.example/a/b?c', 'mailto:a@b.org', 1_000_000)
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header)!
  const [head, claims, signature] = token!.split('.')
  expect(key).toBe(keys.publicKey)
  expect(JSON.parse(Buffer.from(head!, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toEqual({
    aud: 'https://push.example',
    exp: 44_200,
    sub: 'mailto:a@b.org',
  })
  const signer = await crypto.subtle.importKey('raw', bytes(key!), { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ])
  const isGood = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    signer,
    bytes(signature!),
    new TextEncoder().encode(`${head}.${claims}`),
  )
  expect(isGood).toBe(true)
})

let status = 201
let taken: { headers: Headers; body: Uint8Array<ArrayBuffer> } | undefined
const service = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    taken = { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) }
    return new Response('', { status, headers: status === 429 ? { 'retry-after': '60' } : {} })
  },
})
afterAll(() => service.stop(true))

test('a push service that has taken it has it, one that has not says why, and one that knows it no more ends it', async () => {
  let secrets: string | undefined
  const delivery = { notice: noticeAs({ severity: 'severe' }), turn: 0, dedupeKey: 'n', channelId: 'c' }
  const values = valuesOf(delivery, { address: '', host: '', isSettled: false, now: 0 })
  const make = () =>
    createWebPush({
      kept: {
        get: () => secrets,
        set(text) {
          secrets = text
        },
      },
      network: { resolve: async () => [], ownAddress: () => '', addressesOfMachine: () => [] },
      valuesFor: () => values,
      contact: () => 'mailto:a@b.org',
      now: () => 1_000,
    })
  const push = make()
  const send = () =>
    push.provider.send({
      channel: { id: 'c', name: 'Phone', provider: 'web-push', allowsPrivate: true },
      fields: { ...browser, endpoint: `http://127.0.0.1:${service.port}/abcdefghijklmnop` },
      delivery,
      isSettled: false,
      signal: new AbortController().signal,
    })
  expect((await send()).kind).toBe('sent')
  expect(JSON.parse(await decrypt(taken!.body))).toEqual({
    title: 'Clawdia waits for you',
    text: 'May I run make?',
    href: '/needs',
    tag: values.key,
  })
  const { headers } = taken!
  expect(['content-encoding', 'ttl', 'urgency', 'topic'].map((name) => headers.get(name))).toEqual([
    'aes128gcm',
    '86400',
    'high',
    values.key!.replaceAll('-', ''),
  ])
  expect(headers.get('topic')).toHaveLength(32)
  const kinds: unknown[] = []
  for (status of [200, 429, 410, 404, 413, 502]) kinds.push([status, (await send()).kind])
  expect(kinds).toEqual([
    [200, 'refused'],
    [429, 'retry'],
    [410, 'gone'],
    [404, 'gone'],
    [413, 'refused'],
    [502, 'retry'],
  ])
  expect(await make().publicKey()).toBe(await push.publicKey())
})
