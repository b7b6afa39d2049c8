import { expect, test } from 'bun:test'
import { signIn, start, temporary } from './testing/program.ts'

type Route = { method: string; path: string; role: string }

const filled = (bytes: number, text: string) => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes)

/** Bodies of a size: of every form that is known to be slow to parse, to validate or to describe. */
function hostileBodies(bytes: number): Record<string, string> {
  const half = Math.floor(bytes / 2)
  return {
    'nested arrays': '['.repeat(half) + ']'.repeat(half),
    'nested arrays, torn': '['.repeat(bytes),
    'nested objects': `${'{"a":'.repeat(Math.floor(bytes / 6))}1${'}'.repeat(Math.floor(bytes / 6))}`,
    'many items': `[${filled(bytes, '1,')}1]`,
    'many empty items': `[${filled(bytes, '[],').replace(/[^\]]*$/, '')},0]`,
    'many keys': `{${Array.from({ length: Math.floor(bytes / 12) }, (_, at) => `"k${at}":1`).join()}}`,
    'one key over and over': `{${Array.from({ length: Math.floor(bytes / 12) }, () => '"code":"a"').join()}}`,
    'prototype keys': '{"__proto__":{"code":"a"},"constructor":{"prototype":{"role":"admin"}}}',
    'a huge number': `{"code":${'9'.repeat(bytes)}}`,
    'a huge exponent': `{"code":1e${'9'.repeat(Math.min(bytes, 300))},"token":-1e400}`,
    'a long string': JSON.stringify({ code: 'x'.repeat(bytes), token: 'x'.repeat(bytes) }),
    'a string of escapes': `{"code":"${'\\u0000'.repeat(Math.floor(bytes / 6))}"}`,
    'lone surrogates': `{"code":"${'\\ud800'.repeat(Math.floor(bytes / 6))}"}`,
    'no JSON': filled(bytes, 'a=1&'),
    nothing: '',
  }
}

test('no body holds the server up, on any route: nested, wide, huge, doubled or torn', async () => {
  using folder = temporary('hostile')
  await using server = await start(folder.path)
  const credential = await signIn(server, { code: server.code })
  const routes = await routesOf(server.url)
  // The demo is another program in this one's place, and reads no body.
  const mutating = routes.filter(({ method, path }) => method !== 'GET' && path !== '/api/demo')
  expect(mutating.map(({ role }) => role)).toContain('anyone')
  expect(mutating.length).toBeGreaterThanOrEqual(6)

  async function send({ method, path, role }: Route, body: string) {
    const began = performance.now()
    const answer = await fetch(server.url + path.replace(/\{[^}]+\}/g, 'x'), {
      method,
      body,
      headers: { origin: server.url, 'content-type': 'application/json', ...(role !== 'anyone' && credential) },
    })
    const text = await answer.text()
    return { status: answer.status, ms: performance.now() - began, text }
  }

  for (const route of mutating)
    for (const bytes of [4_000, 100_000, 1_000_000])
      for (const [name, body] of Object.entries(hostileBodies(bytes))) {
        const about = `${route.method} ${route.path}: ${name}, ${bytes} bytes`
        const first = await send(route, body)
        expect([about, first.status]).toEqual([about, first.status === 500 ? 'not a bug of ours' : first.status])
        expect([about, first.text.length]).toEqual([about, Math.min(first.text.length, 2_000)])
        // Whatever holds a server up does so each time; a busy machine does not.
        let fastest = first.ms
        for (let again = 0; again < 40 && fastest > maxMs; again++) {
          await Bun.sleep(again * 5)
          fastest = Math.min(fastest, (await send(route, body)).ms)
        }
        expect([about, fastest < maxMs]).toEqual([about, true])
      }
}, 120_000)

/** Longer than this no request may hold the server up, in ms. */
const maxMs = 50

test('a stranger may send 4 KiB and no more, whether or not the length is said', async () => {
  using folder = temporary('strangers')
  await using server = await start(folder.path)
  const anyone = (await routesOf(server.url)).filter(({ method, role }) => method !== 'GET' && role === 'anyone')
  expect(anyone.map(({ path }) => path)).toContain('/api/auth/exchange')
  for (const { method, path } of anyone.filter(({ path }) => path !== '/api/auth/sign-out')) {
    const send = (body: BodyInit) =>
      fetch(server.url + path, {
        method,
        body,
        headers: { origin: server.url, 'content-type': 'application/json' },
      }).then(({ status }) => status)
    const large = JSON.stringify({ code: 'x'.repeat(5_000) })
    const inPieces = new ReadableStream({
      start(stream) {
        for (const piece of large.match(/.{1,500}/g)!) stream.enqueue(new TextEncoder().encode(piece))
        stream.close()
      },
    })
    expect([path, await send(large), await send(inPieces)]).toEqual([path, 413, 413])
  }
})

async function routesOf(url: string): Promise<Route[]> {
  const { paths } = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { 'x-role'?: string }>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      role: operation['x-role'] ?? '',
    })),
  )
}
