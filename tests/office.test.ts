import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { OfficeMember } from '../src/office/member.ts'
import { membersAt, type Replay } from '../src/office/replay.ts'
import { markOf } from '../src/sessions/severity.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { countDraws } from './testing/draws.ts'
import { start, temporary, until } from './testing/program.ts'

const folder = temporary('office')
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

const members = async () => (await server.ask<{ members: OfficeMember[] }>('/api/office')).members

async function open(path = '/office', size = { width: 1440, height: 900 }) {
  const page = await browser.page()
  await page.setViewportSize(size)
  await page.goto(server.url + path)
  await page.locator('.office-frame[data-status="there"]').waitFor({ timeout: 30_000 })
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

/** How many different colours there are in the middle of the picture: a canvas on which nothing was drawn has one. */
const coloursOf = (page: Page) =>
  page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.office-frame canvas')!
    const copy = document.createElement('canvas')
    copy.width = canvas.width
    copy.height = canvas.height
    const context = copy.getContext('2d')!
    // What was drawn can be read in the same frame alone.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, copy.width, copy.height)
    return new Set(new Uint32Array(data.buffer)).size
  })

test('everybody who is told of stands in the picture with a name, and whoever is chosen is told about', async () => {
  await using opened = await open()
  const { page } = opened
  const crew = await members()
  expect(crew.length).toBeGreaterThan(8)
  await until('everybody has a name', async () => (await page.locator('.office-plates li').count()) >= crew.length - 2)
  const waiting = await until('somebody waits', async () =>
    (await members()).find(({ state, kind }) => state === 'waiting' && kind === 'agent'),
  )
  await page.goto(`${server.url}/office?who=${encodeURIComponent(waiting.id)}`)
  const panel = page.locator('.inspector')
  await panel.getByRole('heading', { name: waiting.name }).waitFor()
  expect(await panel.locator('.state').textContent()).toContain('Waiting for you')
  await panel.locator('.attention-ask').waitFor()
  await panel
    .getByRole('button', { name: /^Allow once/ })
    .or(panel.getByRole('button', { name: /^Answer/ }))
    .first()
    .waitFor()
  await panel.getByText('Why it is drawn so').click()
  expect(await panel.locator('.inspector-why p').textContent()).not.toBe('')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

test('the picture is drawn, and drawn again while somebody works', async () => {
  await using opened = await open()
  const { page } = opened
  await until('there are many colours', async () => (await coloursOf(page).catch(() => 0)) > 0)
  const shot = () => page.locator('.office-room').screenshot()
  const first = await shot()
  await until('something has moved', async () => !(await shot()).equals(first), 20_000)
})

test('the keyboard walks the crew, comes nearer and lists everybody', async () => {
  await using opened = await open()
  const { page } = opened
  await page.keyboard.press(']')
  await page.locator('.inspector').waitFor()
  const first = new URL(page.url()).searchParams.get('who')
  await page.keyboard.press(']')
  await page.waitForFunction((before) => new URL(location.href).searchParams.get('who') !== before, first)
  await page.keyboard.press('[')
  await page.waitForFunction((before) => new URL(location.href).searchParams.get('who') === before, first)
  await page.keyboard.press('Escape')
  const zoom = async () => Number(await page.locator('.office-frame').getAttribute('data-zoom'))
  const before = await zoom()
  await page.keyboard.press('+')
  await until('it is nearer', async () => (await zoom()) === before + 1)
  await page.keyboard.press('v')
  await page.locator('.crew-list li').first().waitFor()
  const names = (await members()).map(({ name }) => name)
  const listed = await page.locator('.crew-list li b').allTextContents()
  expect(listed.filter((name) => names.includes(name)).length).toBeGreaterThanOrEqual(listed.length - 2)
})

test('each thing in the office opens what it stands for, and its link can be shared', async () => {
  await using opened = await open()
  const { page } = opened
  const things = page.locator('.office-objects button')
  expect(await things.count()).toBeGreaterThan(8)
  await page.getByRole('button', { name: /^Racks: Machine/ }).focus()
  await page.keyboard.press('Enter')
  const panel = page.locator('.object-panel')
  await panel.getByRole('heading', { name: 'Machine' }).waitFor()
  expect(await panel.textContent()).toMatch(/CPU\d+%/)
  await page.reload()
  await panel.getByRole('heading', { name: 'Machine' }).waitFor()
  await page.goto(`${server.url}/office?thing=breakers`)
  await panel.getByRole('link', { name: 'Open Services' }).click()
  await page.waitForURL('**/services')
})

test('whoever wants no motion sees everybody where they belong, and nothing moves', async () => {
  const page = await browser.page()
  try {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const drawn = await countDraws(page)
    await page.goto(`${server.url}/office`)
    await page.locator('.office-frame[data-status="there"]').waitFor()
    await page.locator('.office-plates li:not([data-off])').first().waitFor()
    await page.waitForTimeout(1_000)
    const before = await drawn()
    expect(before.frames).toBeGreaterThan(0)
    await page.waitForTimeout(3_000)
    // Only what is told anew is drawn.
    expect((await drawn()).frames - before.frames).toBeLessThan(15)
  } finally {
    await page.close()
  }
})

test('without WebGL there is a still picture, and the list says the same', async () => {
  const page = await browser.page()
  try {
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        if (kind.startsWith('webgl')) return null
        return (real as (...words: unknown[]) => unknown).call(this, kind, ...rest)
      } as typeof real
    })
    await page.goto(`${server.url}/office?list=1`)
    await page.locator('.office-frame[data-status="absent"]').waitFor()
    await page.locator('.office-still canvas').waitFor()
    await until('it is painted', () =>
      page.evaluate(() => document.querySelector<HTMLCanvasElement>('.office-still canvas')!.width > 300),
    )
    await page.locator('.crew-list li').first().waitFor()
  } finally {
    await page.close()
  }
})

