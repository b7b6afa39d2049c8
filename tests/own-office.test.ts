import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent } from '../src/agents/agent.ts'
import type { OfficeMember } from '../src/office/member.ts'
import type { OfficeLayout } from '../src/office/plan.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { signIn, start, temporary, until } from './testing/program.ts'
import { violationsOf } from './testing/violations.ts'

test('hair that is chosen on the page of an agent is worn on every open page, and can be given back to chance', async () => {
  using folder = temporary('looks')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await openSignInLink(page, server.link)
  const agents = async () => (await server.ask<{ items: Agent[] }>('/api/agents')).items
  const agent = (await agents()).find(({ id }) => !id.endsWith(':main'))!
  const other = await browser.page()
  await other.goto(`${server.url}/sessions?agent=${encodeURIComponent(agent.id)}`)
  const portrait = other.locator('.session-grid .portrait').first()
  await portrait.waitFor()
  const pictureOf = () => portrait.evaluate((element) => (element as HTMLElement).style.backgroundImage)
  await until('the portrait is drawn', async () => (await pictureOf()) !== '')
  const before = await pictureOf()

  await page.goto(`${server.url}/agents/${encodeURIComponent(agent.id)}`)
  await page.getByRole('button', { name: 'Change look' }).click()
  const editor = page.locator('.look-editor')
  await editor.waitFor()
  expect(await violationsOf(page)).toEqual([])
  // A person, by the keyboard, and then a colour of hair.
  await editor.getByRole('radio', { name: 'Person', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  await editor.getByRole('radio', { name: 'Cat', exact: true }).and(editor.locator(':checked')).waitFor()
  await page.keyboard.press('ArrowLeft')
  await editor.getByRole('radio', { name: 'Bun', exact: true }).check({ force: true })
  await editor.getByRole('radio', { name: 'Pink', exact: true }).first().check({ force: true })
  await page.keyboard.press('Enter')
  await editor.waitFor({ state: 'detached' })

  await until('the other page shows it', async () => (await pictureOf()) !== before)
  const { look } = (await agents()).find(({ id }) => id === agent.id)!
  expect(look).toBe(`${agent.id}~hair=bun,hairColour=pink,critter=none`)
  const { members } = await server.ask<{ members: OfficeMember[] }>('/api/office')
  expect(members.find(({ id }) => id === agent.id)?.look).toBe(look)

  await page.getByRole('button', { name: 'Change look' }).click()
  await editor.getByRole('button', { name: 'Back to chance' }).click()
  await editor.getByRole('button', { name: 'Save' }).click()
  await until('the other page shows the face of before', async () => (await pictureOf()) === before)
  expect(browser.errors).toEqual([])
}, 120_000)

test('a picture in the folder of sprites is listed and served by the executable, and nothing beside it', async () => {
  using folder = temporary('sprites')
  const sprites = join(folder.path, 'data', 'sprites')
  mkdirSync(sprites, { recursive: true, mode: 0o700 })
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  writeFileSync(join(sprites, 'dot.png'), png)
  writeFileSync(join(sprites, 'notes.txt'), 'not for a page')
  await using server = await start(folder.path, ['--demo'])
  const { items, refused } = await server.ask<{ items: { url: string }[]; refused: { file: string }[] }>(
    '/api/office/sprites',
  )
  expect(items).toMatchObject([{ name: 'dot', width: 1, height: 1 }])
  expect(refused.map(({ file }) => file)).toEqual(['notes.txt'])
  const headers = await signIn(server, { code: server.code })
  const served = await fetch(server.url + items[0]!.url, { headers })
  expect([served.status, served.headers.get('content-type'), served.headers.get('x-content-type-options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ])
  expect(Buffer.from(await served.arrayBuffer())).toEqual(png)
  for (const path of ['notes.txt', '..%2fwheelhouse.sqlite', '%2e%2e%2fsecrets%2fdevice', '..%5c..%5cx', 'dot.png%00'])
    expect([path, (await fetch(`${server.url}/api/office/sprites/${path}`, { headers })).status]).toEqual([path, 404])
}, 60_000)

test("a sprite of one's own is placed in the office, and is there after it was saved", async () => {
  using folder = temporary('own-piece')
  const sprites = join(folder.path, 'data', 'sprites')
  mkdirSync(sprites, { recursive: true, mode: 0o700 })
  await using browser = await openBrowser()
  const page = await browser.page()
  const png = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 24
    const context = canvas.getContext('2d')!
    context.fillStyle = '#ff00ff'
    context.fillRect(0, 0, 24, 24)
    return canvas.toDataURL().split(',')[1]!
  })
  writeFileSync(join(sprites, 'ships-anchor.png'), Buffer.from(png, 'base64'))
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await openSignInLink(page, server.link)
  await page.goto(`${server.url}/office?edit=1`)
  await page.getByLabel('Find a thing').fill('anchor')
  const anchor = page.getByRole('button', { name: /^Ships anchor/ })
  await anchor.locator('img').waitFor()
  await anchor.click()
  const save = page.getByRole('button', { name: 'Save layout' })
  const undo = page.getByRole('button', { name: 'Undo' })
  const view = (await page.locator('.office-frame').boundingBox())!
  const places = Array.from({ length: 200 }, (_, n) => ({
    x: view.x + 100 + (((n * 97) % 200) / 200) * (view.width - 200),
    y: view.y + 100 + (((n * 41) % 200) / 200) * (view.height - 200),
  }))
  // Where it fits, and shuts nothing off from the door.
  for (const { x, y } of places) {
    await page.mouse.move(x, y)
    if ((await page.locator('.plan-tip[data-fits]').count()) === 0) continue
    await page.mouse.down()
    await page.mouse.up()
    if (await save.isEnabled()) break
    if (await undo.isEnabled()) await undo.click()
  }
  await save.click()
  const layout = async () => (await server.ask<{ layout: OfficeLayout | null }>('/api/office/layout')).layout
  await until('it is saved', async () =>
    (await layout())?.decks.some(({ pieces }) => pieces.some(({ kind }) => kind === 'own:ships-anchor')),
  )
  await page.goto(`${server.url}/office`)
  await page.locator('.office-frame[data-status="there"]').waitFor()
  await page.keyboard.press('d')
  const debug = page.locator('.office-debug')
  await debug.getByText('missing sprites').waitFor()
  await until('nothing is missing', async () => /faults of the layout\s*none/.test((await debug.innerText()) ?? ''))
})
