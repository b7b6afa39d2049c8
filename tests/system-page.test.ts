import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

const folder = temporary('system')
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
  type Listed = { items?: { id: string; until: number }[] }
  await until(
    'the month of the demo is written, which it is in the background',
    async () => {
      const { items = [] } = await server.ask<Listed>('/api/health/measures')
      return items.some(({ id, until }) => id === 'cpu.percent' && until > Date.now() - 1_800_000)
    },
    110_000,
  )
}, 120_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

async function open(path: string) {
  const page = await browser.page()
  await page.goto(server.url + path)
  await page.locator('[data-chart="cpu"] .measure-over').waitFor()
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

const spanIn = (page: Page) => {
  const params = new URL(page.url()).searchParams
  return { from: Number(params.get('from')), to: Number(params.get('to')) }
}
const boxOf = async (page: Page, chart: string) =>
  (await page.locator(`[data-chart="${chart}"] .measure-over`).boundingBox())!

test('dragging over a chart shows that stretch in all of them, and a double click goes back', async () => {
  await using opened = await open('/system?range=24h')
  const { page } = opened
  const box = await boxOf(page, 'cpu')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width / 4, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 })
  await page.mouse.up()
  await page.waitForURL(/from=\d+/)
  const { from, to } = spanIn(page)
  expect((to - from) / 3_600_000).toBeWithin(5.8, 6.2)
  await page.locator('.system-span').waitFor()
  const now = await boxOf(page, 'memory')
  await page.mouse.dblclick(now.x + 20, now.y + 20)
  await page.waitForURL((url) => !url.searchParams.has('from'))
  expect(await page.locator('.choice button[aria-pressed="true"]').first().textContent()).toBe('24 h')
})

test('what one points at on one chart is read out below all of them', async () => {
  await using opened = await open('/system?range=7d&compare=week')
  const { page } = opened
  await page.locator('[data-chart="cpu"] .measure-before').waitFor()
  const box = await boxOf(page, 'cpu')
  await page.mouse.move(box.x + box.width * 0.7, box.y + 20)
  const foot = page.locator('[data-chart="memory"] .measure-foot')
  await foot.getByText('a week before').waitFor()
  expect(await foot.textContent()).toMatch(/^\d.*% \d+ Nov \d\d:\d\d|^\d.*% \d+ \w{3} \d\d:\d\d/)
  expect(await page.locator('.measure-hair').count()).toBeGreaterThan(4)
})

test('keys move, zoom and go back; the address follows once the axis is at rest', async () => {
  await using opened = await open('/system?range=24h')
  const { page } = opened
  await page.locator('[data-chart="cpu"] .measure-over').focus()
  await page.keyboard.press('+')
  await page.waitForURL(/from=\d+/)
  const near = spanIn(page)
  expect((near.to - near.from) / 3_600_000).toBeWithin(11.9, 12.1)
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL((url) => Number(url.searchParams.get('from')) < near.from)
  expect((near.from - spanIn(page).from) / 3_600_000).toBeWithin(2.9, 3.1)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.locator('.measure-hair').first().waitFor()
  await page.keyboard.press('0')
  await page.waitForURL((url) => !url.searchParams.has('from'))
})

test('a chart opens as a table of the same numbers, with the gap of the night in which nothing was read', async () => {
  await using opened = await open('/system?range=7d')
  const { page } = opened
  await page.getByRole('button', { name: 'More about CPU' }).click()
  await page.getByRole('menuitem', { name: 'Show as table' }).click()
  await page.waitForURL(/table=cpu/)
  const table = page.locator('[data-chart="cpu"] table')
  await table.waitFor()
  expect(await table.locator('thead th').allTextContents()).toEqual(['From', 'Mean', 'Least', 'Greatest', 'p95'])
  expect(await table.locator('tbody tr').count()).toBeGreaterThan(100)
  expect(await table.getByText('nothing was read for').count()).toBeGreaterThan(0)
})

test('the processes of the demo have their sessions, and none of them can be ended', async () => {
  await using opened = await open('/system')
  const { page } = opened
  await openSignInLink(page, server.link)
  await page.goto(`${server.url}/system`)
  const rows = page.locator('.processes tbody tr')
  await rows.first().waitFor()
  expect(await page.locator('.processes .process-session a').count()).toBeGreaterThan(0)
  await page.locator('.processes .process-act button').first().waitFor()
  expect(await page.locator('.processes .process-act button:not([disabled])').count()).toBe(0)
  await page.locator('.processes .sort', { hasText: 'Memory' }).click()
  const sizes = await rows.locator('td:nth-child(5)').allTextContents()
  const numbers = sizes.map((text) => Number.parseFloat(text))
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
})

test('nothing on the page moves as values come, and it does not scroll sideways on a phone', async () => {
  await using opened = await open('/system?range=1h')
  const { page } = opened
  const tops = () =>
    page.locator('.system section').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)))
  await page.locator('.disk-list').waitFor()
  await page.locator('.processes').waitFor()
  const before = await tops()
  const box = await boxOf(page, 'cpu')
  await page.mouse.move(box.x + 40, box.y + 40)
  await page.waitForTimeout(4_500)
  expect(await tops()).toEqual(before)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBeLessThanOrEqual(0)
})
