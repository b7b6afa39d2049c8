import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SearchAnswer } from '../src/search/answer.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

// Sessions of the last three months, in one of which the keel was mended.
const folder = temporary('search-page')
const dayMs = 86_400_000
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>

function write(n: number, daysAgo: number, words: { asked: string; did: string; said: string }) {
  const uuid = `0f7bb46c-4d6f-4f0a-9d61-6a1f2b6a1${String(n).padStart(3, '0')}`
  const file = join(folder.path, 'claude', 'projects', '-home-user-boat', `${uuid}.jsonl`)
  const line = (at: number, type: 'user' | 'assistant', content: unknown) => {
    const timestamp = new Date(Date.now() - daysAgo * dayMs + at * 60_000).toISOString()
    const base = { uuid: `${type}-${n}-${at}`, isSidechain: false, cwd: '/home/user/boat', sessionId: uuid }
    return `${JSON.stringify({ ...base, version: '2.1.197', type, message: { role: type, content }, timestamp })}\n`
  }
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(
    file,
    [
      line(0, 'user', words.asked),
      line(1, 'assistant', [{ type: 'tool_use', id: `t${n}`, name: 'Bash', input: { command: words.did } }]),
      line(2, 'user', [{ type: 'tool_result', tool_use_id: `t${n}`, content: 'done: <img src=x onerror=alert(1)>' }]),
      line(3, 'assistant', [{ type: 'text', text: words.said }]),
    ].join(''),
  )
}

