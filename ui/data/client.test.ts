import { afterEach, expect, test } from 'bun:test'
import { createClient } from './client.ts'

type Answer = { data: unknown; error: { status: number; value: unknown } | null; response: Response | undefined }
type Path = { [name: string]: Path } & ((params?: unknown, options?: unknown) => Path & Promise<Answer>)

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
})

/** A client whose requests are written down and answered at once. */
function client(answer: () => Response = () => Response.json({})) {
  const requests: { url: string; init: RequestInit }[] = []
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    requests.push({ url, init })
    return answer()
  }) as unknown as typeof fetch
  return { api: createClient('http://here', () => ({ 'x-key': 'k' })) as Path, requests }
}

test('a path is made of names and parameters, a query of what is given', async () => {
  const { api, requests } = client()
  await api.api!.agents!({ id: 'openclaw%3Amain' }).runs!.get!({
    query: { q: 'a b', limit: 2, since: undefined, to: null, by: '' },
  })
  expect(requests.map(({ url, init }) => [url, init.method, init.credentials, init.headers])).toEqual([
    ['http://here/api/agents/openclaw%3Amain/runs?q=a+b&limit=2&by=', 'GET', 'same-origin', { 'x-key': 'k' }],
  ])
})

test('a body is JSON, and a request without one has none', async () => {
  const { api, requests } = client()
  await api.api!.tokens!.post!({ name: 'n' })
  await api.api!.auth!['sign-out']!.post!()
  expect(requests.map(({ init }) => [init.method, init.body, init.headers])).toEqual([
    ['POST', '{"name":"n"}', { 'x-key': 'k', 'content-type': 'application/json' }],
    ['POST', undefined, { 'x-key': 'k' }],
  ])
})

test('what is meant for fetch reaches it', async () => {
  const { api, requests } = client()
  const { signal } = new AbortController()
  await api.api!.get!({ fetch: { signal } })
  expect(requests[0]?.init.signal).toBe(signal)
})

test('JSON is read, other texts are given as they are', async () => {
  expect((await client(() => Response.json({ a: 1 })).api.api!.get!()).data).toEqual({ a: 1 })
  const csv = new Response('a,b\r\n', { headers: { 'content-type': 'text/csv' } })
  expect((await client(() => csv).api.api!.get!()).data).toBe('a,b\r\n')
})

test('a refusal is an error with its status and body, no answer at all one without a response', async () => {
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' }
  const refused = await client(() => Response.json({ detail: 'No.' }, { status: 403, headers })).api.api!.get!()
  expect([refused.data, refused.error, refused.response?.status]).toEqual([
    null,
    { status: 403, value: { detail: 'No.' } },
    403,
  ])
  const unanswered = await client(() => {
    throw new TypeError('fetch failed')
  }).api.api!.get!()
  expect([unanswered.data, unanswered.error?.status, unanswered.response]).toEqual([null, 0, undefined])
})
