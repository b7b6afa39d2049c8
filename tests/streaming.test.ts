import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { fakeGateway, writeLock } from '../src/sources/openclaw/gateway/testing/fake-gateway.ts'
import { openBrowser } from './testing/browser.ts'
import { agentStore, recordedHome, start, temporary, until } from './testing/program.ts'

// A recorded home whose gateway says what each test wants it to.
const folder = temporary('writing')
const home = realpathSync(recordedHome('2026.9.6', folder.path))
const gateway = fakeGateway()
const environment = { OPENCLAW_STATE_DIR: home, TMPDIR: folder.path }
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>
type Listed = { id: string; key: string | null; agentId: string; current: boolean }
let session: Listed & { foreignId: string; agent: string }
let turn = 0

beforeAll(async () => {
  writeLock(home, { port: gateway.port })
  server = await start(folder.path, [], { env: environment })
  await server.caughtUp()
  await until('it listens', () => gateway.asked.some(({ method }) => method === 'sessions.subscribe'))
  session = await longest()
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  gateway[Symbol.dispose]()
  folder[Symbol.dispose]()
})

/** The conversation with most to scroll through. */
async function longest() {
  const { items } = await server.ask<{ items: Listed[] }>('/api/sessions?limit=200')
  const found: (Listed & { foreignId: string; agent: string; length: number })[] = []
  for (const agent of ['main', 'ops', 'writer']) {
    using database = agentStore(home, agent)
    const rows = database
      .query<{ id: string; n: number }, []>(
        'SELECT session_id AS id, count(*) AS n FROM transcript_events GROUP BY session_id',
      )
      .all()
    for (const { id, n } of rows) {
      const listed = items.find((one) => one.current && one.key !== null && one.id.endsWith(id))
      if (listed) found.push({ ...listed, foreignId: id, agent, length: n })
    }
  }
  return found.toSorted((a, b) => b.length - a.length)[0]!
}

const say = (stream: string, data: object, runId = `run-${turn}`) =>
  gateway.push('agent', {
    runId,
    stream,
    data,
    sessionKey: session.key,
    sessionId: session.foreignId,
    agentId: session.agent,
    ts: Date.now(),
  })
const begin = () => {
  turn++
  say('lifecycle', { phase: 'start' })
}
const write = (text: string) => say('assistant', { text, delta: '' })
const end = () => say('lifecycle', { phase: 'end' })

/** Puts an answer into the store, as the gateway does once it is whole. */
function store(text: string) {
  using database = agentStore(home, session.agent)
  const { seq } = database
    .query<{ seq: number }, [string]>('SELECT max(seq) AS seq FROM transcript_events WHERE session_id = ?')
    .get(session.foreignId)!
  const at = Date.now()
  const event = {
    type: 'message',
    id: crypto.randomUUID().slice(0, 8),
    parentId: null,
    timestamp: new Date(at).toISOString(),
    message: {
      role: 'assistant',
      content: [{ type: 'text', text }],
      provider: 'fake',
      model: 'fake-large',
      usage: { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, totalTokens: 110, cost: { total: 0 } },
      stopReason: 'stop',
      timestamp: at,
    },
  }
  database.run('INSERT INTO transcript_events (session_id, seq, event_json, created_at) VALUES (?, ?, ?, ?)', [
    session.foreignId,
    seq + 1,
    JSON.stringify(event),
    at,
  ])
}

async function open(size = { width: 1440, height: 480 }) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(`${server.url}/sessions/${encodeURIComponent(session.id)}`)
  await page.locator('.transcript .item').first().waitFor()
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

/** Counts in each frame how often a text stands in the transcript, and how far its end is when it has grown. */
async function watch(page: Page, text: string) {
  await page.evaluate((text) => {
    const box = document.querySelector('.transcript')!
    const counts: number[] = []
    const left: number[] = []
    Object.assign(window, { seen: { counts, left } })
    const look = () => {
      counts.push([...box.querySelectorAll('.message .prose')].filter((one) => one.textContent?.includes(text)).length)
      requestAnimationFrame(look)
    }
    look()
    // Told after the page was, so that this is what is painted.
    new ResizeObserver(() => left.push(box.scrollHeight - box.clientHeight - box.scrollTop)).observe(box.children[0]!)
  }, text)
  return () => page.evaluate(() => (window as unknown as { seen: { counts: number[]; left: number[] } }).seen)
}

