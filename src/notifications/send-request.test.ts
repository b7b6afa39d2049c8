import { afterAll, expect, test } from 'bun:test'
import { buildRequest } from './build-request.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { Outcome } from './outcome.ts'
import { recipes } from './recipes/recipes.ts'
import { type SendDeps, sendRequest } from './send-request.ts'
import { noticeAs } from './testing/channel-as.ts'
import { valuesOf } from './values.ts'

const webhook = recipes.find(({ id }) => id === 'webhook')!
const values = valuesOf(
  { notice: noticeAs(), turn: 0, dedupeKey: 'n', channelId: 'c' },
  { address: '', host: 'ship', isSettled: false, now: 1_000_000 },
)

let hits = 0
const receiver = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    hits++
    const { pathname } = new URL(request.url)
    switch (pathname) {
      case '/redirect':
        return new Response('', { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } })
      case '/huge':
        return new Response('x'.repeat(1 << 20))
      case '/endless':
        return new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(4_096).fill(120)) }))
      case '/hang':
        return new Promise<Response>(() => {})
      case '/rest':
        return new Response('', { status: 429, headers: { 'retry-after': '120' } })
      case '/echo':
        return new Response(`${request.headers.get('host')} abcd1234secret`)
      default:
        return new Response('ok')
    }
  },
})
afterAll(() => receiver.stop(true))

/** Sends a notice to an address, and says what became of it. */
async function send(
  url: string,
  {
    addresses = ['127.0.0.1'],
    allowsPrivate = true,
    own = '',
    ...rest
  }: Partial<SendDeps> & { addresses?: string[]; allowsPrivate?: boolean; own?: string } = {},
): Promise<Outcome> {
  const request = buildRequest(webhook, { url, secret: 'abcd1234secret' }, values)
  const answer = await sendRequest(
    request,
    { allowsPrivate, signal: new AbortController().signal },
    {
      resolve: async () => addresses,
      ownAddress: () => own,
      addressesOfMachine: () => ['10.9.9.9'],
      timeoutMs: 400,
      ...rest,
    },
  )
  return 'kind' in answer ? answer : judgeAnswer(webhook, answer, 1_000_000, ['abcd1234secret'])
}
const at = (path: string) => `http://hook.example:${receiver.port}${path}`

test('it connects to the address that was resolved, under the name that was given', async () => {
  const { kind, answer } = await send(at('/echo'))
  expect([kind, answer]).toEqual(['sent', `hook.example:${receiver.port} [hidden]`])
})

test('a name is resolved once: one that changes between the look and the connection reaches nothing else', async () => {
  let asked = 0
  const before = hits
  const { trouble } = await send(at('/'), {
    allowsPrivate: false,
    resolve: async () => [++asked === 1 ? '198.51.100.7' : '127.0.0.1'],
  })
  expect([trouble, asked, hits - before]).toEqual(['private', 1, 0])
  await send(at('/'), {
    async resolve() {
      asked++
      return ['127.0.0.1']
    },
  })
  expect(asked).toBe(2)
})

test.each([
  ['loopback', ['127.0.0.1']],
  ['one of several that is private', ['93.184.215.14', '10.0.0.1']],
  ['mapped', ['::ffff:192.168.0.1']],
  ['link-local', ['fe80::1']],
  ['what is no address', ['nonsense']],
])('an address of one’s own network is refused where it was not allowed: %s', async (_, addresses) => {
  const before = hits
  const outcome = await send(at('/'), { addresses, allowsPrivate: false })
  expect([outcome.kind, outcome.trouble, hits - before]).toEqual(['refused', 'private', 0])
})

test('the addresses of a cloud’s metadata are refused even where private ones are allowed', async () => {
  for (const addresses of [['169.254.169.254'], ['::ffff:a9fe:a9fe'], ['fd00:ec2::254']])
    expect((await send(at('/'), { addresses })).trouble).toBe('private')
  expect((await send('http://169.254.169.254/latest')).trouble).toBe('private')
})

test('a literal address in any spelling is judged as what it is', async () => {
  for (const host of ['127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]', '[::1]'])
    expect([host, (await send(`http://${host}:${receiver.port}/`, { allowsPrivate: false })).trouble]).toEqual([
      host,
      'private',
    ])
})

test('our own address is refused, by whatever name it is called', async () => {
  const own = `http://127.0.0.1:${receiver.port}`
  expect((await send(at('/'), { own })).trouble).toBe('own-address')
  expect((await send(at('/'), { own, addresses: ['10.9.9.9'] })).trouble).toBe('own-address')
  expect((await send(at('/'), { own: 'http://127.0.0.1:1' })).kind).toBe('sent')
})

test('nothing is sent readable over the internet', async () => {
  expect((await send('http://hook.example/', { addresses: ['93.184.215.14'], allowsPrivate: false })).trouble).toBe(
    'not-encrypted',
  )
})

test('a redirection is an answer, and is not followed', async () => {
  const before = hits
  const { kind, trouble, status } = await send(at('/redirect'))
  expect([kind, trouble, status, hits - before]).toEqual(['refused', 'redirected', 307, 1])
})

test('an answer that is huge or never ends is not read', async () => {
  for (const path of ['/huge', '/endless']) expect((await send(at(path))).trouble).toBe('too-large')
})

test('a receiver that hangs is left after the time, and may have had it', async () => {
  const started = performance.now()
  const { kind, trouble, mayHaveArrived } = await send(at('/hang'))
  expect([kind, trouble, mayHaveArrived]).toEqual(['retry', 'timed-out', true])
  expect(performance.now() - started).toBeLessThan(3_000)
  const resolving = await send(at('/'), { resolve: () => new Promise(() => {}) })
  expect([resolving.trouble, resolving.mayHaveArrived]).toEqual(['timed-out', false])
})

test('what is wrong is said in words', async () => {
  expect((await send(at('/rest'))).restMs).toBe(120_000)
  const refused = await send('http://hook.example:1/')
  expect([refused.trouble, refused.mayHaveArrived]).toEqual(['refused', false])
  expect(refused.words).toBe('Nothing listens at hook.example on this port.')
  const unknown = await send('https://nowhere.example/', {
    resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
  })
  expect([unknown.trouble, unknown.words]).toEqual([
    'name-not-found',
    'There is no nowhere.example: the name has no address. Is it typed right, and is this machine online?',
  ])
  const plain = await send(`https://hook.example:${receiver.port}/`)
  expect(['certificate', 'broken-off']).toContain(plain.trouble!)
})

test('a proxy of the environment is not asked', async () => {
  let proxied = 0
  const proxy = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(String(++proxied)) })
  const script = `
    import { sendRequest } from ${JSON.stringify(`${import.meta.dir}/send-request.ts`)}
    const answer = await sendRequest({ method: 'GET', url: new URL('http://hook.example:${receiver.port}/echo'), headers: {}, body: undefined },
      { allowsPrivate: true, signal: new AbortController().signal },
      { resolve: async () => ['127.0.0.1'], ownAddress: () => '', addressesOfMachine: () => [] })
    process.stdout.write(JSON.stringify(answer.text))`
  const child = Bun.spawn([process.execPath, '-e', script], {
    env: { ...process.env, http_proxy: proxy.url.href, HTTP_PROXY: proxy.url.href },
    stdout: 'pipe',
  })
  const said = await new Response(child.stdout).text()
  proxy.stop(true)
  expect([said, proxied]).toEqual([JSON.stringify(`hook.example:${receiver.port} abcd1234secret`), 0])
})
