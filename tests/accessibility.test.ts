import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDemo, visitEach } from './testing/pages.ts'
import { violationsOf } from './testing/violations.ts'

// Every page, held to the rules of accessibility.
let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('no page breaks a rule of accessibility', async () => {
  const broken = await visitEach(demo.paths, async (path) => {
    await using opened = await demo.open(path)
    return (await violationsOf(opened.page)).map((words) => `${path}: ${words}`)
  })
  expect(broken).toEqual([])
}, 600_000)

test('nor does one on a phone', async () => {
  const broken = await visitEach(demo.paths, async (path) => {
    await using opened = await demo.open(path, { width: 390, height: 844 })
    return (await violationsOf(opened.page)).map((words) => `${path}: ${words}`)
  })
  expect(broken).toEqual([])
}, 600_000)

test('nor does what lies over a page', async () => {
  await using opened = await demo.open('/')
  const { page } = opened
  for (const [keys, name] of [
    ['Control+k', 'Search and commands'],
    ['b', 'What needs you'],
    ['?', 'Keys'],
  ] as const) {
    await page.keyboard.press(keys)
    await page.getByRole('dialog', { name }).waitFor()
    await page.waitForTimeout(300)
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' })
  }
}, 600_000)

test('who is not signed in sees the office by night, how to come in, and what that adds', async () => {
  const page = await demo.browser.page()
  // A forwarder that says so gives no rights.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.1' })
  await page.goto(demo.server.url)
  await page.getByRole('heading', { name: 'What signing in adds' }).waitFor()
  await page.locator('.night-window canvas').waitFor()
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await page.close()
  demo.browser.errors.length = 0
}, 600_000)
