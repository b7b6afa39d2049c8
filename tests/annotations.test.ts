import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { type Running, start, temporary, until } from './testing/program.ts'

type Listed = { items: { id: string; costUsd: number | null; annotation: { tags: string[] } | null }[] }
type Facets = {
  total: number
  costUsd: number
  archived: { sessions: number; costUsd: number | null } | null
  tags: { value: string; count: number }[]
}

const row = '.session-grid .line[data-session]'
const facetsOf = (server: Running) => server.ask<Facets>('/api/sessions/facets')

async function openList(page: Page, address: string) {
  await page.goto(address)
  await page.locator(row).first().waitFor()
}

test('two pages see at once what is tagged, pinned and archived on one of them; and it is taken back', async () => {
  using folder = temporary('annotations')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.top-bar').waitFor()
  await openList(page, `${server.url}/sessions?sort=started`)
  const other = await browser.page()
  await openList(other, `${server.url}/sessions?sort=started`)
  const before = await facetsOf(server)
  const shown = await page.locator(row).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-session')!))
  const chosen = shown.slice(1, 4)

  // From the keyboard: the second row, and a range of two more.
  await page.locator('.session-grid').focus()
  for (const key of ['Home', 'ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key)
  await page.locator('.bulk-bar', { hasText: '3 selected' }).waitFor()

  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.locator('.dialog input').fill('night-crew')
  await page.keyboard.press('Enter')
  await other.locator(`${row} .own-tag`, { hasText: 'night-crew' }).nth(2).waitFor()
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  await other.locator(`[data-session="${chosen[0]}"] [aria-label="Pinned"]`).waitFor()
  expect((await facetsOf(server)).tags).toEqual([{ value: 'night-crew', count: 3 }])

  // Words, chips and the address of the page are one filter.
  await other.locator('.filter-field input').fill('tag:night-crew is:pinned ')
  await other.waitForURL('**/sessions?tag=night-crew&is=pinned&sort=started')
  await until('the three are left', async () => (await other.locator(row).count()) === 3)

  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await until('the list of the other page is empty', async () => (await other.locator(row).count()) === 0)
  const archived = await facetsOf(server)
  expect([archived.total, archived.archived?.sessions]).toEqual([before.total - 3, 3])
  const found = await server.ask<Listed>('/api/sessions?is=archived')
  expect(found.items.map(({ id }) => id).sort()).toEqual(chosen.toSorted())
  // The crew of the demo goes on: what is archived is left out of the list and not of the sum.
  expect(archived.costUsd + (archived.archived?.costUsd ?? 0)).toBeGreaterThanOrEqual(before.costUsd - 1e-9)

  await page.locator('.toast', { hasText: 'archived' }).getByRole('button', { name: 'Undo' }).click()
  await until('they are back', async () => (await other.locator(row).count()) === 3)
  expect((await facetsOf(server)).archived?.sessions).toBe(0)
  expect(browser.errors).toEqual([])
})

test('on a phone a card is checked by holding it, then by a tap', async () => {
  using folder = temporary('annotations-phone')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser({ width: 390, height: 844 })
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.top-bar').waitFor()
  await page.goto(`${server.url}/sessions?sort=started`)
  const cards = page.locator('.card[data-session]')
  await cards.nth(2).waitFor()
  await cards.nth(0).evaluate(async (card) => {
    const at = { bubbles: true, cancelable: true, pointerType: 'touch', clientX: 5, clientY: 5 }
    card.dispatchEvent(new PointerEvent('pointerdown', at))
    await new Promise((resolve) => setTimeout(resolve, 600))
    card.dispatchEvent(new PointerEvent('pointerup', at))
    card.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  })
  await page.locator('.bulk-bar', { hasText: '1 selected' }).waitFor()
  await cards.nth(2).click()
  await page.locator('.bulk-bar', { hasText: '2 selected' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/sessions')
  await page.getByRole('button', { name: 'Clear' }).click()
  await cards.nth(2).click()
  await page.waitForURL('**/sessions/*')
  expect(browser.errors).toEqual([])
})
