import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDemo, visitEach } from './testing/pages.ts'

// Every page in every window.
let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('a page whose panels scroll is no taller than its window', async () => {
  const tall: string[] = []
  for (const path of [
    '/',
    '/sessions',
    '/search?q=reconnect',
    '/files',
    '/needs',
    '/approvals',
    '/alerts',
    '/alerts?show=history&severity=warn',
    '/alerts/rules',
    '/alerts/rules?rule=default.memory',
    '/alerts/rules?rule=default.waiting',
    '/alerts/incidents/1',
    '/alerts/incidents/999999',
    '/logs',
    '/settings',
  ]) {
    await using opened = await demo.open(path, { width: 1440, height: 900 })
    const over = await opened.page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    if (over > 0) tall.push(`${path} by ${over} px`)
  }
  expect(tall).toEqual([])
}, 600_000)

test('no page is wider than its window, on a desk, a tablet, a phone or a wall', async () => {
  const wide = await visitEach(demo.paths, async (path) => {
    await using opened = await demo.open(path)
    const wide: string[] = []
    for (const [width, height] of [
      [1440, 900],
      [1440, 780],
      [1920, 1080],
      [1024, 768],
      [768, 1024],
      [721, 900],
      [390, 844],
      [320, 640],
    ] as const) {
      await opened.page.setViewportSize({ width, height })
      // A chart takes its new width a frame later.
      const fits = () => document.documentElement.scrollWidth <= innerWidth
      await opened.page.waitForFunction(fits, undefined, { timeout: 2_000 }).catch(() => {})
      const over = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wide.push(`${path} at ${width}×${height}: ${over} px too wide`)
    }
    return wide
  })
  expect(wide).toEqual([])
}, 600_000)

test('the Bridge fits a laptop, a desk and a wall without scrolling as a page', async () => {
  for (const [width, height] of [
    [1440, 900],
    [1440, 780],
    [1920, 1080],
  ] as const) {
    await using opened = await demo.open('/', { width, height })
    const over = await opened.page.evaluate(() => {
      const main = document.querySelector('main')!
      return Math.max(document.documentElement.scrollHeight - innerHeight, main.scrollHeight - main.clientHeight)
    })
    expect(`${width}×${height}: ${over} px too high`).toBe(`${width}×${height}: 0 px too high`)
  }
})
