import { expect, test } from 'bun:test'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOnce, start, temporary } from './testing/program.ts'

/** What the real Claude Code has sent, body by body. */
const sent = readFileSync('src/sources/otlp/testing/claude-code.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { path: string; body: unknown })

/** A port that is free just now. */
function freePort() {
  const server = Bun.serve({ port: 0, fetch: () => new Response() })
  const port = server.port!
  server.stop(true)
  return port
}

function configured(folder: string, toml: string) {
  mkdirSync(join(folder, 'config'), { recursive: true })
  writeFileSync(join(folder, 'config', 'config.toml'), toml)
  return { env: { WHEELHOUSE_CONFIG: join(folder, 'config', 'config.toml') } }
}

type Statement = { witness: string; statedCents: number; sessions: number }

test('what an agent reports over OTLP stands beside the ledger, never in it, and is kept', async () => {
  using folder = temporary('otlp')
  const port = freePort()
  const options = configured(folder.path, `timezone = "UTC"\n[otlp]\nport = ${port}\n`)
  const stated = async (server: Awaited<ReturnType<typeof start>>) => {
    const { runtimes, ledgerCents } = await server.ask<{
      ledgerCents: number
      runtimes: { statements: Statement[] }[]
    }>('/api/reconcile?month=2026-11')
    return { ledgerCents, statements: runtimes.flatMap(({ statements }) => statements) }
  }
  {
    await using server = await start(folder.path, [], options)
    const secret = join(folder.path, 'data', 'secrets', 'otlp')
    expect(statSync(secret).mode & 0o777).toBe(0o600)
    const headers = { authorization: `Bearer ${readFileSync(secret, 'utf8')}`, 'content-type': 'application/json' }
    for (const { path, body } of [...sent, ...sent]) {
      const { status } = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      expect(status).toBe(200)
    }
    const { ledgerCents, statements } = await stated(server)
    expect(ledgerCents).toBe(0)
    expect(statements).toMatchObject([{ witness: 'otlp', statedCents: 3, sessions: 2 }])
  }
  await using server = await start(folder.path, [], options)
  expect((await stated(server)).statements).toMatchObject([{ witness: 'otlp', statedCents: 3, sessions: 2 }])
})

test('its token opens nothing else, no other credential opens it, and nothing listens where nobody asked', async () => {
  using folder = temporary('otlp')
  const port = freePort()
  const data = join(folder.path, 'data')
  const made = await runOnce(folder.path, ['token', 'create', '--role', 'admin', '--may-act', '--json', '--data', data])
  const admin = (JSON.parse(made.stdout) as { token: string }).token
  const post = (token: string) =>
    fetch(`http://127.0.0.1:${port}/v1/logs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
  {
    await using server = await start(folder.path, [], configured(folder.path, `[otlp]\nport = ${port}\n`))
    const token = readFileSync(join(data, 'secrets', 'otlp'), 'utf8')
    const statuses = async (path: string, init: RequestInit = {}) =>
      (await fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }))
        .status
    // Who shows a credential that is none is a stranger, even on the same machine.
    for (const path of ['/api/overview', '/api/reconcile', '/api/tokens', '/api/openapi.json'])
      expect([path, await statuses(path)]).toEqual([path, 401])
    expect(
      await statuses('/api/tokens', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ).toBe(401)
    expect([(await post(token)).status, (await post(admin)).status]).toEqual([200, 401])
    const { findings } = await server.ask<{ findings: { code: string }[] }>('/api/doctor')
    expect(findings.map(({ code }) => code)).toContain('otlp-request-refused')
  }
  await using _ = await start(folder.path)
  expect(await post(admin).catch(() => 'nobody listens')).toBe('nobody listens')
})