const line = (page: Page) => page.locator('.transcript .streaming')
const lineSays = (page: Page, text: string) => line(page).filter({ hasText: text }).waitFor({ timeout: 5_000 })
const many = (words: string) => Array.from({ length: 30 }, (_, n) => `${words} ${n}.`).join('\n')

test('what is written is the last line, followed as it grows, and its message takes its place once and in place', async () => {
  await using opened = await open()
  const { page } = opened
  const mark = `Alpha ${crypto.randomUUID()}`
  const seen = await watch(page, mark)
  begin()
  write(mark)
  await lineSays(page, mark)
  for (const end of [10, 20, 30]) {
    write(`${mark}\n${many('word').split('\n').slice(0, end).join('\n')}`)
    await page.waitForTimeout(150)
  }
  await lineSays(page, 'word 29.')
  expect(await page.locator('.transcript .current-activity').textContent()).toContain('writes its answer')
  store(`${mark}\n${many('word')}`)
  end()
  await line(page).waitFor({ state: 'detached' })
  await page.waitForTimeout(700)
  const { counts, left } = await seen()
  expect(Math.max(...counts)).toBe(1)
  // From its first letter on it never was away.
  expect(new Set(counts.slice(counts.indexOf(1)))).toEqual(new Set([1]))
  expect(left.length).toBeGreaterThan(3)
  expect(Math.max(...left)).toBeLessThanOrEqual(1)
  expect(browser.errors).toEqual([])
}, 30_000)

test('a message that is stored before the gateway says that it is whole is not shown beside it', async () => {
  await using opened = await open()
  const { page } = opened
  const mark = `Bravo ${crypto.randomUUID()}`
  begin()
  write(mark)
  await lineSays(page, mark)
  const seen = await watch(page, mark)
  store(`${mark} and more.`)
  await line(page).waitFor({ state: 'detached' })
  write(`${mark} and`)
  await page.waitForTimeout(400)
  end()
  await page.waitForTimeout(300)
  expect(new Set((await seen()).counts)).toEqual(new Set([1]))
}, 30_000)

test('nothing moves for who has scrolled up', async () => {
  await using opened = await open()
  const { page } = opened
  await page.locator('.transcript').hover()
  await page.mouse.wheel(0, -220)
  await page.getByText('End to follow').waitFor()
  await page.waitForTimeout(300)
  const top = () =>
    page.evaluate(() => {
      const box = document.querySelector('.transcript')!
      const from = box.getBoundingClientRect().top
      const item = [...box.querySelectorAll('[data-item]')].find(
        (one) => one.getBoundingClientRect().bottom > from + 1,
      )!
      return [item.getAttribute('data-item'), Math.round(item.getBoundingClientRect().top)]
    })
  const before = await top()
  const mark = `Charlie ${crypto.randomUUID()}`
  begin()
  write(mark)
  await line(page).waitFor({ state: 'attached' })
  write(`${mark}\n${many('word')}`)
  await page.waitForTimeout(300)
  expect(await top()).toEqual(before)
  store(`${mark}\n${many('word')}`)
  end()
  await line(page).waitFor({ state: 'detached' })
  expect(await top()).toEqual(before)
}, 30_000)

test('who reads in the middle of what is being written stays there when its message takes its place', async () => {
  await using opened = await open()
  const { page } = opened
  const mark = `India ${crypto.randomUUID()}`
  begin()
  write(`${mark}\n${many('word')}`)
  await lineSays(page, 'word 29.')
  await page.locator('.transcript').hover()
  await page.mouse.wheel(0, -200)
  await page.getByText('End to follow').waitFor()
  await page.waitForTimeout(300)
  const place = () => page.locator('.transcript').evaluate((box) => Math.round(box.scrollTop))
  const before = await place()
  write(`${mark}\n${many('word')}\n${many('more')}`)
  await lineSays(page, 'more 29.')
  expect(await place()).toBe(before)
  store(`${mark}\n${many('word')}\n${many('more')}`)
  end()
  await line(page).waitFor({ state: 'detached' })
  await page.waitForTimeout(300)
  expect(await place()).toBe(before)
}, 30_000)

test('a page opened in the middle shows what was written so far; no list has a word of it', async () => {
  const mark = `Delta ${crypto.randomUUID()}`
  begin()
  write(mark)
  await until('it is heard', async () => {
    const { streamed } = await server.ask<{ streamed: string | null }>(`/api/sessions/${session.id}`)
    return streamed === mark
  })
  await using opened = await open()
  await lineSays(opened.page, mark)
  // The list, which a screen may ask for, has no word of it.
  expect(JSON.stringify(await server.ask('/api/sessions?limit=200'))).not.toContain(mark)
  store(mark)
  end()
  await line(opened.page).waitFor({ state: 'detached' })
}, 30_000)

