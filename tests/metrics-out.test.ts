import { expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOtlpReceiver } from '../src/telemetry/testing/otlp-receiver.ts'
import { parsePrometheus } from '../src/telemetry/testing/parse-prometheus.ts'
import { recordedHome, runOnce, signIn, start, temporary } from './testing/program.ts'

/** A program with a home of Claude Code, and `config.toml` as given. */
async function open(folder: string, config: string) {
  mkdirSync(join(folder, 'home', '.claude', 'projects', '-ship'), { recursive: true })
  const configFile = join(folder, 'config.toml')
  writeFileSync(configFile, config)
  const server = await start(folder, [], {
    env: { WHEELHOUSE_CONFIG: configFile, OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder) },
  })
  await server.caughtUp()
  return server
}

/** A way to make tokens, as the person who opened the link. */
async function tokensOf(server: Awaited<ReturnType<typeof open>>) {
  const headers = {
    ...(await signIn(server, { code: server.code })),
    origin: server.url,
    'content-type': 'application/json',
  }
  return async (role: string) => {
    const body = JSON.stringify({ role, name: role })
    const made = await fetch(`${server.url}/api/tokens`, { method: 'POST', headers, body })
    return ((await made.json()) as { token: string }).token
  }
}

const answerOf = (id: string, output: number) =>
  `${JSON.stringify({
    type: 'assistant',
    uuid: id,
    sessionId: 's-1',
    requestId: `r-${id}`,
    timestamp: new Date().toISOString(),
    message: {
      id: `m-${id}`,
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [{ type: 'text', text: 'Aye.' }],
      usage: { input_tokens: 100, output_tokens: output, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    },
  })}\n`

test('Prometheus gets its text with a token alone, and counters count what agents use from then on', async () => {
  using folder = temporary('prometheus')
  await using server = await open(folder.path, '[metrics]\nprometheus = true\n')
  const make = await tokensOf(server)
  const [screen, viewer] = [await make('screen'), await make('viewer')]
  const ask = (token?: string) =>
    fetch(`${server.url}/metrics`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })

  const without = await ask()
  expect([without.status, ((await without.json()) as { detail: string }).detail]).toEqual([
    401,
    expect.stringContaining('wheelhouse token create --role screen'),
  ])
  expect((await ask(`${'a'.repeat(12)}.${'b'.repeat(43)}`)).status).toBe(401)

  // The first reading may be a moment away.
  let text = ''
  while (!text.includes('wheelhouse_machine_memory_used_bytes')) {
    const answer = await ask(viewer)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    text = await answer.text()
  }
  const families = parsePrometheus(text)
  expect(families.map(({ name }) => name)).toContain('wheelhouse_build_info')
  expect(text).toContain('mountpoint="/')
  const forScreen = await (await ask(screen)).text()
  parsePrometheus(forScreen)
  expect(forScreen).not.toContain('mountpoint="/')
  expect(forScreen).toMatch(/mountpoint="1"/)

  const file = join(folder.path, 'home', '.claude', 'projects', '-ship', 's-1.jsonl')
  appendFileSync(file, answerOf('1', 40) + answerOf('2', 2))
  let output: number | undefined
  while (output !== 42) {
    const counted = parsePrometheus(await (await ask(viewer)).text()).find(
      ({ name }) => name === 'wheelhouse_tokens_total',
    )
    output = counted?.samples.find(({ labels }) => labels.runtime === 'claude-code' && labels.type === 'output')?.value
    await Bun.sleep(20)
  }
}, 60_000)

test('without a word in the configuration there are no metrics, also for whoever may see everything', async () => {
  using folder = temporary('no-metrics')
  await using server = await open(folder.path, '')
  const token = await (await tokensOf(server))('viewer')
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
    404,
    'Metrics are switched off. Switch them on with `prometheus = true` in `[metrics]` of config.toml.',
  ])
  expect(await server.ask<object>('/api/metrics/settings')).toEqual({ prometheus: false, sendsTo: null })
}, 60_000)

test('metrics leave over OTLP to the address of the configuration, which no page is told', async () => {
  using folder = temporary('otlp-out')
  const isWell = true
  await using receiver = startOtlpReceiver(() =>
    isWell ? Response.json({}) : new Response('go away', { status: 403 }),
  )
  await using server = await open(folder.path, `[metrics]\notlp_endpoint = "${receiver.url}/?key=abc"\n`)
  const [first] = await receiver.requests(1)
  expect(first!.resource['service.name']).toBe('wheelhouse')
  expect(first!.points.map(({ name }) => name)).toContain('system.cpu.load_average.1m')
  expect(await server.ask<object>('/api/metrics/settings')).toEqual({ prometheus: false, sendsTo: receiver.url })
}, 60_000)

test.each([
  ['otlp_endpoint = "ftp://a"', 'metrics.otlp_endpoint must be an address like'],
  ['otlp_endpoint = "http://a:b@c"', 'metrics.otlp_endpoint must be an address like'],
  ['prometheus = 9090', 'metrics.prometheus must be true or false'],
  ['otlp = true', 'metrics.otlp is not a key. Known here: prometheus, otlp_endpoint'],
])('a mistake in the section is a sentence: %s', async (line, words) => {
  using folder = temporary('metrics-mistake')
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, `[metrics]\n${line}\n`)
  const { code, stderr } = await runOnce(folder.path, ['serve', '--port', '0'], {
    env: { WHEELHOUSE_CONFIG: config, WHEELHOUSE_DATA_DIR: join(folder.path, 'data') },
  })
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})
