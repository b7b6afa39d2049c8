import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDemo, visitEach } from './testing/pages.ts'

// Every page without a mouse.
let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('every page can be walked by keyboard, and shows where one is', async () => {
  const lost = await visitEach(demo.paths, async (path) => {
    await using opened = await demo.open(path)
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
  await using opened = await demo.open('/')
  const { page } = opened
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
})

test('keys go to the pages, and the map of keys lists what they do', async () => {
  await using opened = await demo.open('/')
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
  await using opened = await demo.open('/')
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
  await using opened = await demo.open('/')
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

test('the palette finds a page, an agent and a session, and goes there', async () => {
  await using opened = await demo.open('/')
  const { page } = opened
  const agents = await demo.server.ask<{ items: { id: string; name: string }[] }>('/api/agents')
  const { items } = await demo.server.ask<{ items: { id: string; title: string | null }[] }>('/api/sessions?limit=50')
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
  await using opened = await demo.open('/costs')
  const { page } = opened
  const bell = page.getByRole('button', { name: /What needs you/ })
  await bell.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'What needs you' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForFunction((element) => element === document.activeElement, await bell.elementHandle())
})