test('what was stopped and never stored is gone after a while', async () => {
  await using opened = await open()
  begin()
  write('Echo that nobody stores')
  await lineSays(opened.page, 'Echo that')
  say('lifecycle', { phase: 'end', aborted: true })
  await line(opened.page).waitFor({ state: 'detached', timeout: 8_000 })
}, 30_000)

test('what was begun, and what was finished, while the connection was lost is right once it is back', async () => {
  const page = await browser.page()
  let cut = false
  const lines = new Set<{ close(): Promise<void> }>()
  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    if (cut) return void socket.close()
    socket.connectToServer()
    lines.add(socket)
  })
  const away = async (meanwhile: () => void) => {
    cut = true
    for (const one of lines) await one.close()
    lines.clear()
    meanwhile()
    await page.waitForTimeout(400)
    cut = false
  }
  await page.setViewportSize({ width: 1440, height: 480 })
  await page.goto(`${server.url}/sessions/${encodeURIComponent(session.id)}`)
  await page.locator('.transcript .item').first().waitFor()
  const mark = `Foxtrot ${crypto.randomUUID()}`
  await away(() => {
    begin()
    write(mark)
  })
  await lineSays(page, mark)
  write(`${mark} goes on`)
  await lineSays(page, `${mark} goes on`)
  const seen = await watch(page, mark)
  await away(() => {
    store(`${mark} goes on and ends.`)
    end()
  })
  await line(page).waitFor({ state: 'detached' })
  await page.getByText(`${mark} goes on and ends.`).first().waitFor()
  expect(new Set((await seen()).counts)).toEqual(new Set([1]))
  await page.close()
}, 30_000)

test('only the session that is open is listened to, on the one socket, and nothing is asked for twice', async () => {
  const page = await browser.page()
  const asked: { topics: string[]; since?: number }[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      asked.push(JSON.parse(String(payload)))
    }),
  )
  // The list stands beside the transcript there.
  await page.setViewportSize({ width: 1280, height: 480 })
  await page.goto(`${server.url}/sessions/${encodeURIComponent(session.id)}`)
  const topics = () =>
    asked
      .at(-1)
      ?.topics.filter((topic) => topic.startsWith('session:'))
      .join(' ')
  await until('it listens', () => topics() === `session:${session.id}`)
  const other = page.locator(`[data-session]:not([data-session="${session.id}"])`).first()
  const otherId = await other.getAttribute('data-session')
  await other.click()
  await until('it listens to the other', () => topics() === `session:${otherId}`)
  begin()
  write('Foxtrot is written elsewhere')
  await page.waitForTimeout(500)
  expect(await line(page).count()).toBe(0)
  await page.keyboard.press('Escape')
  await until('it listens to none', () => topics() === '')
  // Only the first asks for what was missed: what follows is on its way already.
  expect(asked.map(({ since }) => since !== undefined)).toEqual([true, ...asked.slice(1).map(() => false)])
  store('Foxtrot is written elsewhere')
  end()
  await page.close()
}, 30_000)

test('while it is written nothing is announced letter by letter, and nothing is inaccessible', async () => {
  await using opened = await open({ width: 1440, height: 900 })
  const { page } = opened
  begin()
  write('Golf <b>is</b> written')
  await lineSays(page, 'Golf <b>is</b> written')
  const regions = await line(page).evaluate((one) => {
    const live = one.closest('[aria-live], [role="log"], [role="status"], [role="alert"]')
    return [live?.getAttribute('role'), live?.getAttribute('aria-live')]
  })
  expect(regions).toEqual(['log', 'off'])
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const violations = await page.evaluate(async () => {
    type Axe = { run(context: Document): Promise<{ violations: { id: string }[] }> }
    return (await (window as unknown as { axe: Axe }).axe.run(document)).violations.map(({ id }) => id)
  })
  expect(violations).toEqual([])
  store('Golf <b>is</b> written')
  end()
}, 30_000)

test('a gateway that falls in the middle leaves nothing that looks as if it were written', async () => {
  await using opened = await open()
  const { page } = opened
  begin()
  write('Hotel is never finished')
  await lineSays(page, 'Hotel is never')
  gateway.hangUp(1012, 'service restart')
  await line(page).waitFor({ state: 'detached', timeout: 8_000 })
}, 30_000)