test('a graphics card that goes away is said, and the office comes back', async () => {
  await using opened = await open()
  const { page } = opened
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.office-frame canvas')!
    const context = (canvas.getContext('webgl2') ?? canvas.getContext('webgl'))!
    const lose = context.getExtension('WEBGL_lose_context')!
    lose.loseContext()
    setTimeout(() => lose.restoreContext(), 600)
  })
  await page.locator('.office-frame[data-status="lost"]').waitFor()
  await page.locator('.office-frame[data-status="there"]').waitFor()
})

const dayMs = 86_400_000
/** The program runs in UTC. */
const midnightBefore = (at: number) => Math.floor(at / dayMs) * dayMs

/** What the server says about the day of a moment. */
function dayOf(at: number) {
  const since = midnightBefore(at)
  return server.ask<Replay>(`/api/office/replay?since=${since}&until=${since + dayMs}`)
}
const moment = (page: Page) =>
  page
    .locator('.replay-plate time')
    .getAttribute('datetime')
    .then((text) => Date.parse(text!))
const held = (page: Page) => Number(new URL(page.url()).searchParams.get('at') ?? Number.NaN)

test('the past goes on by itself, pauses, and shows everybody as they were', async () => {
  await using opened = await open('/office?list=1')
  const { page } = opened
  await page.keyboard.press('r')
  await page.locator('.replay-plate').waitFor()
  const from = held(page)
  expect(Math.abs(Date.now() - 3_600_000 - from)).toBeLessThan(20_000)
  await until('a minute has passed', async () => (await moment(page)) > from + 60_000)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
  const at = await until('the address holds the moment', async () => held(page) > from && held(page))
  expect(at).toBe(await moment(page))
  const then = membersAt(await dayOf(at), at)
  expect(then.length).toBeGreaterThan(8)
  const listed = await page.locator('.crew-list li b').allTextContents()
  expect(listed.toSorted()).toEqual(then.map(({ name }) => name).toSorted())
  const marks = await page
    .locator('.crew-list li .row')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.mark!))
  expect(marks.toSorted()).toEqual(then.map(({ state }) => markOf(state)).toSorted())
})

