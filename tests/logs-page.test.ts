import { afterAll, beforeAll, expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { LogLine } from '../src/logs/log-line.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { type Running, signIn, start, temporary, until } from './testing/program.ts'

const folder = temporary('logs-page')
const appLog = join(folder.path, 'logs', 'app.log')
const mailLog = join(folder.path, 'logs', 'mail.log')
let server: Running
let browser: Awaited<ReturnType<typeof openBrowser>>
let person: Record<string, string>

const minute = 60_000
const begun = Date.now() - 10 * minute
const line = (at: number, level: string, text: string) => `${new Date(at).toISOString()} ${level} ${text}\n`

beforeAll(async () => {
  const config = join(folder.path, 'config.toml')
  const named = [
    ['App', appLog],
    ['Mail', mailLog],
  ].map(([name, path]) => `[[logs]]\nname = "${name}"\npath = "${path}"\n`)
  writeFileSync(config, named.join('\n'))
  mkdirSync(join(folder.path, 'logs'))
  const lines = Array.from({ length: 450 }, (_, n) =>
    line(begun + n * 1_000, 'INFO', `request ${n} answered took=${n}ms`),
  )
  lines.splice(
    150,
    0,
    line(begun + 149_500, 'ERROR', 'job 17 broke after 3 s'),
    line(begun + 149_600, 'ERROR', 'job 18 broke after 9 s'),
  )
  writeFileSync(appLog, lines.join(''))
  writeFileSync(
    mailLog,
    line(begun + 149_700, 'WARN', 'inbox is slow') + line(begun - 40 * 60 * minute, 'INFO', 'long ago'),
  )
  mkdirSync(join(folder.path, 'openclaw'))
  server = await start(folder.path, [], {
    env: { WHEELHOUSE_CONFIG: config, OPENCLAW_STATE_DIR: join(folder.path, 'openclaw') },
  })
  await server.caughtUp()
  browser = await openBrowser()
  person = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  await until('the logs are kept', async () => (await found('source=app,mail&limit=1000')).length === 454, 30_000)
}, 60_000)

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]()
  await server?.stop()
  folder[Symbol.dispose]()
})

const found = async (query: string) => (await server.ask<{ items: LogLine[] }>(`/api/logs?${query}`)).items ?? []

/** The page as a viewer has it; of a person who signed in by a link it has what changes something. */
async function open(path: string, { signedIn = false } = {}) {
  const page = await browser.page()
  if (signedIn) {
    const { url } = (await (
      await fetch(`${server.url}/api/auth/link`, { method: 'POST', headers: person, body: '{}' })
    ).json()) as { url: string }
    await openSignInLink(page, url)
  }
  await page.goto(server.url + path)
  await page.getByRole('heading', { name: 'Logs' }).waitFor({ state: 'attached' })
  await page.locator('.logs-head').waitFor()
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

const texts = (page: Page) => page.locator('.log-lines > li > .log-text').allTextContents()
const address = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

test('lines stand in the order of their times, follow as they are written, once each, and wait while it is paused', async () => {
  await using opened = await open('/logs?source=app,mail')
  const { page } = opened
  await page.getByText('request 449 answered').waitFor()
  const shown = () => page.locator('.log-scroll').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)
  expect(await shown()).toBeLessThan(30)
  appendFileSync(appLog, line(Date.now(), 'INFO', 'a new line one'))
  await page.getByText('a new line one').waitFor()
  expect(await shown()).toBeLessThan(30)
  await page.keyboard.press('p')
  await page.getByRole('button', { name: 'Live' }).waitFor()
  appendFileSync(appLog, line(Date.now(), 'INFO', 'a new line two'))
  await until('it is kept', async () => (await found('q=new line two')).length === 1)
  await page.waitForTimeout(500)
  expect(await page.getByText('a new line two').count()).toBe(0)
  await page.keyboard.press('p')
  await page.getByText('a new line two').waitFor()
  for (let n = 0; n < 20; n++) appendFileSync(appLog, line(Date.now(), 'INFO', `burst ${n}.`))
  await page.getByText('burst 19.').waitFor()
  const all = await texts(page)
  expect(all.filter((text) => /^(a new line|burst)/.test(text))).toHaveLength(22)
  expect(new Set(all).size).toBe(all.length)
}, 60_000)

test('words, an expression, a level and a source narrow the list, and the address is the filter', async () => {
  await using opened = await open('/logs')
  const { page } = opened
  await page.keyboard.press('/')
  await page.keyboard.type('job 1[78] broke')
  await page.getByText('No line fits all of this.').waitFor()
  await page.getByRole('button', { name: 'regex' }).click()
  await page.locator('.log-lines mark').nth(1).waitFor()
  expect(await page.locator('.log-lines mark').allTextContents()).toEqual(['job 17 broke', 'job 18 broke'])
  expect(address(page)).toEqual({ q: 'job 1[78] broke', regex: '1' })
  await page.getByRole('searchbox').fill('job (')
  await page.getByText('not an expression yet').waitFor()
  expect(await page.locator('.log-lines mark').count()).toBe(2)
  await page.getByRole('searchbox').fill('')
  await page.getByText('request 449 answered').waitFor()
  await page.getByRole('radio', { name: 'warn' }).check({ force: true })
  await page.getByRole('button', { name: /^Mail/ }).click()
  await until('one is left', async () => (await texts(page)).join() === 'inbox is slow')
  expect(address(page)).toEqual({ regex: '1', level: 'warn', source: 'mail' })
  await page.reload()
  await until('the same is there', async () => (await texts(page)).join() === 'inbox is slow')
}, 60_000)

