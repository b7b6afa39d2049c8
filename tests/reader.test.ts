import { afterAll, beforeAll, expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

// A long conversation of Claude Code, whose reader is used with mouse and keyboard.
const folder = temporary('reader')
const uuid = '0f7bb46c-4d6f-4f0a-9d61-6a1f2b6a0001'
const file = join(folder.path, 'claude', 'projects', '-home-user-boat', `${uuid}.jsonl`)
const turns = 900
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let sessionId: string

const line = (n: number, type: 'user' | 'assistant', content: unknown) => {
  const base = {
    uuid: `${type}-${n}-${Math.random()}`,
    isSidechain: false,
    cwd: '/home/user/boat',
    sessionId: uuid,
    version: '2.1.197',
  }
  const usage = { input_tokens: 10, output_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 100 }
  const answer = { id: `msg_${n}`, type: 'message', model: 'claude-sonnet-4-5', stop_reason: null, usage }
  const message = { role: type, content, ...(type === 'assistant' && answer) }
  return `${JSON.stringify({ ...base, type, message, timestamp: new Date(Date.UTC(2026, 10, 20) + n * 60_000).toISOString() })}\n`
}
const turn = (n: number) => {
  const id = `toolu_${n}`
  const output = Array.from({ length: 30 }, (_, at) => `line ${at} of run ${n}`).join('\n')
  return [
    line(n, 'user', `Question ${n}: ${'please look '.repeat(n % 9)}`),
    line(n, 'assistant', [{ type: 'text', text: `Answer **${n}**. ${'It goes on. '.repeat(n % 23)}` }]),
    line(n, 'assistant', [{ type: 'tool_use', id, name: 'Bash', input: { command: `run ${n}` } }]),
    line(n, 'user', [{ type: 'tool_result', tool_use_id: id, content: n === 40 ? `${output}\nhalibut` : output }]),
  ].join('')
}

beforeAll(async () => {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, Array.from({ length: turns }, (_, n) => turn(n)).join(''))
  appendFileSync(
    file,
    line(turns, 'assistant', [{ type: 'text', text: '```ts\nconst last = 1\n```\n\n<b>The end</b>' }]),
  )
  server = await start(folder.path, [], { env: { CLAUDE_CONFIG_DIR: join(folder.path, 'claude') } })
  await server.caughtUp()
  const { items } = await server.ask<{ items: { id: string }[] }>('/api/sessions?limit=5')
  sessionId = items[0]!.id
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

async function open(hash = '', size = { width: 1440, height: 900 }) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(`${server.url}/sessions/${encodeURIComponent(sessionId)}${hash}`)
  await page.locator('.transcript .item').first().waitFor()
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

/** The first line in the window, and how far it is from the upper edge. */
const top = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector('.transcript')!
    const from = box.getBoundingClientRect().top
    const item = [...box.querySelectorAll<HTMLElement>('.transcript-content > .item')].find(
      (one) => one.getBoundingClientRect().bottom > from + 1,
    )!
    return {
      id: item.dataset.item!,
      top: Math.round(item.getBoundingClientRect().top - from) + 0,
      text: item.innerText,
    }
  })
const atEnd = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector('.transcript')!
    return box.scrollHeight - box.clientHeight - box.scrollTop < 2
  })
const wheel = async (page: Page, by: number) => {
  await page.locator('.transcript').hover()
  await page.mouse.wheel(0, by)
  await page.waitForTimeout(120)
}
/** An item of the transcript whose text holds some words, by the server. */
async function itemWith(words: string) {
  type Found = { hits: { itemId: string; position: number }[] }
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/transcript/find`
  return (await server.ask<Found>(`${path}?q=${encodeURIComponent(words)}&in=words`)).hits[0]!
}

test('a transcript opens at its end, with its turns, a map and a meter; code gets its colours, HTML stays text', async () => {
  await using opened = await open()
  const { page } = opened
  await page.locator('.transcript .code-keyword').first().waitFor()
  expect(await page.locator('.transcript .code-keyword').first().textContent()).toBe('const')
  await page.getByText('<b>The end</b>').first().waitFor()
  expect(await atEnd(page)).toBe(true)
  await page.locator('.minimap rect').first().waitFor()
  await page.locator('.turn-row').first().waitFor()
  await page.locator('.meter-hero').waitFor()
  expect(browser.errors).toEqual([])
}, 60_000)

test('who reads far back keeps a bounded page, and comes back to the end by a key', async () => {
  await using opened = await open()
  const { page } = opened
  await page.locator('.transcript').hover()
  for (let n = 0; n < 25; n++) {
    await page.mouse.wheel(0, -12_000)
    await page.waitForTimeout(80)
  }
  expect(await page.locator('.transcript-content > .item').count()).toBeLessThanOrEqual(500)
  expect((await top(page)).text).not.toContain(`Answer ${turns - 1}`)
  await page.keyboard.press('End')
  await page.getByText('<b>The end</b>').first().waitFor()
  await until('it is at the end', () => atEnd(page))
}, 90_000)

test('what is written is followed at the end, and moves nothing for who has scrolled up', async () => {
  await using opened = await open()
  const { page } = opened
  appendFileSync(file, turn(turns + 1))
  await page
    .getByText(`Question ${turns + 1}:`)
    .first()
    .waitFor()
  await until('it followed', () => atEnd(page))
  await wheel(page, -900)
  await page.getByText('End to follow').waitFor()
  const before = await top(page)
  appendFileSync(file, turn(turns + 2) + turn(turns + 3))
  await page.getByText(/\d+ new, End to follow/).waitFor()
  expect(await top(page)).toEqual(before)
}, 60_000)

test('what is opened and closed leaves what one reads where it is', async () => {
  await using opened = await open()
  const { page } = opened
  await wheel(page, -2_500)
  const before = await top(page)
  await page
    .locator('.transcript-content > .item .tool > button')
    .last()
    .evaluate((button: HTMLElement) => button.click())
  await page.waitForTimeout(200)
  expect(await top(page)).toEqual(before)
  // All at once, above and below: the line at the top keeps its place.
  for (let n = 0; n < 2; n++) {
    await page.keyboard.press('t')
    await page.waitForTimeout(300)
    expect((await top(page)).id).toBe(before.id)
    expect(Math.abs((await top(page)).top - before.top)).toBeLessThanOrEqual(1)
  }
}, 60_000)

test('a link opens at its item and marks it, wherever it is', async () => {
  const { itemId } = await itemWith('Question 300:')
  await using opened = await open(`#${itemId}`)
  const { page } = opened
  await page.locator('[data-marked]').waitFor()
  expect(await page.locator('[data-marked]').textContent()).toContain('Question 300:')
  await page.waitForTimeout(400)
  expect(await top(page)).toMatchObject({ id: itemId, top: 0 })
  expect(await page.locator('.turn-row[data-here]').count()).toBe(1)
}, 60_000)