test('a link to a moment opens there, nothing can be done in it, and Escape goes back to now', async () => {
  const at = Date.now() - 2 * 3_600_000
  const agent = (await members()).find(({ kind }) => kind === 'agent')!
  await using opened = await open(`/office?at=${at}&who=${encodeURIComponent(agent.id)}`)
  const { page } = opened
  await page.locator('.inspector[data-past]').getByRole('heading', { name: agent.name }).waitFor()
  expect(await moment(page)).toBe(at)
  expect(await page.locator('.composer, .attention-ask').count()).toBe(0)
  await page.waitForTimeout(600)
  expect(await moment(page)).toBe(at)
  await page.getByRole('button', { name: /^Racks: Machine/ }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.object-panel').getByText('is not kept').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.object-panel').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.locator('.replay-bar').waitFor({ state: 'detached' })
  await until('the address is that of now', () => !new URL(page.url()).searchParams.has('at'))
  await page.goto(`${server.url}/office?at=tomorrow`)
  await page.locator('.office-frame[data-status="there"]').waitFor()
  expect(await page.locator('.replay-bar').count()).toBe(0)
})

test('steps go to what mattered, a time away is shown in a minute, and one day follows another', async () => {
  const page = await browser.page()
  try {
    await page.addInitScript(() => {
      const key = 'wheelhouse.office.seen'
      if (!sessionStorage.getItem(key)) localStorage.setItem(key, String(Date.now() - 7 * 3_600_000))
      sessionStorage.setItem(key, 'set')
    })
    const at = Date.now() - 1_800_000
    await page.goto(`${server.url}/office?at=${at}`)
    await page.locator('.replay-marks button').first().waitFor()
    await page.keyboard.press('Shift+n')
    const before = await until('it is at a moment before', async () => held(page) < at && held(page))
    const { events } = await server.ask<Replay>(`/api/office/replay?since=${before}&until=${before + 1}`)
    expect(events.length).toBeGreaterThan(0)
    await page.keyboard.press('n')
    await until('it is at a later one', async () => held(page) > before)
    await page.getByRole('button', { name: 'While you were away' }).click()
    const start = await until('it is hours ago', async () => (await moment(page)) < before - 3_600_000 && moment(page))
    await until('much of it has passed', async () => (await moment(page)) > start + 600_000)
    const midnight = midnightBefore(Date.now())
    await page.goto(`${server.url}/office?at=${midnight - 20_000}`)
    await page.locator('.replay-marks button').first().waitFor()
    await page.keyboard.press('Space')
    await until('the next day goes on', async () => (await moment(page)) > midnight + 10_000)
  } finally {
    await page.close()
  }
})

test('what happens is told in a line, by and by, until it is hidden', async () => {
  await using opened = await open()
  const { page } = opened
  const log = page.getByRole('log', { name: 'What happens in the office' })
  await log.locator('time').waitFor({ timeout: 60_000 })
  expect(await log.getAttribute('aria-live')).toBe('polite')
  expect(await log.locator('p').count()).toBe(1)
  const first = await log.locator('p').textContent()
  await until('something else is told', async () => (await log.locator('p').textContent()) !== first, 60_000)
  await page.getByRole('button', { name: 'Hide the log line' }).click()
  await log.waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('.office-frame[data-status="there"]').waitFor()
  expect(await log.count()).toBe(0)
  await page.keyboard.press('l')
  await log.waitFor()
})

