import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { recordedHome, start, temporary, until } from './testing/program.ts'
import { violationsOf } from './testing/violations.ts'

// A recorded home at rest: its sums are known and do not move while they are looked at.
const folder = temporary('costs')
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) } })
  await server.caughtUp()
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

async function open(path: string, size = { width: 1440, height: 900 }, url = server.url) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(url + path)
  await settled(page)
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

async function settled(page: Page) {
  await page.locator('.costs:not(.loading)').waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
}

type Report = {
  rows: { key: string; label: string }[]
  totals: { costUsd: number; calls: number; totalTokens: number }
}
const report = (query: string) => server.ask<Report>(`/api/costs/report?${query}`)

/** A sum as the page writes it, as a number. */
const dollars = (text: string | null) => (text?.includes('<$0.01') ? 0.005 : Number(text?.replace(/[^0-9.]/g, '')))

const panel = (page: Page) => page.locator('.figure-panel')
const sumOf = (page: Page) => page.locator('.split').first().locator('tfoot .figure').last()

test('a figure opens into sessions, models, times and answers that sum to it', async () => {
  await using opened = await open('/costs?range=all')
  const { page } = opened
  const { totals } = await report('by=day')
  const headline = await sumOf(page).textContent()
  await sumOf(page).click()
  await panel(page).locator('tfoot').waitFor()
  expect(await panel(page).locator('.figure-value b').textContent()).toBe(headline)
  for (const tab of ['Sessions', 'Models', 'Days', 'Answers']) {
    await panel(page)
      .getByRole('tab', { name: new RegExp(`^${tab}`) })
      .click()
    const rows = panel(page).locator('.figure-rows')
    const more = rows.getByRole('button', { name: /more$/ })
    if (await more.count()) await more.click()
    await until('all lines are there', async () => (await more.count()) === 0 || undefined)
    const lines = await rows.locator('tbody tr:not(.detail) .c-cost').allTextContents()
    const sum = lines.reduce((sum, text) => sum + (dollars(text) || 0), 0)
    expect(lines.length).toBeGreaterThan(0)
    // Each line is rounded to a cent, the sum is not made of rounded lines.
    expect(Math.abs(sum - totals.costUsd)).toBeLessThan(0.005 * lines.length + 0.005)
    expect(await rows.locator('tfoot .c-cost').textContent()).toBe(headline)
  }
  expect(await panel(page).locator('.sureness li').count()).toBeGreaterThan(0)
  const answers = await server.ask<{ items: { costUsd: number | null }[]; nextCursor: string | null }>(
    '/api/costs/rows?limit=500',
  )
  expect(answers.nextCursor).toBeNull()
  expect(answers.items.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)).toBeCloseTo(totals.costUsd, 9)
}, 60_000)

