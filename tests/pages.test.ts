import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { themes } from '../ui/platform/theme.ts'
import { openBrowser } from './testing/browser.ts'
import { recordedHome, start, temporary } from './testing/program.ts'
import { violationsOf } from './testing/violations.ts'

// One demo for all: nothing here changes anything but what a page itself remembers.
const folder = temporary('face')
let server: Awaited<ReturnType<typeof start>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let paths: string[]

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
  type Listed = { items: { id: string }[] }
  const [session] = (await server.ask<Listed>('/api/sessions?limit=1')).items
  const [agent] = (await server.ask<Listed>('/api/agents')).items
  paths = pathsOf(session!.id, agent!.id)
}, 60_000)

function pathsOf(session: string, agent: string) {
  return [
    '/',
    '/office',
    '/office?list=1',
    '/office?thing=rack',
    '/needs',
    '/approvals',
    '/alerts',
    '/alerts?show=history&severity=warn',
    '/alerts/rules',
    '/alerts/rules?rule=default.memory',
    '/alerts/rules?rule=default.waiting',
    '/alerts/incidents/1',
    '/alerts/incidents/999999',
    '/sessions',
    `/sessions/${encodeURIComponent(session)}`,
    `/agents/${encodeURIComponent(agent)}`,
    '/search',
    '/search?q=reconnect',
    '/search?q=store&in=tools&since=month',
    '/files',
    '/logs',
    '/files?only=conflicts&days=7',
    '/crons',
    '/crons?show=missed',
    '/services',
    '/system',
    '/system?range=7d&compare=week&p95=1&table=cpu',
    '/system?show=memory',
    '/gateway',
    '/gateway/config',
    '/gateway/agents',
    '/gateway/devices',
    '/gateway/models',
    '/costs',
    '/costs/reconcile',
    '/costs/headroom',
    '/settings',
    '/settings/sources',
    '/settings/hooks',
    '/settings/approvals',
    '/settings/notifications',
    '/settings/ask',
    '/ask',
    '/settings/forecast',
    '/settings/access',
    '/settings/about',
    '/audit',
    '/nowhere',
  ]
}

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

async function open(path: string, size = { width: 1440, height: 900 }, url = server.url) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(url + path)
  await settled(page)
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

/** The page shows what it has to show: nothing is on its way any more. */
async function settled(page: Page) {
  await page.locator('main :is(h1, h2)').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'))
}

/** Looks at each address, three at a time: most of a visit is waiting. The answers come in the order of the addresses. */
async function visitEach(visit: (path: string) => Promise<string[]>, among = paths): Promise<string[]> {
  const found: string[][] = []
  const left = among.entries()
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (const [number, path] of left) found[number] = await visit(path)
    }),
  )
  return found.flat()
}

test('no page breaks a rule of accessibility, in any theme', async () => {
  const broken = await visitEach(async (path) => {
    await using opened = await open(path)
    const broken: string[] = []
    for (const [number, theme] of themes.entries()) {
      await opened.page.evaluate((name) => {
        document.documentElement.dataset.theme = name
      }, theme)
      // A theme changes colours and nothing else.
      const found = await violationsOf(opened.page, number === 0 ? undefined : ['color-contrast'])
      broken.push(...found.map((words) => `${path} in ${theme}: ${words}`))
    }
    return broken
  })
  expect(broken).toEqual([])
}, 600_000)

test('nor does one on a phone', async () => {
  const broken = await visitEach(async (path) => {
    await using opened = await open(path, { width: 390, height: 844 })
    return (await violationsOf(opened.page)).map((words) => `${path}: ${words}`)
  })
  expect(broken).toEqual([])
}, 600_000)

test('nor does what lies over a page', async () => {
  await using opened = await open('/')
  const { page } = opened
  for (const [keys, name] of [
    ['Control+k', 'Search and commands'],
    ['b', 'What needs you'],
    ['?', 'Keys'],
  ] as const) {
    await page.keyboard.press(keys)
    await page.getByRole('dialog', { name }).waitFor()
    await page.waitForTimeout(300)
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' })
  }
}, 600_000)

test('a page whose style or program cannot be loaded says so, and opens by itself once it can', async () => {
  // A home at rest: where somebody waits, the Bridge has the style of the other pages already.
  using folder = temporary('unloaded')
  await using still = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await still.caughtUp()
  for (const blocked of ['**/*.css', '**/assets/*.js']) {
    await using opened = await open('/', undefined, still.url)
    const { page } = opened
    await page.route(blocked, (route) => route.abort())
    await page
      .getByRole('link', { name: /^Costs/ })
      .first()
      .click()
    await page.getByText('could not be loaded').first().waitFor()
    await page.unroute(blocked)
    await page.getByRole('heading', { name: 'Budgets and unpriced usage' }).first().waitFor()
    expect(await page.getByText('could not be loaded').count()).toBe(0)
  }
  browser.errors.length = 0
}, 600_000)

