import { afterAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { StatedFigure } from '../../facts/stated-figure.ts'
import { createFigures } from '../../reconcile/figures.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { ofRequest } from './figures.ts'
import { createOtlpReceiver, type OtlpReceiver } from './receiver.ts'

type Sent = { path: string; body: Record<string, unknown> }

/** What the real command lines have sent: Claude Code 2.1.332 in two sessions, Codex 0.171.0, and Gemini CLI. */
const recorded = (name: 'claude-code' | 'codex' | 'gemini'): Sent[] =>
  readFileSync(join(import.meta.dir, 'testing', `${name}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent)

const token = 'a-token'
let clock = Date.UTC(2026, 10, 29, 12)
const now = () => clock
const open: OtlpReceiver[] = []
afterAll(() => Promise.all(open.map(({ stop }) => stop())))

/** A receiver on a free port, and the real table of what was stated; `again` is the next run of the program. */
function receiving(store = storeInMemory('wheelhouse')) {
  const figures = createFigures(store, { now })
  const receiver = createOtlpReceiver({
    port: 0,
    token,
    state: figures.write,
    isTold: (session) => figures.hasStated({ witness: 'otlp', ...session }, ofRequest),
    now,
  })
  open.push(receiver)
  const send = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${receiver.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body,
    })
  return {
    receiver,
    send,
    async sendAll(all: Sent[]) {
      for (const { path, body } of all) expect((await send(path, JSON.stringify(body))).status).toBe(200)
    },
    stated: () => figures.between(0, Date.UTC(2099, 0)),
    codes: () => [...figures.findings(), ...receiver.findings()].map(({ code }) => code),
    again: () => receiving(store),
  }
}

/** What was stated by session: dollars in millionths, tokens, and of how many figures. */
function sums(figures: StatedFigure[]) {
  const bySession = new Map<string, [micros: number, tokens: number, figures: number]>()
  for (const { sessionKey, usd, tokens } of figures) {
    const [a, b, n] = bySession.get(sessionKey.slice(0, 8)) ?? [0, 0, 0]
    bySession.set(sessionKey.slice(0, 8), [a + Math.round((usd ?? 0) * 1e6), b + (tokens ?? 0), n + 1])
  }
  return Object.fromEntries(bySession)
}

const logs = (all: Sent[]) => all.filter(({ path }) => path === '/v1/logs')
const metrics = (all: Sent[]) => all.filter(({ path }) => path === '/v1/metrics')

/** The first session asked once, the second three times, once for its search: 1,573 millionths each, 20,000 for searches. */
const byClaude = { a1a88660: [1_573, 1_540, 1], d382e489: [3 * 1_573 + 20_000, 3 * 1_540, 3] }

test('what Claude Code says of its requests is stated once each, however often it is sent', async () => {
  const { sendAll, stated, codes } = receiving()
  const sent = recorded('claude-code')
  await sendAll(sent)
  expect(sums(stated().filter(({ usd, tokens }) => usd !== 0 && tokens !== 0))).toMatchObject(byClaude)
  clock += 60_000
  await sendAll(sent)
  await sendAll(sent.toReversed())
  expect(sums(stated().filter(({ key }) => key.startsWith(ofRequest)))).toMatchObject(byClaude)
  const all = sums(stated())
  expect([all.a1a88660!.slice(0, 2), all.d382e489!.slice(0, 2)]).toEqual([
    byClaude.a1a88660.slice(0, 2),
    byClaude.d382e489.slice(0, 2),
  ])
  const [first] = stated().filter(({ key }) => key.startsWith(ofRequest))
  expect(first).toMatchObject({
    witness: 'otlp',
    runtime: 'claude-code',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    counter: '',
  })
  expect(first!.at - first!.since).toBe(141)
  expect(codes()).toEqual([])
})

test('sums and requests of one session are never both counted, whichever come first, also after another start', async () => {
  const sent = recorded('claude-code')
  for (const order of [
    [...metrics(sent), ...logs(sent)],
    [...logs(sent), ...metrics(sent)],
  ]) {
    const { sendAll, stated } = receiving()
    await sendAll(order)
    expect(Object.values(sums(stated())).map(([micros]) => micros)).toEqual([1_573, 24_719])
  }
  const before = receiving()
  await before.sendAll(logs(sent))
  const after = before.again()
  await after.sendAll(metrics(sent))
  expect(Object.values(sums(after.stated())).map(([micros]) => micros)).toEqual([1_573, 24_719])
})

test('who sends sums alone is believed: each point of them once', async () => {
  const { sendAll, stated } = receiving()
  await sendAll(metrics(recorded('claude-code')))
  await sendAll(metrics(recorded('claude-code')))
  expect(Object.values(sums(stated())).map(([micros, tokens]) => [micros, tokens])).toEqual([
    [1_573, 1_540],
    [24_719, 3 * 1_540],
  ])
})

test('a sum that counts from its beginning is its last value, in whatever order its points come', async () => {
  const { send, stated } = receiving()
  const point = (value: number, second: number, start = 0) => ({
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] },
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'claude_code.cost.usage',
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [
                    {
                      attributes: [{ key: 'session.id', value: { stringValue: 's' } }],
                      startTimeUnixNano: `${1_795_949_000 + start}000000000`,
                      timeUnixNano: `${1_795_949_000 + second}000000000`,
                      asDouble: value,
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  })
  const spent = () => stated().reduce((sum, { usd }) => sum + (usd ?? 0), 0)
  for (const [value, second] of [
    [0.1, 10],
    [0.3, 20],
    [0.6, 30],
  ] as const) {
    clock += 1_000
    await send('/v1/metrics', JSON.stringify(point(value, second)))
  }
  expect(spent()).toBe(0.6)
  // The process began anew.
  await send('/v1/metrics', JSON.stringify(point(0.2, 50, 45)))
  expect(spent()).toBeCloseTo(0.8, 12)
})

test('Codex and Gemini CLI state tokens, under the ids of their sessions', async () => {
  const { sendAll, stated, codes } = receiving()
  await sendAll([...recorded('codex'), ...recorded('gemini')])
  const found = stated()
    .filter(({ tokens }) => tokens !== 0)
    .map(({ runtime, provider, model, sessionKey, usd, tokens }) => [runtime, provider, model, sessionKey, usd, tokens])
  expect(found).toEqual([
    ['codex', 'openai', 'gpt-5.2-codex', '01a22701-f2fd-76c3-ad58-b2f57d6ea9fc', null, 1_050],
    ['gemini', 'google', 'gemini-2.5-pro', 'fbb6f024-748d-40a8-8fd5-a1806c961124', null, 1_060],
  ])
  expect(codes()).toEqual([])
})

test('packed bodies are read, and one that unpacks to more than the bound is refused and named', async () => {
  const { send, stated, codes } = receiving()
  const [body] = logs(recorded('claude-code'))
  const gzip = { 'content-encoding': 'gzip' }
  expect((await send('/v1/logs', gzipSync(JSON.stringify(body!.body)), gzip)).status).toBe(200)
  expect(stated()).toHaveLength(1)
  expect((await send('/v1/logs', gzipSync(Buffer.alloc(40 << 20, 0x20)), gzip)).status).toBe(413)
  expect((await send('/v1/logs', 'no gzip', gzip)).status).toBe(400)
  expect((await send('/v1/logs', '{}', { 'content-encoding': 'br' })).status).toBe(415)
  expect(codes()).toEqual(['otlp-request-refused', 'otlp-request-refused', 'otlp-request-refused'])
})

test('who has no token, comes from a page, or asks for anything else is refused, and nothing is taken', async () => {
  const { receiver, send, stated, codes } = receiving()
  const body = JSON.stringify(logs(recorded('claude-code'))[0]!.body)
  for (const authorization of ['', 'Bearer', 'Bearer another', `Basic ${token}`, token])
    expect((await send('/v1/logs', body, { authorization })).status).toBe(401)
  expect((await send('/v1/logs', body, { origin: 'http://127.0.0.1' })).status).toBe(403)
  expect((await send('/v1/logs', body, { host: 'evil.example' })).status).toBe(403)
  for (const path of ['/', '/v1', '/v1/profiles', '/__proto__', '/api/overview'])
    expect((await send(path, body)).status).toBe(404)
  expect(
    (await fetch(`http://127.0.0.1:${receiver.port}/v1/logs`, { headers: { authorization: `Bearer ${token}` } }))
      .status,
  ).toBe(404)
  expect((await send('/v1/logs', body, { 'content-type': 'application/x-protobuf' })).status).toBe(415)
  expect((await send('/v1/traces', body)).status).toBe(200)
  expect(stated()).toEqual([])
  expect(new Set(codes())).toEqual(new Set(['otlp-request-refused']))
  expect(receiver.findings().find(({ message }) => message.includes('JSON'))?.fix).toContain('http/json')
})