test('a session of a figure opens into its own parts, and leads to its page', async () => {
  await using opened = await open('/costs?range=all&figure=range')
  const { page } = opened
  await panel(page).locator('.opener').first().click()
  await panel(page)
    .locator('.session-detail', { hasText: /answers?/ })
    .waitFor()
  await panel(page).getByRole('link', { name: 'Open the session' }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/sessions/openclaw.'))
})

test('the keyboard opens a figure, goes to the next, and comes back to where it was', async () => {
  await using opened = await open('/costs?range=all')
  const { page } = opened
  const figure = page.locator('main [data-figure="today"]')
  await figure.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: /Costs, today/ }).waitFor()
  await page.keyboard.press(']')
  await page.getByRole('dialog', { name: /Projected today/ }).waitFor()
  await page.keyboard.press('[')
  await page.getByRole('dialog', { name: /Costs, today/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?range=all')
  await page.waitForFunction((element) => element === document.activeElement, await figure.elementHandle())
})

test('the address says which days, how grouped, and what is open; it survives a reload, and back goes back', async () => {
  await using opened = await open('/costs')
  const { page } = opened
  const days = page.locator('.toolbar')
  const search = () => new URL(page.url()).search
  await days.getByRole('button', { name: '7 d' }).click()
  await page.getByRole('button', { name: 'Agent', exact: true }).click()
  await page.locator('.lines select').selectOption('model')
  await settled(page)
  expect(search()).toBe('?range=7d&stack=agent&by=model')
  await page.reload()
  await settled(page)
  expect(await days.getByRole('button', { name: '7 d' }).getAttribute('aria-pressed')).toBe('true')
  expect(await page.locator('.lines select').inputValue()).toBe('model')
  await page.goBack()
  await until('the grouping is as before', async () => (await page.locator('.lines select').inputValue()) === 'session')
  await page.goBack()
  expect(search()).toBe('?range=7d')
  await page.goBack()
  expect(search()).toBe('')
  await days.getByRole('button', { name: 'Days' }).click()
  await days.getByLabel('since').fill('2026-11-20')
  await days.getByLabel('since').blur()
  await until('the day is in the address', () => search().includes('since=2026-11-20'))
})

test('a filter narrows everything it says it narrows, and comes off again', async () => {
  await using opened = await open('/costs?range=all')
  const { page } = opened
  const whole = await sumOf(page).textContent()
  const picker = page.getByRole('combobox', { name: 'Only those of' })
  const { rows: agents } = await report('by=agent')
  const ops = agents.find(({ key }) => key === 'openclaw:ops')!.label
  await picker.selectOption({ label: ops })
  await page.waitForURL((url) => url.searchParams.get('agent') === 'openclaw:ops')
  await settled(page)
  const { totals, rows } = await report('by=session&agent=openclaw:ops')
  expect(Math.abs(dollars(await sumOf(page).textContent()) - totals.costUsd)).toBeLessThan(0.006)
  expect(await page.locator('.lines > header').textContent()).toContain(`${rows.length} with model calls`)
  await page.getByRole('button', { name: /^Without agent/ }).click()
  await until('everything is shown again', async () => (await sumOf(page).textContent()) === whole)
})

test('each chart says what it shows in a sentence, and shows it as a table', async () => {
  await using opened = await open('/costs?range=all')
  const { page } = opened
  for (const [area, words] of [
    ['days', /^Cost by day, stacked by model: /],
    ['heat', /^What each hour of the week costs on average: most on /],
  ] as const) {
    const chart = page.locator(`.${area} [role="img"]`)
    expect(await chart.getAttribute('aria-label')).toMatch(words)
    await page.locator(`.${area}`).getByRole('button', { name: 'Show as table' }).click()
    await page.locator(`.${area} tbody tr`).first().waitFor()
    expect(await chart.count()).toBe(0)
  }
  expect(new URL(page.url()).searchParams.get('table')).toBe('days,heat')
  const { totals } = await report('by=day')
  const days = await page.locator('.days tbody .figure').allTextContents()
  expect(Math.abs(days.reduce((sum, text) => sum + dollars(text), 0) - totals.costUsd)).toBeLessThan(
    0.006 * days.length,
  )
})

test('a phone shows all of it without scrolling sideways, and a figure fills its screen', async () => {
  await using opened = await open('/costs?range=all', { width: 390, height: 844 })
  const { page } = opened
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(await over()).toBe(0)
  await sumOf(page).click()
  await panel(page).locator('tfoot').waitFor()
  for (const tab of ['Models', 'Days', 'Answers', 'Sessions']) {
    await panel(page)
      .getByRole('tab', { name: new RegExp(`^${tab}`) })
      .click()
    const sideways = await panel(page)
      .locator('.figure-body')
      .evaluate((body) => body.scrollWidth - body.clientWidth)
    expect([tab, sideways, await over()]).toEqual([tab, 0, 0])
  }
  expect((await panel(page).boundingBox())?.width).toBe(390)
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

test('no opened figure breaks a rule of accessibility', async () => {
  const broken: string[] = []
  for (const figure of [
    'range',
    'today',
    'projected',
    'projected-month',
    'saved',
    'median',
    'idle',
    'range&tab=calls',
  ]) {
    await using opened = await open(`/costs?range=all&figure=${figure}`)
    const { page } = opened
    await panel(page).waitFor()
    await page.waitForTimeout(400)
    for (const theme of ['night', 'daylight']) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name
      }, theme)
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }
        type Axe = { run(where: Document): Promise<{ violations: Violation[] }> }
        return (await (window as unknown as { axe: Axe }).axe.run(document)).violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
        )
      })
      broken.push(...found.map((words) => `${figure} in ${theme}: ${words}`))
    }
  }
  expect(broken).toEqual([])
}, 120_000)