test('lines that an expression finds follow as well', async () => {
  appendFileSync(appLog, line(Date.now(), 'INFO', 'wave 1 rolls'))
  await using opened = await open('/logs?q=wave%20%5B0-9%5D%2B&regex=1')
  const { page } = opened
  await page.locator('.log-lines mark', { hasText: 'wave 1' }).waitFor()
  appendFileSync(appLog, line(Date.now(), 'INFO', 'wave 2 rolls') + line(Date.now(), 'INFO', 'no wave at all'))
  await page.locator('.log-lines mark', { hasText: 'wave 2' }).waitFor()
  expect(await texts(page)).toEqual(['wave 1 rolls', 'wave 2 rolls'])
}, 60_000)

test('a drag over the chart narrows the time, finer below, and another press gives it up', async () => {
  await using opened = await open('/logs?source=app,mail&range=7d')
  const { page } = opened
  const chart = page.getByRole('group', { name: /^Lines over time/ })
  await page.locator('.bar-rest[d^="M"]').first().waitFor({ state: 'attached' })
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.9, box.y + 24, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/from=\d+&to=\d+/)
  await until('only that time is listed', async () => (await texts(page)).join() === 'long ago')
  await page.getByRole('group', { name: /^Lines in the chosen span/ }).waitFor()
  await page.getByRole('button', { name: 'Live' }).waitFor()
  await chart.focus()
  const { from } = address(page)
  await page.keyboard.press('ArrowLeft')
  await until('it has moved', () => Number(address(page).from) < Number(from))
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('from'))
}, 60_000)

test('a line opens with what was written around it by all sources, and its link leads there', async () => {
  await using opened = await open('/logs?source=app&q=broke')
  const { page } = opened
  await page.locator('.log-lines > li').first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.keyboard.press('e')
  await page.keyboard.press('c')
  const around = page.locator('.log-around > li > .log-text')
  await around.nth(4).waitFor()
  expect(await around.allTextContents()).toEqual([
    'request 149 answered took=149ms',
    'job 17 broke after 3 s',
    'job 18 broke after 9 s',
    'inbox is slow',
    'request 150 answered took=150ms',
  ])
  expect(address(page).line).toMatch(/^\d+\.\d+$/)
  await page.getByRole('button', { name: 'More lines' }).click()
  await around.nth(20).waitFor()
  // Far behind the newest lines, the link still finds it.
  await page.goto(`${server.url}/logs?line=${address(page).line}`)
  await page.locator('.log-lines > li[data-open] > .log-text', { hasText: 'job 18 broke' }).waitFor()
  await page.getByRole('button', { name: 'To the newest' }).click()
  await page.getByText('request 449 answered').waitFor()
}, 60_000)

test('kinds of errors are listed once, lead to their lines, and are muted by an operator', async () => {
  {
    await using viewed = await open('/logs')
    const { page } = viewed
    const kind = page.locator('.error-kind', { hasText: 'broke after' })
    await kind.waitFor()
    expect(await kind.locator('.error-count').textContent()).toBe('2')
    expect(await page.getByRole('button', { name: 'Mute this kind' }).count()).toBe(0)
    await kind.getByRole('button').click()
    await until('its lines are listed', async () => (await texts(page)).length === 2)
  }
  await using opened = await open('/logs', { signedIn: true })
  const { page } = opened
  await page.locator('.error-kind').first().waitFor()
  const count = await page.locator('.error-kind').count()
  await page.locator('.error-kind', { hasText: 'broke after' }).getByRole('button', { name: 'Mute this kind' }).click()
  await page.getByText('1 muted kind', { exact: true }).waitFor()
  expect(await page.locator('.error-kind').count()).toBe(count - 1)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByRole('button', { name: 'Show this kind again' }).click()
  await page.getByText('1 muted kind', { exact: true }).waitFor({ state: 'detached' })
}, 60_000)

test('what a line says is text, whatever it says', async () => {
  appendFileSync(appLog, line(Date.now(), 'INFO', '<img src=x onerror="document.title=1"><b>bold</b>'))
  await using opened = await open('/logs?q=onerror')
  const { page } = opened
  await page.getByText('<b>bold</b>').first().waitFor()
  expect(await page.locator('.logs-page img').count()).toBe(0)
  expect(browser.errors).toEqual([])
}, 30_000)

test('what the filter finds is saved, the oldest first', async () => {
  await using opened = await open('/logs?source=app&q=broke')
  const { page } = opened
  await page.locator('.log-lines > li').first().waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'JSONL' }).click()
  const text = readFileSync(await (await saving).path(), 'utf8')
  const saved = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: string; text: string })
  expect(saved.map(({ level, text }) => `${level} ${text.slice(-22)}`)).toEqual([
    'error job 17 broke after 3 s',
    'error job 18 broke after 9 s',
  ])
}, 30_000)