test('the arrow keys move the picture, but not from one name to the next', async () => {
  await using opened = await open('/office', { width: 900, height: 600 })
  const { page } = opened
  const placeOfThing = () =>
    page
      .locator('.office-objects li')
      .first()
      .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m41)
  await page.keyboard.press('0')
  for (const _ of [1, 2, 3]) await page.keyboard.press('+')
  // From the left wall on there is something on the right.
  for (const _ of [1, 2, 3, 4, 5, 6]) await page.keyboard.press('Shift+ArrowLeft')
  await page.waitForTimeout(300)
  const left = await placeOfThing()
  await page.keyboard.press('ArrowRight')
  await until('it has moved', async () => (await placeOfThing()) === left - 64)
  await page.keyboard.press('Shift+ArrowRight')
  await until('it has moved far', async () => (await placeOfThing()) === left - 64 - 320)
  const plate = page.locator('.office-plates button[tabindex="0"]')
  await plate.focus()
  await page.keyboard.press('ArrowRight')
  await until('another is chosen', () => new URL(page.url()).searchParams.has('who'))
  expect(await plate.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await help.getByText('Move the picture').waitFor()
  expect(await help.getByText('Move the picture').count()).toBe(1)
})

test('sound is off until somebody switches it on, here or in the settings', async () => {
  await using opened = await open()
  const { page } = opened
  await page.evaluate(() => {
    const counted = { tones: 0 }
    const Real = OscillatorNode
    Object.assign(window, { counted })
    window.OscillatorNode = class extends Real {
      constructor(...words: ConstructorParameters<typeof OscillatorNode>) {
        super(...words)
        counted.tones++
      }
    }
  })
  const tones = () => page.evaluate(() => (window as unknown as { counted: { tones: number } }).counted.tones)
  const sound = page.getByRole('button', { name: 'Sound when somebody waits or fails' })
  expect(await sound.getAttribute('aria-pressed')).toBe('false')
  expect(await tones()).toBe(0)
  await sound.click()
  expect(await sound.getAttribute('aria-pressed')).toBe('true')
  // It says how it sounds.
  await until('two notes are heard', async () => (await tones()) === 2)
  await page.goto(`${server.url}/settings`)
  const setting = page.getByRole('group', { name: 'Sound in the office' })
  expect(await setting.getByRole('radio', { name: 'On' }).isChecked()).toBe(true)
  await setting.getByText('Off', { exact: true }).click()
  await page.goto(`${server.url}/office`)
  await sound.waitFor()
  expect(await sound.getAttribute('aria-pressed')).toBe('false')
})

test('the debug view says of everybody why they are drawn so, and can be copied', async () => {
  await using opened = await open()
  const { page } = opened
  await page.keyboard.press('d')
  const debug = page.getByRole('region', { name: 'Debug view' })
  await debug.waitFor()
  await until('there are draw calls', async () => /draw calls[1-9]/.test((await debug.textContent()) ?? ''))
  expect(await debug.textContent()).toMatch(/faults of the layoutnone/)
  expect(await debug.textContent()).toMatch(/missing spritesnone/)
  const names = (await members()).map(({ name }) => name)
  const rows = await debug.locator('tbody tr').allTextContents()
  expect(rows.filter((row) => names.some((name) => row.startsWith(name))).length).toBeGreaterThan(8)
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => Object.assign(window, { copied: text }) },
    })
  })
  await debug.getByRole('button', { name: 'Copy as JSON' }).click()
  const copied = await until('it is copied', () => page.evaluate(() => (window as { copied?: string }).copied))
  const { crew, office } = JSON.parse(copied) as { crew: { name: string; why: string }[]; office: object }
  expect(crew.every(({ why }) => why !== '')).toBe(true)
  expect(Object.keys(office)).toContain('texture pages')
  await page.keyboard.press('d')
  await debug.waitFor({ state: 'detached' })
})

test('ten seconds are saved as a film, and it can be stopped before', async () => {
  await using opened = await open('/office', { width: 700, height: 500 })
  const { page } = opened
  await page.getByRole('button', { name: 'Record ten seconds' }).click()
  await page.getByRole('button', { name: 'Stop recording' }).click()
  await page.getByText('Nothing was recorded').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 40_000 }),
    page.getByRole('button', { name: 'Record ten seconds' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^office-.*\.webm$/)
  const film = await Bun.file(await download.path()).bytes()
  // The first bytes of every WebM.
  expect([...film.slice(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3])
  expect(film.length).toBeGreaterThan(20_000)
})
