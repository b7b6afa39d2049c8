import { expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

type Overview = {
  demo: boolean
  agents: { name: string; state: string }[]
  sessions: { active: number; total: number }
  costs: { todayUsd: number; monthUsd: number }
}

test('where nothing is found --demo-if-empty shows the demo alive, says so on every page, and keeps its books apart', async () => {
  using folder = temporary('demo')
  await using server = await start(folder.path, ['--demo-if-empty'], { env: { TMPDIR: folder.path } })
  await server.caughtUp()
  const overview = await server.ask<Overview>('/api/overview')
  expect(overview.demo).toBe(true)
  expect(overview.agents.length).toBeGreaterThanOrEqual(10)
  expect(overview.sessions.active).toBeGreaterThan(0)
  expect(overview.costs.monthUsd).toBeGreaterThan(0)
  expect(existsSync(join(folder.path, 'data', 'index.sqlite'))).toBe(false)

  await using browser = await openBrowser({ width: 390, height: 844 })
  const page = await browser.page()
  for (const path of ['/', '/settings/access']) {
    await page.goto(server.url + path)
    await page.getByText('Demo: everything here is made up').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
  await page.goto(server.url)
  const seen = await page.locator('table').textContent()
  await until('something moves by itself', async () => (await page.locator('table').textContent()) !== seen)

  const worlds = () => readdirSync(folder.path).filter((name) => name.startsWith('wheelhouse-demo-'))
  expect(worlds().length).toBe(1)
  expect(await server.stop()).toBe(0)
  expect(worlds()).toEqual([])
})

test('where a home is there --demo-if-empty shows the home', async () => {
  using folder = temporary('demo')
  const { recordedHome } = await import('./testing/program.ts')
  await using server = await start(folder.path, ['--demo-if-empty'], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  expect((await server.ask<Overview>('/api/overview')).demo).toBe(false)
})

test('the bare executable with nothing found says where it looked, and is one click from the demo', async () => {
  using folder = temporary('empty')
  await using server = await start(folder.path)
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  await page.getByText('No agents were found on this machine').waitFor()
  await page.getByText('.openclaw').first().waitFor()
  await page.getByRole('button', { name: 'Start the demo' }).click()
  await page.getByText('Demo: everything here is made up').waitFor()
  expect((await server.ask<Overview>('/api/overview')).demo).toBe(true)
  expect(await server.stop()).toBe(0)
})
