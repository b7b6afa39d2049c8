import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDemo } from './testing/pages.ts'

let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('the page of an agent lists its sessions', async () => {
  await using opened = await demo.open(demo.paths.find((path) => path.startsWith('/agents/'))!)
  expect(await opened.page.locator('.latest-list li').count()).toBeGreaterThan(0)
})

test('an address that cannot be read leads to a page that says so', async () => {
  for (const path of ['/sessions/%ff', '/agents/%E0%A4%A', '/sessions/%00', '/sessions/..%2F..%2Fetc%2Fpasswd']) {
    const page = await demo.browser.page()
    await page.goto(demo.server.url + path)
    await page
      .locator('main')
      .getByText(/There is no/)
      .first()
      .waitFor()
    await page.close()
  }
})
