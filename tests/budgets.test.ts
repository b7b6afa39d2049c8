import { expect, test } from 'bun:test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { recordedHome, start, temporary, until } from './testing/program.ts'

type Budget = { name: string; usd: number; per: string; warn: number[]; onTrip: string }

const written = `# mine
timezone = "UTC" # here

# as much as a day may cost
[budget]
day_usd = 25 # dollars
`

/** Asks as the person who is signed in on that page. */
const asPerson = (page: Page, method: string, path: string, body?: unknown) =>
  page.evaluate(
    async ({ method, path, body }) => {
      const key = localStorage.getItem('wheelhouse.key') ?? ''
      const headers = { 'content-type': 'application/json', 'x-wheelhouse-key': key }
      const response = await fetch(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
      return { status: response.status, body: (await response.json()) as unknown }
    },
    { method, path, body },
  )

test('a budget is set, changed and removed from the page: every number follows, and config.toml keeps its comments', async () => {
  using folder = temporary('budgets')
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, written)
  const env = { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path), WHEELHOUSE_CONFIG: config }
  await using server = await start(folder.path, [], { env })
  await server.caughtUp()
  const budgets = async () => (await server.ask<{ budgets: Budget[] }>('/api/costs/summary')).budgets
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.rail').waitFor()
  await page.goto(`${server.url}/costs`)
  const rows = page.locator('.budget-row')
  const dialog = page.locator('[role=dialog]')

  // The day's budget is known everywhere at once: the thread that publishes, the one that answers, the page.
  await rows.first().getByRole('button', { name: 'Daily budget' }).click()
  await dialog.getByLabel('Amount in US dollars').fill('31.5')
  await page.keyboard.press('Enter')
  await until('the page shows it', async () => (await rows.first().textContent())?.includes('$31.50') === true)
  expect(readFileSync(config, 'utf8')).toBe(written.replace('day_usd = 25', 'day_usd = 31.5'))
  const overview = await server.ask<{ costs: { budgetUsd: number } }>('/api/overview')
  expect(overview.costs.budgetUsd).toBe(31.5)

  // What is wrong is said in the form, and nothing is written.
  await page.getByRole('button', { name: 'Add budget' }).click()
  await dialog.getByLabel('Amount in US dollars').fill('12')
  await page.keyboard.press('Enter')
  expect(await dialog.textContent()).toContain('Give it a name.')
  await dialog.getByLabel('Name').fill('Night <b>shift</b>')
  await dialog.getByLabel('Warn at, in percent').fill('50, 90')
  await dialog.getByRole('button', { name: 'Set budget' }).click()
  await until('the server has it', async () => (await budgets()).length === 2)
  expect((await budgets())[1]).toMatchObject({
    name: 'Night <b>shift</b>',
    usd: 12,
    per: 'month',
    warn: [0.5, 0.9],
    onTrip: 'notify',
  })

  // Removed, and taken back.
  await until('the page shows both', async () => (await rows.count()) === 2)
  await rows.nth(1).getByRole('button').click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await until('it is gone', async () => (await budgets()).length === 1)
  await page.locator('.toast', { hasText: 'removed' }).getByRole('button', { name: 'Undo' }).click()
  await until('it is back', async () => (await budgets()).length === 2)
  expect((await budgets())[1]).toMatchObject({ name: 'Night <b>shift</b>', warn: [0.5, 0.9] })
  for (const comment of ['# mine', '# here', '# as much as a day may cost', '# dollars'])
    expect(readFileSync(config, 'utf8')).toContain(comment)

  const { items } = (await asPerson(page, 'GET', '/api/audit')).body as { items: { action: string; stage: string }[] }
  expect(items.filter(({ action, stage }) => / budget$/.test(action) && stage === 'done')).toHaveLength(4)
}, 60_000)

test('a mistake in config.toml is named, and nothing of the file is lost', async () => {
  using folder = temporary('budgets')
  mkdirSync(join(folder.path, 'home'))
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, written)
  await using server = await start(folder.path, [], { env: { WHEELHOUSE_CONFIG: config } })
  const broken = `${written}\n[[budgets]]\nname = "Half"\n`
  writeFileSync(config, broken)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.rail').waitFor()
  const answer = await asPerson(page, 'PUT', '/api/costs/budgets', {
    was: null,
    name: 'New',
    per: 'day',
    usd: 3,
    filter: {},
  })
  const { detail } = answer.body as { detail: string }
  expect(answer.status).toBe(409)
  expect(detail).toContain(config)
  expect(detail).toContain('budgets.0.per')
  expect(readFileSync(config, 'utf8')).toBe(broken)
}, 60_000)
