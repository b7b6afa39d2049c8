import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { OfficeLayout } from '../src/office/plan.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

const folder = temporary('office-edit')
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.close()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const saved = () => server.ask<{ revision: number; layout: OfficeLayout | null }>('/api/office/layout')

/** The editor as one opens it who has left nothing unsaved. */
async function openEditor() {
  const page = await browser.page()
  await page.goto(`${server.url}/costs`)
  await page.evaluate(() => localStorage.removeItem('wheelhouse.office-draft'))
  await page.goto(`${server.url}/office?edit=1`)
  await page.locator('.office-frame[data-status="there"]').waitFor({ timeout: 30_000 })
  const plan = page.locator('.plan-overlay')
  await plan.waitFor({ timeout: 15_000 })
  return { page, plan, [Symbol.asyncDispose]: () => page.close() }
}

const changes = (page: Page) => page.locator('.editor-changes').textContent()
const things = async (page: Page) =>
  Number(/(\d+) things/.exec((await page.locator('.editor-panel').textContent())!)?.[1])

/** Moves the pointer over the plan until the thing in hand fits, and answers where that is. */
async function placeThatFits(page: Page, plan: Locator): Promise<{ x: number; y: number }> {
  const view = (await page.locator('.office-frame').boundingBox())!
  const box = (await plan.boundingBox())!
  for (let y = Math.max(box.y, view.y) + 60; y < view.y + view.height - 40; y += 40)
    for (let x = Math.max(box.x, view.x) + 60; x < view.x + view.width - 40; x += 40) {
      await page.mouse.move(x, y)
      if ((await page.locator('.plan-tip[data-fits]').count()) > 0) return { x, y }
    }
  throw new Error('it fits nowhere')
}

test('a plant is placed, taken back, placed again and saved, and everybody else sees it', async () => {
  const other = await browser.page()
  await other.goto(`${server.url}/office`)
  await other.locator('.office-frame[data-status="there"]').waitFor({ timeout: 30_000 })
  await using opened = await openEditor()
  const { page, plan } = opened
  expect(await changes(page)).toBe('No changes')
  const before = await things(page)
  await page.getByRole('button', { name: /^Plants/ }).click()
  await page.locator('.piece-palette li button').first().click()
  const at = await placeThatFits(page, plan)
  await page.mouse.click(at.x, at.y)
  await until('there is a change', async () => (await changes(page)) === '1 change, not saved')
  await page.keyboard.press('Control+z')
  await until('it is taken back', async () => (await changes(page)) === 'No changes')
  expect(await things(page)).toBe(before)
  await page.keyboard.press('Control+y')
  const heard = other.waitForResponse((response) => response.url().endsWith('/api/office/layout'))
  await page.keyboard.press('Control+s')
  await until('it is saved', async () => (await saved()).layout !== null)
  expect((await saved()).layout!.decks[0]!.pieces).toHaveLength(before + 1)
  expect(await (await heard).json()).toMatchObject({ revision: 1 })
  await other.close()
})

