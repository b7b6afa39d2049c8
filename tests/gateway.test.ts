import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { start, temporary, until } from './testing/program.ts'

type Overview = {
  verdict: { level: string; text: string }
  gateways: { home: string; state: string; since: number; reading: { port: number; rssBytes: number | null } | null }[]
}
type Examination = { findings: { about: string; code: string }[] }

test('the gateway of the demo goes down and comes back, and the first page says so within seconds', async () => {
  using folder = temporary('gateway')
  await using server = await start(folder.path, ['--demo'], { env: { TMPDIR: folder.path } })
  await server.caughtUp()
  const overview = () => server.ask<Overview>('/api/overview')
  const gatewayIs = (state: string) =>
    until(`the gateway is ${state}`, async () => {
      const now = await overview()
      return now.gateways[0]?.state === state && now.gateways[0]
    })
  const verdictIs = (text: string) => until(text, async () => (await overview()).verdict.text === text)

  await gatewayIs('connected')
  const { home, reading } = await until('it is measured', async () => {
    const [gateway] = (await overview()).gateways
    return gateway?.reading ? { home: gateway.home, reading: gateway.reading } : undefined
  })
  const config = readFileSync(join(home, 'openclaw.json'), 'utf8')
  const { token } = JSON.parse(config).gateway.auth
  const fall = (how: string) =>
    fetch(`http://127.0.0.1:${reading.port}/demo/${how}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })

  expect((await fall('crash')).status).toBe(200)
  const { since } = await gatewayIs('down')
  expect(Date.now() - since).toBeWithin(0, 5_000)
  await verdictIs('Gateway down')
  expect((await server.ask<Examination>('/api/doctor')).findings).toContainEqual(
    expect.objectContaining({ about: 'gateway', code: 'gateway-down' }),
  )
  await gatewayIs('connected')
  await until('it is over', async () => (await overview()).verdict.text !== 'Gateway down')

  expect((await fall('restart')).status).toBe(200)
  await verdictIs('Gateway restarting')
  await gatewayIs('connected')

  const everything = JSON.stringify([await overview(), await server.ask('/api/doctor')]) + server.output()
  expect(everything).not.toContain(token)
  expect(await server.stop()).toBe(0)
}, 60_000)
