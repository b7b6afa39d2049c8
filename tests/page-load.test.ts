import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDemo, pathsOf, visitEach } from './testing/pages.ts'
import { recordedHome, start, temporary } from './testing/program.ts'

// What is seen while a page is on its way.
let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('nothing moves after the first paint', async () => {
  // A home at rest: what happens in the demo meanwhile may move what it is about.
  using folder = temporary('still')
  await using still = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await still.caughtUp()
  const [session] = (await still.ask<{ items: { id: string }[] }>('/api/sessions?limit=1')).items
  const moved: string[] = []
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    const visit = async (path: string) => {
      await using opened = await demo.open(path, { width, height }, still.url)
      await opened.page.waitForTimeout(700)
      const shifts = await opened.page.evaluate(
        () =>
          new Promise<string[]>((done) => {
            type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
            // The ship's log is a ticker: its lines make way for what happens. A number that changes may need a pixel more.
            const isUnasked = ({ value, sources }: Shift) =>
              value >= 0.0005 && sources.some(({ node }) => node && !node.parentElement?.closest('.activity-log'))
            new PerformanceObserver((list) =>
              done(
                (list.getEntries() as Shift[]).filter(isUnasked).map(({ value, sources }) => {
                  const what = sources.map(({ node }) =>
                    (node instanceof Element ? node : node?.parentElement)?.outerHTML.slice(0, 80),
                  )
                  return `${value.toFixed(4)} ${what.join(' | ')}`
                }),
              ),
            ).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => done([]), 200)
          }),
      )
      return shifts.map((words) => `${path} at ${width}×${height}: ${words}`)
    }
    moved.push(...(await visitEach(pathsOf(session!.id, 'openclaw:main'), visit)))
  }
  expect(moved).toEqual([])
}, 600_000)

test('a page whose style or program cannot be loaded says so, and opens by itself once it can', async () => {
  // A home at rest: where somebody waits, the Bridge has the style of the other pages already.
  using folder = temporary('unloaded')
  await using still = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await still.caughtUp()
  for (const blocked of ['**/*.css', '**/assets/*.js']) {
    await using opened = await demo.open('/', undefined, still.url)
    const { page } = opened
    await page.route(blocked, (route) => route.abort())
    await page
      .getByRole('link', { name: /^Costs/ })
      .first()
      .click()
    await page.getByText('could not be loaded').first().waitFor()
    await page.unroute(blocked)
    await page.getByRole('heading', { name: 'Budgets and unpriced usage' }).first().waitFor()
    expect(await page.getByText('could not be loaded').count()).toBe(0)
  }
  demo.browser.errors.length = 0
}, 600_000)

test('a page is painted before its style and its program are there', async () => {
  const page = await demo.browser.page()
  const gate = Promise.withResolvers<void>()
  await page.route('**/assets/**', async (route) => {
    await gate.promise
    await route.continue()
  })
  await page.goto(demo.server.url, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  expect(await page.locator('#skeleton').isVisible()).toBe(true)
  gate.resolve()
  await page.locator('main h2').first().waitFor()
  expect(await page.locator('#skeleton').count()).toBe(0)
  await page.close()
}, 600_000)