beforeAll(async () => {
  for (let n = 0; n < 40; n++)
    write(n, n * 2, { asked: `Look at plank ${n}`, did: `measure plank-${n}`, said: `Plank ${n} is sound.` })
  write(100, 40, {
    asked: 'The rudder sticks',
    did: 'grease the hinge',
    said: 'The rudder was stuck at keel.joint; now it is fixed.',
  })
  write(101, 1, { asked: 'Is the rudder well?', did: 'turn rudder', said: 'The rudder turns as it should.' })
  for (let n = 0; n < 9; n++)
    write(200 + n, 3, {
      asked: `Paint the mast ${n}`,
      did: `paint-mast --coat ${n}`,
      said: 'The mast is painted. '.repeat(3),
    })
  server = await start(folder.path, [], { env: { CLAUDE_CONFIG_DIR: join(folder.path, 'claude') } })
  await server.caughtUp()
  await until('everything is indexed', async () => (await server.ask<SearchAnswer>('/api/search?q=')).index.isWhole)
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

async function open(path: string, size = { width: 1440, height: 900 }) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(server.url + path)
  await page.locator('main h1').first().waitFor({ state: 'attached' })
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

test('the session in which something was fixed last month is found in two steps, from any page', async () => {
  await using opened = await open('/costs')
  const { page } = opened
  await page.keyboard.press('Control+Shift+F')
  await page.getByLabel('Search everything that was said and done').waitFor()
  // The first step: what it was about.
  await page.keyboard.type('rudder')
  await page.locator('.found').nth(1).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('rudder')
  // The second step: not what was active lately.
  await page.getByRole('button', { name: /^since any/ }).click()
  await page.getByRole('menuitem', { name: 'Before the last 30 days' }).click()
  await page.waitForFunction(() => document.querySelectorAll('.found').length === 1)
  expect(await page.locator('.found').innerText()).toContain('The rudder sticks')
  await page.locator('.hit-preview').getByRole('log').getByText('now it is fixed').waitFor()
  await page
    .getByRole('link', { name: 'Open the session' })
    .or(page.getByRole('link', { name: 'Open at this turn' }))
    .click()
  await page.locator('.reader .transcript').getByText('now it is fixed').waitFor()
  expect(browser.errors).toEqual([])
}, 60_000)

test('modes rewrite the query, which the address keeps', async () => {
  await using opened = await open('/search?q=keel.joint')
  const { page } = opened
  await page.locator('.hit mark').first().waitFor()
  await page.getByText('Exact', { exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === '"keel.joint"')
  await page.getByText('Regex', { exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === '/keel\\.joint/i')
  await page.waitForFunction(() => document.querySelector('.hit mark')?.textContent === 'keel.joint')
  expect(await page.locator('.in-terminal code').innerText()).toBe(`wheelhouse search '/keel\\.joint/i'`)
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Search everything that was said and done').inputValue()).toBe('')
  await page.getByText('How it can be written').waitFor()
}, 60_000)

test('arrows lead through hits, J and K through sessions, and Enter opens at the turn', async () => {
  await using opened = await open('/search?q=mast&in=words')
  const { page } = opened
  const current = () => page.locator('.hit[aria-current]').getAttribute('data-hit')
  await page.locator('.hit').nth(3).waitFor()
  const keys = await page.locator('.hit').evaluateAll((hits) => hits.map((hit) => hit.getAttribute('data-hit')))
  expect(await current()).toBe(keys[0]!)
  await page.keyboard.press('ArrowDown')
  expect(await current()).toBe(keys[1]!)
  await page.keyboard.press('ArrowUp')
  await page.locator('.found-panel header h2').click()
  await page.keyboard.press('j')
  const second = await page.locator('.found').nth(1).locator('.hit').first().getAttribute('data-hit')
  expect(await current()).toBe(second!)
  await page.keyboard.press('k')
  expect(await current()).toBe(keys[0]!)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/sessions\/.+#[0-9a-z]+\.\d+$/)
  await page.locator('.transcript .item[data-marked]').waitFor()
  // Who comes back is where they were.
  await page.goBack()
  await page.locator('.hit').nth(3).waitFor()
  await page.keyboard.press('PageDown')
  expect(await current()).toBe(second!)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/sessions\//)
  await page.goBack()
  await page.locator('.hit').nth(3).waitFor()
  expect(await current()).toBe(second!)
}, 60_000)

test('Escape closes a menu before it leaves the page', async () => {
  await using opened = await open('/costs')
  const { page } = opened
  await page.keyboard.press('Control+Shift+F')
  await page.getByRole('button', { name: /^since any/ }).click()
  await page.getByRole('menuitem', { name: 'Since today' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem', { name: 'Since today' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/search')
  await page.getByLabel('Search everything that was said and done').focus()
  await page.keyboard.press('Escape')
  await page.waitForURL('**/costs')
}, 60_000)

test('words go over from the palette', async () => {
  await using opened = await open('/costs')
  const { page } = opened
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('rudder')
  await page.getByRole('option', { name: /Search everything for “rudder”/ }).waitFor()
  await page.keyboard.press('Control+Shift+F')
  await page.waitForURL('**/search?q=rudder')
  await page.locator('.hit').first().waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
}, 60_000)

test('what is typed on is answered, and never what was typed before', async () => {
  await using opened = await open('/search')
  const { page } = opened
  let held: (() => void) | undefined
  await page.route('**/api/search?*', async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q')
    if (q === 'rudder')
      await new Promise<void>((done) => {
        held = done
      })
    await route.continue().catch(() => {})
  })
  const field = page.getByLabel('Search everything that was said and done')
  await field.fill('rudder')
  await until('it is asked', async () => held !== undefined)
  await field.fill('plank-7')
  await page.locator('.hit').first().waitFor()
  held?.()
  await page.waitForTimeout(300)
  expect(await page.locator('.found').allInnerTexts()).toEqual([expect.stringContaining('plank-7')])
}, 60_000)

test('who finds nothing is told what was looked through, and a wrong expression is said in words', async () => {
  await using opened = await open('/search?q=hammock&in=words')
  const { page } = opened
  await page.getByText('Nothing was found.').waitFor()
  await page.getByRole('button', { name: 'Everywhere, not only in what was said' }).click()
  await page.getByText('Looked through titles, words, tool calls and their output of 51 sessions.').waitFor()
  await page.goto(`${server.url}/search?q=/(/`)
  await page.getByText('This is no regular expression').waitFor()
  // The browser notes each answer that refuses.
  browser.errors.length = 0
}, 60_000)

test('all hits of a session are shown where they are asked for, and text is only text', async () => {
  await using opened = await open('/search?q=onerror')
  const { page } = opened
  await page.locator('.hit').first().waitFor()
  expect(await page.locator('.hit').first().innerText()).toContain('<img src=x onerror=alert(1)>')
  expect(await page.locator('main img').count()).toBe(0)
  const shown = await page.locator('.hit').count()
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.waitForFunction((count) => document.querySelectorAll('.hit').length > count, shown)
  expect(await page.locator('.found-sum').innerText()).toContain('51')
}, 60_000)

test('the index is built anew by whoever may, once they were asked', async () => {
  const page = await browser.page()
  await openSignInLink(page, `${server.url}/#${server.code}`)
  await page.goto(`${server.url}/search`)
  await page.getByRole('button', { name: 'Rebuild the index…' }).click()
  await page.getByRole('dialog', { name: 'Rebuild the search index?' }).or(page.getByRole('alertdialog')).waitFor()
  await page.getByRole('button', { name: 'Rebuild the index', exact: true }).click()
  await page.getByText('The search index is being built anew').waitFor()
  await until('it is whole', async () => (await server.ask<SearchAnswer>('/api/search?q=')).index.isWhole)
  await page.close()
  // The question came as an answer that refuses.
  browser.errors.length = 0
}, 60_000)

test('on a phone it is one column, a hit opens its transcript, and choices are folded away', async () => {
  await using opened = await open('/search?q=rudder', { width: 390, height: 844 })
  const { page } = opened
  await page.locator('.hit').first().waitFor()
  expect(await page.locator('.hit-preview').count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(await page.getByRole('radio', { name: 'Titles' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Narrow' }).click()
  await page.getByRole('radio', { name: 'Tool calls' }).check()
  await page.waitForURL(/in=tools/)
  await page.locator('.hit').first().click()
  await page.waitForURL(/\/sessions\//)
  expect(browser.errors).toEqual([])
}, 60_000)