test('J and K go from turn to turn', async () => {
  const { itemId } = await itemWith('Question 300:')
  await using opened = await open(`#${itemId}`)
  const { page } = opened
  await page.locator('[data-marked]').waitFor()
  await page.waitForTimeout(300)
  const at = async () => (await top(page)).text
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await until('it went on', async () => (await at()).includes('Question 301:'))
  for (let n = 0; n < 4; n++) await page.keyboard.press('k')
  await until('it went back', async () => (await at()).includes('Question 299:'))
}, 60_000)

test('what stands in a folded result far away is found, opened and shown', async () => {
  await using opened = await open()
  const { page } = opened
  await page.keyboard.press('f')
  await page.getByLabel('Find in this transcript').fill('halibut')
  await page.getByText('1 of 1', { exact: true }).waitFor()
  const word = page.locator('.well').filter({ hasText: 'halibut' })
  await word.waitFor()
  await until('the word is in the window', () =>
    word.evaluate((well) => {
      const walker = document.createTreeWalker(well, NodeFilter.SHOW_TEXT)
      const range = new Range()
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf('halibut')
        if (at < 0) continue
        range.setStart(node, at)
        range.setEnd(node, at + 7)
      }
      const [seen, box, outer] = [range, well, well.closest('.transcript')!].map((one) => one.getBoundingClientRect())
      return seen!.top >= Math.max(box!.top, outer!.top) && seen!.bottom <= Math.min(box!.bottom, outer!.bottom)
    }),
  )
  expect(await page.locator('.map-hit').count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.locator('.find-bar').waitFor({ state: 'detached' })
  expect(page.url()).toContain('/sessions/')
}, 60_000)

test('what is looked for is found from what is in view on, and Home goes to the beginning', async () => {
  const { itemId } = await itemWith('Question 300:')
  await using opened = await open(`#${itemId}`)
  const { page } = opened
  await page.locator('[data-marked]').waitFor()
  await page.keyboard.press('f')
  await page.getByLabel('Find in this transcript').fill('Question 30')
  // Before it stands "Question 30:" alone.
  await page.getByText('2 of 11', { exact: true }).waitFor()
  expect(await page.locator('[data-marked]').textContent()).toContain('Question 300:')
  await page.keyboard.press('Enter')
  await page.getByText('3 of 11', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.find-bar').waitFor({ state: 'detached' })
  await page.keyboard.press('Home')
  await page.getByText('The beginning').waitFor()
  await until('it is at the beginning', async () => (await top(page)).text.includes('Question 0:'))
}, 60_000)

test('the map leads to any place of the transcript, and a bookmark back to it', async () => {
  await using opened = await open()
  const { page } = opened
  await page.locator('.minimap rect').first().waitFor()
  const box = (await page.locator('.minimap').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 3)
  await page.getByText('End to follow').waitFor()
  await page.waitForTimeout(500)
  const there = await top(page)
  expect(Number(/(?:Question|Answer|run) (\d+)/.exec(there.text)?.[1] ?? -1)).toBeLessThan(turns / 2)
  await page.keyboard.press('m')
  await page.locator('.turns-foot .turn-row').waitFor()
  const mark = (await page.locator('.item[data-bookmarked] > .bookmark').boundingBox())!
  const window = (await page.locator('.transcript').boundingBox())!
  expect(mark.y).toBeGreaterThanOrEqual(window.y)
  expect(mark.y + mark.height).toBeLessThanOrEqual(window.y + window.height)
  await page.keyboard.press('End')
  await until('it is at the end', () => atEnd(page))
  await page.locator('.turns-foot .turn-row').click()
  await page.locator('[data-marked]').waitFor()
}, 60_000)

test('a narrow window shows turns and meter as tabs over the text', async () => {
  await using opened = await open('', { width: 390, height: 844 })
  const { page } = opened
  await page.getByText('Turns', { exact: true }).click()
  await page.locator('.reader-sheet .turn-row').first().click()
  await page.locator('.reader-sheet').waitFor({ state: 'detached' })
  await page.getByText('Meter', { exact: true }).click()
  await page.locator('.reader-sheet .meter-hero').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
}, 60_000)