test('a page is painted before its style and its program are there', async () => {
  const page = await browser.page()
  const gate = Promise.withResolvers<void>()
  await page.route('**/assets/**', async (route) => {
    await gate.promise
    await route.continue()
  })
  await page.goto(server.url, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  expect(await page.locator('#skeleton').isVisible()).toBe(true)
  gate.resolve()
  await page.locator('main h2').first().waitFor()
  expect(await page.locator('#skeleton').count()).toBe(0)
  await page.close()
}, 600_000)

test('who is not signed in sees the office by night, how to come in, and what that adds', async () => {
  const page = await browser.page()
  // A forwarder that says so gives no rights.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.1' })
  await page.goto(server.url)
  await page.getByRole('heading', { name: 'What signing in adds' }).waitFor()
  await page.locator('.night-window canvas').waitFor()
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await page.close()
  browser.errors.length = 0
}, 600_000)

test('a page whose panels scroll is no taller than its window', async () => {
  const tall: string[] = []
  for (const path of [
    '/',
    '/sessions',
    '/search?q=reconnect',
    '/files',
    '/needs',
    '/approvals',
    '/alerts',
    '/alerts?show=history&severity=warn',
    '/alerts/rules',
    '/alerts/rules?rule=default.memory',
    '/alerts/rules?rule=default.waiting',
    '/alerts/incidents/1',
    '/alerts/incidents/999999',
    '/logs',
    '/settings',
  ]) {
    await using opened = await open(path, { width: 1440, height: 900 })
    const over = await opened.page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    if (over > 0) tall.push(`${path} by ${over} px`)
  }
  expect(tall).toEqual([])
}, 600_000)

test('no page is wider than its window, on a desk, a tablet, a phone or a wall', async () => {
  const wide = await visitEach(async (path) => {
    await using opened = await open(path)
    const wide: string[] = []
    for (const [width, height] of [
      [1440, 900],
      [1440, 780],
      [1920, 1080],
      [1024, 768],
      [768, 1024],
      [721, 900],
      [390, 844],
      [320, 640],
    ] as const) {
      await opened.page.setViewportSize({ width, height })
      // A chart takes its new width a frame later.
      const fits = () => document.documentElement.scrollWidth <= innerWidth
      await opened.page.waitForFunction(fits, undefined, { timeout: 2_000 }).catch(() => {})
      const over = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wide.push(`${path} at ${width}×${height}: ${over} px too wide`)
    }
    return wide
  })
  expect(wide).toEqual([])
}, 600_000)

test('the Bridge fits a laptop, a desk and a wall without scrolling as a page', async () => {
  for (const [width, height] of [
    [1440, 900],
    [1440, 780],
    [1920, 1080],
  ] as const) {
    await using opened = await open('/', { width, height })
    const over = await opened.page.evaluate(() => {
      const main = document.querySelector('main')!
      return Math.max(document.documentElement.scrollHeight - innerHeight, main.scrollHeight - main.clientHeight)
    })
    expect(`${width}×${height}: ${over} px too high`).toBe(`${width}×${height}: 0 px too high`)
  }
})

test('nothing moves after the first paint', async () => {
  // A home at rest: what happens in the demo meanwhile may move what it is about.
  using folder = temporary('still')
  await using still = await start(folder.path, [], {
    env: { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) },
  })
  await still.caughtUp()
  const [session] = (await still.ask<{ items: { id: string }[] }>('/api/sessions?limit=1')).items
  const moved: string[] = []
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    const visit = async (path: string) => {
      await using opened = await open(path, { width, height }, still.url)
      await opened.page.waitForTimeout(700)
      const shifts = await opened.page.evaluate(
        () =>
          new Promise<string[]>((done) => {
            type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
            // The ship's log is a ticker: its lines make way for what happens. A number that changes may need a pixel more.
            const isUnasked = ({ value, sources }: Shift) =>
              value >= 0.0005 && sources.some(({ node }) => node && !node.parentElement?.closest('.activity-log'))
            new PerformanceObserver((list) =>
              done(
                (list.getEntries() as Shift[]).filter(isUnasked).map(({ value, sources }) => {
                  const what = sources.map(({ node }) =>
                    (node instanceof Element ? node : node?.parentElement)?.outerHTML.slice(0, 80),
                  )
                  return `${value.toFixed(4)} ${what.join(' | ')}`
                }),
              ),
            ).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => done([]), 200)
          }),
      )
      return shifts.map((words) => `${path} at ${width}×${height}: ${words}`)
    }
    moved.push(...(await visitEach(visit, pathsOf(session!.id, 'openclaw:main'))))
  }
  expect(moved).toEqual([])
}, 600_000)

