import { expect, test } from 'bun:test'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fakeGateway, writeLock } from '../src/sources/openclaw/gateway/testing/fake-gateway.ts'
import { openBrowser } from './testing/browser.ts'
import { recordedHome, start, temporary, until } from './testing/program.ts'

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

test('a gateway that restarts in a loop is said to once, with since when, and the page does not blink', async () => {
  using folder = temporary('loop')
  const home = realpathSync(recordedHome('2026.9.6', folder.path))
  using gateway = fakeGateway()
  writeLock(home, { port: gateway.port })
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home, TMPDIR: folder.path } })
  await server.caughtUp()
  const fall = async () => {
    await until('it is connected', () => gateway.open() === 1)
    const before = gateway.connections()
    await Bun.sleep(200)
    gateway.hangUp(1012, 'service restart')
    await until('it is back', () => gateway.connections() > before)
  }
  for (let n = 0; n < 3; n++) await fall()
  const now = await until('it is said', async () => {
    const overview = await server.ask<Overview>('/api/overview')
    return overview.verdict.text === 'Gateway keeps going away' && overview
  })
  expect(now.gateways[0]).toMatchObject({ state: 'unsteady' })

  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  await page.getByText('The gateway has not stayed up since').waitFor()
  await page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    const look = () => {
      seen.add(document.querySelector('.verdict')?.textContent ?? '')
      requestAnimationFrame(look)
    }
    look()
  })
  for (let n = 0; n < 3; n++) await fall()
  await page.getByText('it has gone away 6 times').waitFor()
  expect(await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])).toEqual([
    'Gateway keeps going away',
  ])
  expect((await server.ask<Overview>('/api/overview')).gateways[0]!.since).toBe(now.gateways[0]!.since)
}, 60_000)