test('a zone or a day nobody knows is refused in words, with a way out', async () => {
  const page = await browser.page()
  await page.goto(`${server.url}/costs?timezone=Mars/Base`)
  await page.getByText('There is no time zone “Mars/Base”').waitFor()
  await page.getByRole('button', { name: 'Show the last 30 days of everything' }).click()
  await settled(page)
  await page.close()
})

test('what the top bar, the Bridge and Costs say of today is the same, also while money is spent', async () => {
  using folder = temporary('agree')
  await using demo = await start(folder.path, ['--demo'])
  await demo.caughtUp()
  await using opened = await open('/costs', { width: 1440, height: 900 }, demo.url)
  const { page } = opened
  for (let look = 0; look < 5; look++) {
    const [strip, head] = await page.evaluate(() =>
      ['.top-bar .today b', '.head-figures .hero .figure'].map((where) => document.querySelector(where)?.textContent),
    )
    expect(strip).toMatch(/^≥?\$\d/)
    expect(head).toBe(strip!)
    await page.waitForTimeout(400)
  }
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.locator('.cost-today .hero').waitFor()
  const [strip, bridge] = await page.evaluate(() =>
    ['.top-bar .today b', '.cost-today .hero'].map((where) => document.querySelector(where)?.textContent),
  )
  expect(bridge).toBe(strip!)
}, 60_000)

/** The requests about costs that a page makes, in order. */
function requestsOf(page: Page) {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/costs')) asked.push(pathname)
  })
  return asked
}

test('the page asks for all of it in one request, and an opened figure in one more', async () => {
  using folder = temporary('once')
  await using quiet = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await quiet.caughtUp()
  const page = await browser.page()
  const asked = requestsOf(page)
  await page.goto(`${quiet.url}/costs?figure=range`)
  await settled(page)
  await panel(page).locator('tfoot').waitFor()
  expect(asked.toSorted()).toEqual(['/api/costs/breakdown', '/api/costs/page'])
  await page.close()
}, 60_000)

test('while money is spent both are asked again, and nothing else is', async () => {
  using folder = temporary('spent')
  await using demo = await start(folder.path, ['--demo'])
  await demo.caughtUp()
  const page = await browser.page()
  const asked = requestsOf(page)
  const times = (path: string) => asked.filter((other) => other === path).length
  await page.goto(`${demo.url}/costs?figure=range`)
  await until(
    'both are asked again',
    () => (times('/api/costs/page') > 1 && times('/api/costs/breakdown') > 1) || undefined,
  )
  expect(new Set(asked)).toEqual(new Set(['/api/costs/page', '/api/costs/breakdown']))
  await page.close()
}, 60_000)

test('a server that goes away is said once, by the banner; the page keeps what it shows', async () => {
  using folder = temporary('away')
  await using leaving = await start(folder.path, ['--demo'])
  await leaving.caughtUp()
  await using opened = await open('/costs', { width: 1440, height: 900 }, leaving.url)
  const { page } = opened
  await leaving.stop()
  await page.locator('.reports[data-stale]').waitFor({ timeout: 20_000 })
  await page.waitForTimeout(2_500)
  expect(await page.locator('.costs .failed').allTextContents()).toEqual([])
  expect(await page.locator('.split tfoot').count()).toBeGreaterThan(0)
  // What is old is dimmed, and can still be read.
  expect(await violationsOf(page, ['color-contrast'])).toEqual([])
}, 60_000)
