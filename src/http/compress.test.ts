import { expect, test } from 'bun:test'
import { compressed } from './compress.ts'

const long = { words: 'all is well '.repeat(400) }

test('a long answer is gzipped for who takes it, and says so', async () => {
  const response = await compressed(Response.json(long, { status: 201 }), 'br, gzip;q=0.8')
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(response.headers.get('vary')).toContain('accept-encoding')
  expect(response.status).toBe(201)
  const text = new TextDecoder().decode(Bun.gunzipSync(await response.bytes()))
  expect(JSON.parse(text)).toEqual(long)
})
test('who does not take gzip, or refuses it, gets it plain', async () => {
  for (const accepted of [null, '', 'br', 'gzip;q=0', 'gzip; q=0.0, br']) {
    const response = await compressed(Response.json(long), accepted)
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.json()).toEqual(long)
  }
})
test('a short answer is not worth it', async () => {
  const response = await compressed(Response.json({ ok: true }), 'gzip')
  expect(response.headers.get('content-encoding')).toBeNull()
  expect(await response.json()).toEqual({ ok: true })
})
test('what takes long to gzip leaves this thread to others meanwhile', async () => {
  const rows = Array.from({ length: 50_000 }, (_, n) => ({ key: `session ${n}`, usd: n * 1.23 }))
  const packing = compressed(Response.json(rows), 'gzip')
  let isDone = false
  void packing.finally(() => {
    isDone = true
  })
  let turns = 0
  while (!isDone) {
    turns++
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  expect(turns).toBeGreaterThan(10)
  expect(JSON.parse(new TextDecoder().decode(Bun.gunzipSync(await (await packing).bytes())))).toEqual(rows)
})
