import { expect, test } from 'bun:test'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './testing/browser.ts'
import { agentStore, recordedHome, start, temporary, until } from './testing/program.ts'

const answer = (id: string, at: number, usd: number) => ({
  type: 'message',
  id,
  parentId: null,
  timestamp: new Date(at).toISOString(),
  message: {
    role: 'assistant',
    content: [{ type: 'text', text: 'Done.' }],
    provider: 'fake',
    model: 'fake-large',
    usage: { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, totalTokens: 110, cost: { total: usd } },
    stopReason: 'stop',
    timestamp: at,
  },
})

test('a line appended to a JSONL home and an event inserted into a SQLite home are on the page without a reload', async () => {
  using folder = temporary('live')
  const [sqlite, jsonl] = [recordedHome('2026.9.6', folder.path), recordedHome('2026.3.24', folder.path)]
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: `${sqlite},${jsonl}` } })
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  await page.evaluate(() => {
    ;(window as unknown as { stayed: boolean }).stayed = true
  })
  const today = page.locator('.top-bar .today')
  await page.waitForSelector('[data-session]')
  expect(await today.textContent()).toContain('$0')

  const file = join(jsonl, 'agents', 'main', 'sessions', '05a1e75b-a57c-4ec1-99a7-4f795486d027.jsonl')
  appendFileSync(file, `${JSON.stringify(answer('0badcafe', Date.now(), 41.07))}\n`)
  await page.waitForFunction(() => document.querySelector('.top-bar .today')?.textContent?.includes('$41.07'))
  expect(await page.locator('[data-session$="05a1e75b-a57c-4ec1-99a7-4f795486d027"]').textContent()).toContain('$41.')

  {
    using database = agentStore(sqlite, 'ops')
    const { id, seq } = database
      .query<{ id: string; seq: number }, []>(
        'SELECT session_id AS id, max(seq) AS seq FROM transcript_events GROUP BY session_id LIMIT 1',
      )
      .get()!
    const at = Date.now()
    database.run('INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)', [
      id,
      seq + 1,
      JSON.stringify(answer(crypto.randomUUID(), at, 1.93)),
      at,
    ])
  }
  await page.waitForFunction(() => document.querySelector('.top-bar .today')?.textContent?.includes('$43.00'))
  expect(await page.evaluate(() => (window as unknown as { stayed: boolean }).stayed)).toBe(true)
  expect(browser.errors).toEqual([])
})

test('the link that is printed at start signs the page in, and the code leaves the address at once', async () => {
  using folder = temporary('sign-in')
  await using server = await start(folder.path, ['--demo'])
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Access' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Kitchen screen')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByText('It is shown only now').waitFor()
  expect(page.url()).not.toContain('#')

  await page.getByRole('button', { name: 'Revoke Kitchen screen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  const revoke = dialog.getByRole('button', { name: 'Revoke' })
  expect(await revoke.isDisabled()).toBe(true)
  await page.keyboard.type('Kitchen screen')
  await page.keyboard.press('Enter')
  await page.getByText('No tokens yet').waitFor()
  expect(browser.errors.filter((error) => !error.includes('409'))).toEqual([])
})

test('a restarted server is found again by itself, and the page says so while it is gone', async () => {
  using folder = temporary('restart')
  const env = { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) }
  const first = await start(folder.path, [], { env })
  await first.caughtUp()
  const port = new URL(first.url).port
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(first.url)
  await page.waitForSelector('[data-session]')
  await first.stop()
  await page.getByText('The connection to Wheelhouse was lost').waitFor()
  await using _second = await start(folder.path, ['--port', port], { env })
  await page.getByText('The connection to Wheelhouse was lost').waitFor({ state: 'detached' })
  expect(await page.locator('[data-session]').count()).toBeGreaterThan(10)
})

test('a page of an older build than its server is fetched anew, once and not in a loop', async () => {
  using folder = temporary('build')
  await using server = await start(folder.path, ['--demo'])
  await using browser = await openBrowser()
  const page = await browser.page()
  let loads = 0
  page.on('load', () => loads++)
  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    const upstream = socket.connectToServer()
    upstream.onMessage((message) => {
      const said = JSON.parse(String(message))
      socket.send(said.type === 'hello' ? JSON.stringify({ ...said, build: 'another' }) : message)
    })
  })
  await page.goto(server.url)
  await until('it was fetched anew', () => loads === 2)
  await page.waitForSelector('[data-session]')
  await page.waitForTimeout(1_500)
  expect(loads).toBe(2)
})
