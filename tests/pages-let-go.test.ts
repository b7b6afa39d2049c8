import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { start, temporary } from './testing/program.ts'

const folder = temporary('pages-let-go')
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** A first visit fetches parts and fills what is kept on purpose. */
const firstTrips = 2
const trips = 3
/** On a busy machine something may still be on its way when we count; what is kept for good is kept after this, too. */
const countsAtMost = 5
/** The demo goes on meanwhile: rows of the page that is left come and go. */
const allowedPerTrip = 40

async function goTo(page: Page, path: string) {
  await page
    .locator(`nav.rail a[href="${path}"]`)
    .first()
    .evaluate((link: HTMLElement) => link.click())
  await page.waitForFunction((path) => location.pathname === path, path)
  // Whatever a page asks for has been answered and drawn.
  await page.waitForTimeout(700)
}

/** How many nodes there are, on the page or kept by a script, once everything else was collected. */
async function nodesOf(page: Page, devtools: CDPSession): Promise<number> {
  // What a finaliser lets go of is collected by the next collection.
  for (let round = 0; round < 3; round++) {
    await devtools.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(100)
  }
  return (await devtools.send('Memory.getDOMCounters')).nodes
}

test('a page that was left keeps nothing: trips to any page of the rail and back leave no nodes behind', async () => {
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.locator('nav.rail a').first().waitFor()
  const devtools = await browser.context.newCDPSession(page)
  const paths = await page
    .locator('nav.rail a')
    .evaluateAll((links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).pathname).filter((path) => path !== '/'),
    )
  expect(paths.length).toBeGreaterThan(6)
  const left: Record<string, number> = {}
  for (const path of paths) {
    const goAndReturn = async () => {
      await goTo(page, path)
      await goTo(page, '/')
    }
    for (let trip = 0; trip < firstTrips; trip++) await goAndReturn()
    const before = await nodesOf(page, devtools)
    for (let trip = 0; trip < trips; trip++) await goAndReturn()
    for (let count = 0; count < countsAtMost; count++) {
      left[path] = Math.round(((await nodesOf(page, devtools)) - before) / trips)
      if (left[path] <= allowedPerTrip) break
      await page.waitForTimeout(1_000)
    }
  }
  expect(Object.entries(left).filter(([, nodes]) => nodes > allowedPerTrip)).toEqual([])
}, 300_000)