test('every page can be walked by keyboard, and shows where one is', async () => {
  const lost = await visitEach(async (path) => {
    await using opened = await open(path)
    const { page } = opened
    const lost: string[] = []
    const seen = new Set<string>()
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const here = document.activeElement
        if (!(here instanceof HTMLElement) || here === document.body) return undefined
        // The ring may lie around what holds it, or over the whole row it stands for.
        const look = () =>
          [
            getComputedStyle(here),
            getComputedStyle(here.parentElement!),
            getComputedStyle(here, '::after'),
            ...[...here.querySelectorAll('[data-selected]')].map((row) => getComputedStyle(row)),
          ]
            .map(({ boxShadow, outlineStyle, outlineWidth }) => `${boxShadow} ${outlineStyle} ${outlineWidth}`)
            .join()
        const focused = look()
        here.blur()
        const left = look()
        here.focus({ focusVisible: true } as FocusOptions)
        return { name: here.outerHTML.slice(0, 120), ring: focused !== left }
      })
      if (!at) break
      seen.add(at.name)
      if (!at.ring) lost.push(`${path}: ${at.name}`)
    }
    // Skip link, wordmark, the controls of the top bar, the rail: they are on every page.
    if (seen.size < 8) lost.push(`${path}: only ${seen.size} things can be reached`)
    return lost
  })
  expect(lost).toEqual([])
}, 600_000)

test('the skip link leads past the top bar and the rail into the page', async () => {
  await using opened = await open('/')
  const { page } = opened
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
})

test('keys go to the pages, and the map of keys lists what they do', async () => {
  await using opened = await open('/')
  const { page } = opened
  for (const [key, path] of [
    ['s', '/sessions'],
    ['f', '/files'],
    ['y', '/needs'],
    ['a', '/approvals'],
    ['c', '/costs'],
    [',', '/settings'],
    ['b', '/'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.waitForURL((url) => url.pathname === path)
  }
  await page.keyboard.press('?')
  const map = page.getByRole('dialog', { name: 'Keys' })
  await map.waitFor()
  for (const words of ['Bridge', 'Sessions', 'Search and commands', 'Night watch or Daylight'])
    expect(await map.getByText(words, { exact: true }).count()).toBeGreaterThan(0)
})

test('single keys do nothing while somebody types, and can be switched off', async () => {
  await using opened = await open('/')
  const { page } = opened
  // Also before the palette is drawn: who types on at once means the palette.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('gs')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type('gs')
  expect(new URL(page.url()).pathname).toBe('/')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('checkbox', { name: /Single-key shortcuts/ }).uncheck()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('b')
  await page.waitForTimeout(200)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Search and commands' }).waitFor()
  await page.evaluate(() => localStorage.removeItem('wheelhouse.letters'))
})

test('what is typed before the palette is drawn stands in its field', async () => {
  await using opened = await open('/')
  const { page } = opened
  const gate = Promise.withResolvers<void>()
  await page.route('**/assets/*.js', async (route) => {
    await gate.promise
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('rexx')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  gate.resolve()
  const field = page.getByRole('combobox', { name: 'Pages, agents, sessions, jobs and actions' })
  await field.waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox')
  await page.keyboard.type('port')
  expect(await field.inputValue()).toBe('report')
})

test('the page of an agent lists its sessions', async () => {
  await using opened = await open(paths.find((path) => path.startsWith('/agents/'))!)
  expect(await opened.page.locator('.latest-list li').count()).toBeGreaterThan(0)
})

test('an address that cannot be read leads to a page that says so', async () => {
  for (const path of ['/sessions/%ff', '/agents/%E0%A4%A', '/sessions/%00', '/sessions/..%2F..%2Fetc%2Fpasswd']) {
    const page = await browser.page()
    await page.goto(server.url + path)
    await page
      .locator('main')
      .getByText(/There is no/)
      .first()
      .waitFor()
    await page.close()
  }
})

test('the palette finds a page, an agent and a session, and goes there', async () => {
  await using opened = await open('/')
  const { page } = opened
  const agents = await server.ask<{ items: { id: string; name: string }[] }>('/api/agents')
  const { items } = await server.ask<{ items: { id: string; title: string | null }[] }>('/api/sessions?limit=50')
  const session = items.find(({ title }) => title && /^[\w ,]{12,60}$/.test(title))!
  for (const [words, path] of [
    ['costs', '/costs'],
    [`@${agents.items[0]!.name}`, `/agents/${encodeURIComponent(agents.items[0]!.id)}`],
    [`#${session.title}`, '/sessions/'],
  ] as const) {
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Pages, agents, sessions, jobs and actions' })
    await field.waitFor()
    await page.keyboard.type(words)
    await page.getByRole('option').first().waitFor()
    await page.waitForTimeout(400)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname.startsWith(path))
  }
})

test('who opens something over the page and closes it goes on where they were', async () => {
  await using opened = await open('/costs')
  const { page } = opened
  const bell = page.getByRole('button', { name: /What needs you/ })
  await bell.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'What needs you' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForFunction((element) => element === document.activeElement, await bell.elementHandle())
})