test('whoever would be cut off by a wall is named, and so nothing is saved', async () => {
  await using opened = await openEditor()
  const { page, plan } = opened
  await page.getByRole('button', { name: /^Paint floors and walls/ }).click()
  await page.getByRole('button', { name: 'Wall', exact: true }).click()
  await page.keyboard.press('-')
  await page.locator('.office-frame[data-zoom="1"]').waitFor()
  const box = (await plan.boundingBox())!
  const deck = (await saved()).layout!.decks[0]!
  const door = deck.pieces.find(({ kind }) => kind === 'entrance')!
  const point = (column: number, row: number) => [box.x + (column + 0.5) * 16, box.y + (row + 0.5) * 16] as const
  // A wall through the corridor that begins at the door, and through the room that is open to it.
  await page.mouse.move(...point(door.column + 2, door.row - 7))
  await page.mouse.down()
  await page.mouse.move(...point(door.column + 2, door.row + 3), { steps: 4 })
  await page.mouse.up()
  await page.locator('.fault-list').getByText('cannot be reached').first().waitFor()
  expect(await page.getByRole('button', { name: 'Save layout' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Discard' }).click()
  await plan.waitFor({ state: 'detached' })
})

test('a thing is moved by the keyboard and by hand, turned, copied and removed', async () => {
  await using opened = await openEditor()
  const { page } = opened
  const before = await things(page)
  await page.getByText('All things (').click()
  await page
    .locator('.piece-list')
    .getByRole('button', { name: /^Desk \d/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Desk', exact: true }).waitFor()
  await page.keyboard.press('ArrowDown')
  await until('it was moved', async () => (await changes(page))?.startsWith('1 change'))
  await page.keyboard.press('r')
  await page.keyboard.press('Control+d')
  await page.keyboard.press('Delete')
  await until('it was turned, copied and removed', async () => (await changes(page))?.startsWith('4 changes'))
  expect(await things(page)).toBe(before)
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('a desk is given to somebody, who then sits there', async () => {
  await using opened = await openEditor()
  const { page } = opened
  await page.getByText('All things (').click()
  const desks = page.locator('.piece-list').getByRole('button', { name: /^Desk \d/ })
  await desks.last().click()
  const other = page.locator('.seat-others button').first()
  const name = await other.locator('.cut').textContent()
  await other.click()
  await page.locator('.seat-agent').getByText(name!).waitFor()
  await page.keyboard.press('Control+s')
  await until('it is saved', async () => Object.keys((await saved()).layout!.decks[0]!.desks).length === 1)
})

test('what was not saved is there again after the page was left', async () => {
  await using opened = await openEditor()
  const { page } = opened
  await page.getByLabel('Name of the deck').fill('Attic')
  await page.keyboard.press('Tab')
  await until('there is a change', async () => (await changes(page))?.startsWith('1 change'))
  await page.reload()
  await page.locator('.plan-overlay').waitFor({ timeout: 30_000 })
  await until('it is there again', async () => (await changes(page))?.startsWith('1 change'))
  expect(await page.getByLabel('Name of the deck').inputValue()).toBe('Attic')
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('a file is exported and taken again, and one that is no layout is told of in sentences', async () => {
  await using opened = await openEditor()
  const { page } = opened
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = join(folder.path, 'office.json')
  await (await download).saveAs(file)
  const layout = JSON.parse(readFileSync(file, 'utf8')) as OfficeLayout
  expect(layout).toEqual((await saved()).layout!)
  const broken = join(folder.path, 'broken.json')
  writeFileSync(broken, JSON.stringify({ ...layout, decks: [{ ...layout.decks[0], ground: ['x'] }] }))
  await page.setInputFiles('input[type="file"]', broken)
  await page.locator('.problem').getByText('decks.0.ground').first().waitFor()
  layout.decks[0]!.name = 'From a file'
  writeFileSync(file, JSON.stringify(layout))
  await page.setInputFiles('input[type="file"]', file)
  await page.getByRole('heading', { name: 'From a file' }).waitFor()
  expect(await changes(page)).toContain('1 change')
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('of two who save, the second is told of the first, and an older version is taken up again', async () => {
  await using one = await openEditor()
  await using two = await openEditor()
  for (const { page } of [one, two]) {
    await page.getByLabel('Name of the deck').fill(page === one.page ? 'First' : 'Second')
    await page.keyboard.press('Tab')
  }
  const { revision } = await saved()
  await one.page.getByRole('button', { name: 'Save layout' }).click()
  await until('the first is saved', async () => (await saved()).revision === revision + 1)
  await two.page.getByText('has saved another layout meanwhile').waitFor()
  expect(await two.page.getByRole('button', { name: 'Save layout' }).isDisabled()).toBe(true)
  await two.page.getByRole('button', { name: 'Keep mine' }).click()
  await two.page.getByRole('button', { name: 'Save layout' }).click()
  await until('the second is saved', async () => (await saved()).layout!.decks[0]!.name === 'Second')
  await one.page.getByRole('button', { name: 'Take theirs' }).click()
  await one.page.getByRole('heading', { name: 'Second' }).waitFor()
  expect(await changes(one.page)).toBe('No changes')
  await one.page.locator('.version-list').getByRole('button', { name: 'Take up' }).nth(1).click()
  await one.page.getByRole('heading', { name: 'First' }).waitFor()
  expect(await changes(one.page)).toBe('1 change, not saved')
})
