import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { completionOf } from '../src/demo/ask-model.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { start, temporary } from './testing/program.ts'
import { violationsOf } from './testing/violations.ts'

// Asking in a real browser: beside a page of the demo, and with a model of one's own that means no good.
const folder = temporary('ask-page')
const hostileFolder = temporary('ask-page-hostile')
let demo: Awaited<ReturnType<typeof start>>
let own: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let other: Page

const hostile = [
  'It cost $123,456 <img src=x onerror="window.hacked=1"> ![p](https://evil.example/p.png)',
  '[click](javascript:window.hacked=1) and <script>window.hacked=1</script> and `fig:f1` and `num:9`',
].join('\n\n')
const endpoint = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => completionOf(hostile) })

beforeAll(async () => {
  demo = await start(folder.path, ['--demo'])
  own = await start(hostileFolder.path, [], { env: { OPENCLAW_STATE_DIR: '/nowhere' } })
  await Promise.all([demo.caughtUp(), own.caughtUp()])
  browser = await openBrowser()
  page = await browser.page()
  await openSignInLink(page, demo.link)
  other = await browser.page()
  await openSignInLink(other, own.link)
  const limits = { allowsPrivate: true, readsWords: false, dayUsd: null, dayQuestions: 10 }
  await put('/api/ask/model', { kind: 'endpoint', url: `http://127.0.0.1:${endpoint.port}/v1`, model: 'm', ...limits })
  await put('/api/ask/model/on', { isOn: true })
}, 60_000)

/** Changes something as the person whose page it is. */
const put = (path: string, body: unknown) =>
  other.evaluate(
    async ([path, body]) => {
      const headers = {
        'x-wheelhouse-key': localStorage.getItem('wheelhouse.key') ?? '',
        'content-type': 'application/json',
      }
      const answer = await fetch(path, { method: 'PUT', headers, body })
      if (!answer.ok) throw new Error(await answer.text())
    },
    [path, JSON.stringify(body)] as const,
  )

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await Promise.all([demo.stop(), own.stop()])
  endpoint.stop(true)
  folder[Symbol.dispose]()
  hostileFolder[Symbol.dispose]()
})

const drawer = () => page.locator('aside.asking-drawer')

test('a key opens the drawer beside the page, and an answer opens its numbers without closing it', async () => {
  await page.goto(`${demo.url}/costs`)
  await page.locator('main h1, main h2').first().waitFor()
  await page.keyboard.press('Shift+A')
  await drawer().getByText('Nothing leaves this machine.').waitFor()
  await drawer().getByRole('button', { name: 'Why was yesterday so expensive?' }).click()
  await drawer().getByText('numbers equal the pages they open').waitFor({ timeout: 20_000 })
  const figure = drawer().locator('.figure-link').first()
  const words = (await figure.evaluate((link) => link.firstChild?.textContent)) ?? ''
  await figure.click()
  await page.waitForURL(/\/costs\?since=/)
  await page.locator('main').getByText(words, { exact: true }).first().waitFor()
  expect(await drawer().isVisible()).toBe(true)
  expect(await violationsOf(page)).toEqual([])
}, 60_000)

test('exactly what was sent is shown, and the page of the conversation has an address of its own', async () => {
  await drawer().getByRole('button', { name: 'See exactly what' }).click()
  const sent = drawer().getByLabel('Exactly what was sent')
  await sent.waitFor()
  expect(await sent.inputValue()).toContain('Why was yesterday so expensive?')
  await drawer().getByRole('link', { name: 'Open as a page' }).click()
  await page.waitForURL(/\/ask\/[0-9a-f-]{36}$/)
  await page.locator('main').getByText('Why was yesterday so expensive?').first().waitFor()
  expect(await drawer().count()).toBe(0)
  await page.reload()
  await page.locator('main .figure-link').first().waitFor()
}, 60_000)

test('it is asked by the keyboard alone, found again among earlier questions, and forgotten', async () => {
  await page.goto(`${demo.url}/`)
  await page.keyboard.press('Shift+A')
  await drawer().getByRole('textbox').waitFor()
  await page.keyboard.type('Which agent stalls most?')
  await page.keyboard.press('Enter')
  await drawer().getByText('stalls most:').waitFor({ timeout: 20_000 })
  await drawer().getByRole('button', { name: 'New' }).click()
  await drawer().getByRole('button', { name: 'What you asked before' }).click()
  await drawer().getByRole('button', { name: 'Forget Which agent stalls most?' }).click()
  await drawer().getByRole('button', { name: 'Which agent stalls most?', exact: true }).waitFor({ state: 'detached' })
  await drawer().getByRole('button', { name: 'What you asked before' }).focus()
  await page.keyboard.press('Escape')
  await drawer().waitFor({ state: 'detached' })
}, 60_000)

test('what a model writes is text: nothing runs, nothing is fetched, and its own numbers are marked', async () => {
  const asked: string[] = []
  other.on('request', (request) => asked.push(request.url()))
  await other.goto(`${own.url}/ask`)
  await other.getByRole('textbox').fill('What did it cost?')
  await other.keyboard.press('Enter')
  await other.locator('.loose-number').first().waitFor({ timeout: 20_000 })
  expect(await other.locator('.loose-number').first().textContent()).toBe('$123,456')
  expect(await other.locator('.asking-answer .figure-link').count()).toBe(0)
  expect(await other.locator('.asking-answer :is(img, script)').count()).toBe(0)
  expect(await other.evaluate(() => 'hacked' in window)).toBe(false)
  expect(await other.locator('.asking-answer a[href^="javascript"]').count()).toBe(0)
  expect(asked.filter((url) => !url.startsWith(own.url))).toEqual([])
  expect(await violationsOf(other)).toEqual([])
  await other.close()
}, 60_000)

test('without a model, and without rights, it says what to do', async () => {
  const stranger = await browser.context.browser()?.newContext()
  const viewer = (await stranger?.newPage()) ?? (await browser.page())
  await viewer.goto(`${own.url}/ask`)
  await viewer.getByText('wheelhouse open').first().waitFor()
  await viewer.close()
}, 60_000)