test('whatever a body holds, nothing throws, and what is foreign or of the future is counted and named', async () => {
  const { send, stated, receiver } = receiving()
  const service = (name: unknown) => ({ attributes: [{ key: 'service.name', value: { stringValue: name } }] })
  const attribute = (key: string, value: object) => ({ key, value })
  const request = (rest: object[], more: object = {}) => ({
    timeUnixNano: '1795949251188000000',
    attributes: [
      attribute('event.name', { stringValue: 'api_request' }),
      attribute('cost_usd', { doubleValue: 1 }),
      ...rest,
    ],
    ...more,
  })
  const body = (name: unknown, logRecords: unknown) => ({
    resourceLogs: [{ resource: service(name), scopeLogs: [{ logRecords }] }],
  })
  const wrong = [
    null,
    1,
    'x',
    [],
    {},
    { resourceLogs: 1 },
    { resourceLogs: [null, 1, {}] },
    { resourceLogs: [{ scopeLogs: [{ logRecords: [null, {}] }] }] },
    body({}, []),
    body('claude-code', [{ attributes: [attribute('event.name', { stringValue: 'constructor' })] }]),
    body('claude-code', [{ attributes: [attribute('event.name', { stringValue: '__proto__' }), null, { key: 1 }] }]),
    body('claude-code', [request([attribute('cost_usd', { doubleValue: -1 })])]),
    body('claude-code', [request([attribute('cost_usd', { stringValue: 'much' })])]),
  ]
  for (const one of wrong) expect((await send('/v1/logs', JSON.stringify(one))).status).toBe(200)
  for (const one of wrong) expect((await send('/v1/metrics', JSON.stringify(one))).status).toBe(200)
  expect((await send('/v1/logs', '{"resourceLogs":')).status).toBe(400)
  expect((await send('/v1/logs', '['.repeat(50))).status).toBe(400)
  expect(stated()).toEqual([])
  await send('/v1/logs', JSON.stringify(body('my-shop', [request([]), request([])])))
  await send(
    '/v1/logs',
    JSON.stringify(
      body('claude-code', [request([], { timeUnixNano: '4000000000000000000' }), request([], { timeUnixNano: '0' })]),
    ),
  )
  expect(stated()).toEqual([])
  const messages = receiver.findings().map(({ message }) => message)
  expect(messages.filter((message) => message.includes('“my-shop” sends over OTLP (2 records)'))).toHaveLength(1)
  expect(
    messages.filter((message) => /one record could not be used: a figure (of the future|without a time)/.test(message)),
  ).toHaveLength(2)
})

test('a port that another program has is named, and the rest of the program goes on', () => {
  const { receiver } = receiving()
  const second = createOtlpReceiver({ port: receiver.port!, token, state: () => {}, isTold: () => false, now })
  expect(second.port).toBeNull()
  expect(second.findings()).toMatchObject([{ code: 'otlp-not-listening' }])
})
