import { expect, test } from 'bun:test'
import { createExporter } from './exporter.ts'
import type { Snapshot } from './metric.ts'
import { type Received, startOtlpReceiver } from './testing/otlp-receiver.ts'
import { noon, snapshotAt, usageOf } from './testing/snapshot.ts'

const everyMs = 20

/** An exporter that sends what `snapshot` says, as fast as a test needs it. */
function start(
  endpoint: string,
  { snapshot = () => snapshotAt(noon), headers }: { snapshot?: () => Snapshot; headers?: string } = {},
) {
  const exporter = createExporter({
    snapshot: async () => snapshot(),
    now: () => noon,
    sendTo: { endpoint, headers, everyMs },
  })
  return { ...exporter, [Symbol.dispose]: () => exporter.stop() }
}

const find = (points: Received[], name: string, attributes: Record<string, string> = {}) =>
  points.find(
    (one) => one.name === name && Object.entries(attributes).every(([key, value]) => one.attributes[key] === value),
  )

async function until(is: () => boolean) {
  while (!is()) await Bun.sleep(2)
}

test('metrics arrive at a receiver, under the names of the conventions, with the headers of the secrets', async () => {
  await using receiver = startOtlpReceiver()
  let calls = 4
  using _ = start(receiver.url, {
    headers: 'Authorization: Bearer abc\nX-Scope-OrgID: 7\n',
    snapshot: () => snapshotAt(noon + calls, { usage: [usageOf({ calls, inputTokens: 25 * calls++ })] }),
  })
  const [first, second] = await receiver.requests(2)
  expect([first!.path, first!.headers.get('authorization'), first!.headers.get('x-scope-orgid')]).toEqual([
    '/v1/metrics',
    'Bearer abc',
    '7',
  ])
  expect(first!.headers.get('content-type')).toBe('application/json')
  expect(first!.resource).toEqual({
    'service.name': 'wheelhouse',
    'service.version': '1.2.3',
    'service.instance.id': 'abcdefgh',
    'host.name': 'harbour',
  })
  expect(find(first!.points, 'system.cpu.utilization')).toMatchObject({ kind: 'gauge', value: 0.34, sinceMs: null })
  expect(find(first!.points, 'wheelhouse.calls')).toMatchObject({ kind: 'sum', value: 0, sinceMs: noon + 4 })
  const input = find(second!.points, 'gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' })
  expect(input).toMatchObject({
    kind: 'histogram',
    value: 25,
    count: 1,
    sinceMs: noon + 4,
    atMs: noon + 5,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4',
    },
  })
})

test('a whole address is asked as it is, and a path before it is kept', async () => {
  await using receiver = startOtlpReceiver()
  using _ = start(`${receiver.url}/otel/v1/metrics`)
  using __ = start(`${receiver.url}/otel/`)
  const asked = await receiver.requests(2)
  expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/otel/v1/metrics']))
})

test('a redirect is not followed, and is said', async () => {
  await using other = startOtlpReceiver()
  await using receiver = startOtlpReceiver(() => Response.redirect(`${other.url}/v1/metrics`, 307))
  using exporter = start(receiver.url)
  await until(() => exporter.findings().length > 0)
  expect(exporter.findings()[0]!.message).toContain('it leads to another address, which is not followed')
  expect(other.asked).toEqual([])
})

test('a receiver that fails is asked ever more rarely, said without its secrets, and forgotten once it takes them again', async () => {
  let isWell = false
  await using receiver = startOtlpReceiver(() =>
    isWell ? Response.json({}) : new Response('no: api_key=sk-abcdefghijklmnop', { status: 500 }),
  )
  using exporter = start(receiver.url)
  await receiver.requests(3)
  const began = performance.now()
  await receiver.requests(4)
  expect(performance.now() - began).toBeGreaterThan(2 * everyMs)
  expect(exporter.findings()[0]!.message).toContain('it answers 500: no: api_key=[hidden]')
  isWell = true
  await until(() => exporter.findings().length === 0)
})

test('values that a receiver did not take are said although it answered 200', async () => {
  await using receiver = startOtlpReceiver(() =>
    Response.json({ partialSuccess: { rejectedDataPoints: '3', errorMessage: 'too old' } }),
  )
  using exporter = start(receiver.url)
  await until(() => exporter.findings().length > 0)
  expect(exporter.findings()[0]!.message).toContain('it did not take 3 of the values (too old)')
})

test('an answer without an end is read no further than its beginning', async () => {
  let written = 0
  await using receiver = startOtlpReceiver(
    () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            written++
            controller.enqueue(new Uint8Array(4_096))
          },
        }),
        { status: 503 },
      ),
  )
  using exporter = start(receiver.url)
  await until(() => exporter.findings().length > 0)
  const before = written
  expect(before).toBeLessThan(2_000)
  expect(exporter.findings()[0]!.message).toContain('it answers 503')
})

test('where nobody listens it is said, and a line that is no header is left out', async () => {
  using exporter = start('http://127.0.0.1:9', { headers: 'no header' })
  await until(() => exporter.findings().length === 2)
  expect(exporter.findings().map(({ code }) => code)).toEqual(['otlp-headers', 'otlp-not-sent'])
})

test('a screen gets the numbers of disks without their paths', async () => {
  using exporter = start('http://127.0.0.1:9')
  const [own, screen] = await Promise.all([exporter.text(false), exporter.text(true)])
  expect(own).toContain('mountpoint="/mnt/')
  expect(screen).not.toContain('/mnt')
  expect(screen).toContain('wheelhouse_disk_used_bytes{mountpoint="2"} 300000000000')
  expect(screen).toContain('wheelhouse_disk_free_bytes{mountpoint="2"} 700000000000')
})
