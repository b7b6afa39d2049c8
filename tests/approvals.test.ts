import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { type Running, runOnce, signIn, start, temporary, until } from './testing/program.ts'

type Approval = { id: string; kind: string; state: string; decision: string | null; by: string | null; agent: string }
type Approvals = { items: Approval[]; takingPart: { runtime: string; isOn: boolean }[] }

const waiting = async (server: Running) => (await server.ask<Approvals>('/api/approvals')).items
const ended = async (server: Running) => (await server.ask<Approvals>('/api/approvals?state=ended')).items

/** The demo once its gateway has asked for two commands. */
async function openDemo(folder: string) {
  const server = await start(folder, ['--demo'])
  await server.caughtUp()
  await until(
    'two commands wait',
    async () => (await waiting(server)).filter(({ kind }) => kind === 'command').length >= 2,
  )
  return server
}

const card = (page: Page, id: string) => page.locator(`[id="approval-${id}"]`)

/** What the store says of a request that has ended. */
const outcome = (server: Running, id: string) =>
  until(`${id} has ended`, async () => (await ended(server)).find((one) => one.id === id))

test('a command is allowed by mouse and another denied by key; both stand in the history, and every screen sees it at once', async () => {
  using folder = temporary('approvals')
  await using server = await openDemo(folder.path)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.attention-card').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.waitForURL('**/approvals')
  const [first, second] = (await waiting(server)).filter(({ kind }) => kind === 'command')
  await card(page, first!.id).locator('.command').waitFor()
  expect(await card(page, first!.id).locator('.command').innerText()).toContain('docker image prune')

  // Another window of the same person looks on.
  const other = await browser.page()
  await other.goto(`${server.url}/approvals/${encodeURIComponent(second!.id)}`)
  await card(other, second!.id).and(other.locator('[data-selected]')).waitFor()

  await card(page, first!.id)
    .getByRole('button', { name: /^Allow once/ })
    .click()
  expect(await outcome(server, first!.id)).toMatchObject({ state: 'answered', decision: 'allow-once' })
  await page.locator('.history-rows li').first().locator('.mark[data-decision="allow-once"]').waitFor()
  await other.locator('.history-rows li').first().locator('.mark[data-decision="allow-once"]').waitFor()

  await card(page, second!.id).and(page.locator('[data-selected]')).waitFor()
  // A card that has just moved takes nothing.
  await until('the card takes a key', async () => {
    await page.keyboard.press('d')
    return (await waiting(server)).every(({ id, state }) => id !== second!.id || state !== 'waiting')
  })
  expect(await outcome(server, second!.id)).toMatchObject({ state: 'answered', decision: 'deny' })
  await card(other, second!.id).getByText('denied it').waitFor()
  await page.locator('.history-rows li').first().locator('.mark[data-decision="deny"]').waitFor()
  expect(browser.errors).toEqual([])
}, 120_000)

test('who only looks sees the whole request and why nothing can be decided, and the server refuses what they send', async () => {
  using folder = temporary('approvals-view')
  await using server = await openDemo(folder.path)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(`${server.url}/approvals`)
  const [first] = await waiting(server)
  await card(page, first!.id).locator('.command').waitFor()
  await card(page, first!.id).getByText('View only').waitFor()
  expect(
    await card(page, first!.id)
      .getByRole('button', { name: /^Allow once/ })
      .isDisabled(),
  ).toBe(true)
  await page.keyboard.press('a')
  const status = await page.evaluate(
    (path) =>
      fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'allow-once' }),
      }).then((answer) => answer.status),
    `/api/approvals/${first!.id}`,
  )
  expect(status).toBe(403)
  expect((await waiting(server)).find(({ id }) => id === first!.id)?.state).toBe('waiting')
}, 120_000)

test('on a phone the whole command stands above buttons that a thumb can press, and Deny works', async () => {
  using folder = temporary('approvals-phone')
  await using server = await openDemo(folder.path)
  await using browser = await openBrowser({ width: 390, height: 844 })
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.attention-card').first().waitFor()
  await page.goto(`${server.url}/approvals`)
  const [first] = (await waiting(server)).filter(({ kind }) => kind === 'command')
  const deny = card(page, first!.id).getByRole('button', { name: /^Deny/ })
  await deny.waitFor()
  expect((await deny.boundingBox())!.height).toBeGreaterThanOrEqual(44)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>('.approval .deny')?.disabled)
  await until('it is denied', async () => {
    await deny.click({ timeout: 1_000 }).catch(() => {})
    return (await ended(server)).some(({ id }) => id === first!.id)
  })
  expect(await outcome(server, first!.id)).toMatchObject({ decision: 'deny' })
  expect(browser.errors).toEqual([])
}, 120_000)

test('needs-you and the Bridge take the same decisions, a question is answered by number, and Always asks back', async () => {
  using folder = temporary('approvals-needs')
  await using server = await openDemo(folder.path)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.attention-ask .command').waitFor()
  const [first, second] = (await waiting(server)).filter(({ kind }) => kind === 'command')

  // Always would allow more than this: it is confirmed first, and nothing has happened before.
  await page.locator('.attention-ask .always:enabled').waitFor()
  await until('it asks back', async () => {
    await page
      .locator('.attention-ask .always')
      .click({ timeout: 1_000 })
      .catch(() => {})
    return (await page.getByRole('dialog').count()) > 0
  })
  await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect((await waiting(server)).find(({ id }) => id === first!.id)?.state).toBe('waiting')
  await until('it is allowed on the Bridge', async () => {
    await page
      .locator('.attention-ask .allow')
      .click({ timeout: 1_000 })
      .catch(() => {})
    return (await ended(server)).some(({ id }) => id === first!.id)
  })

  await page.goto(`${server.url}/needs`)
  // Its context may be short as well, which is another need.
  const need = page.locator('.need:not([data-group="short"])', { hasText: 'Bosun' })
  await need.locator('.allow:enabled').waitFor()
  await until('it is denied among what needs somebody', async () => {
    await need
      .locator('.deny')
      .click({ timeout: 1_000 })
      .catch(() => {})
    return (await ended(server)).some(({ id }) => id === second!.id)
  })
  expect(await outcome(server, second!.id)).toMatchObject({ decision: 'deny' })
  await need.waitFor({ state: 'detached' })

  const question = await until('a question waits', async () =>
    (await waiting(server)).find(({ kind }) => kind === 'question'),
  )
  await page.goto(`${server.url}/approvals/${encodeURIComponent(question.id)}`)
  await card(page, question.id).and(page.locator('[data-selected]')).waitFor()
  await until('it is answered by keys', async () => {
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    return (await ended(server)).some(({ id }) => id === question.id)
  })
  expect(await outcome(server, question.id)).toMatchObject({ state: 'answered', decision: 'allow-once' })
  // The server asks back with a refusal, which a browser logs.
  expect(browser.errors.filter((words) => !words.includes('409'))).toEqual([])
}, 180_000)

test('the history is narrowed by its bar, and leads to the call that was asked for, far above the end', async () => {
  using folder = temporary('approvals-history')
  await using server = await openDemo(folder.path)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.attention-card').first().waitFor()
  await page.goto(`${server.url}/approvals`)
  const [first] = (await waiting(server)).filter(({ kind }) => kind === 'command')
  await until('it is denied', async () => {
    await card(page, first!.id)
      .getByRole('button', { name: /^Deny/ })
      .click({ timeout: 1_000 })
      .catch(() => {})
    return (await ended(server)).some(({ id }) => id === first!.id)
  })
  const rows = page.locator('.history-rows li')
  const bar = page.getByRole('group', { name: 'Where it was decided' })
  const late = bar.getByRole('button', { name: /^Nobody in time/ })
  const count = Number((await late.innerText()).split(/\s+/).at(-1))
  await late.click()
  await until('only those are shown', async () => (await rows.count()) === count)
  expect(await rows.locator('.by').allInnerTexts()).toEqual(Array(count).fill('nobody in time'))
  await late.click()
  const link = rows.first().getByRole('link', { name: /^Where it was asked: docker image prune/ })
  await link.click()
  await page.waitForURL(/\/sessions\/[^#]+#[0-9a-z]+\.\d+$/)
  const item = new URL(page.url()).hash.slice(1)
  await page.locator(`[data-item="${item}"]`, { hasText: 'docker image prune' }).waitFor()
  expect(browser.errors).toEqual([])
}, 120_000)

test('the terminal shows what waits, and denies once its code was confirmed; the shell of an agent decides nothing', async () => {
  using folder = temporary('approvals-terminal')
  await using server = await openDemo(folder.path)
  const data = ['--data', join(folder.path, 'data')]
  const approve = (words: string[], env: Record<string, string> = {}) =>
    runOnce(folder.path, ['approve', ...words, ...data], { env })
  const [first] = (await waiting(server)).filter(({ kind }) => kind === 'command')
  const listed = await approve([])
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining(first!.id)])
  const shown = await approve([first!.id])
  // Nobody is there to say yes.
  expect([shown.code, shown.stdout]).toEqual([
    1,
    expect.stringContaining('docker image prune --filter "until=720h" --force'),
  ])
  const byAgent = await approve([first!.id, '--deny'], { CLAUDECODE: '1' })
  expect(byAgent).toMatchObject({ code: 2, stderr: expect.stringContaining('Claude Code’s shell') })
  expect((await waiting(server)).find(({ id }) => id === first!.id)?.state).toBe('waiting')

  const headers = { ...(await signIn(server, { code: server.code })), origin: server.url }
  const denying = approve([first!.id, '--deny'])
  const terminal = await until('a code waits', async () => {
    const answer = await fetch(`${server.url}/api/auth/terminals`, { headers })
    const { items } = (await answer.json()) as { items: { id: string; command: string; state: string }[] }
    return items.find(({ state }) => state === 'waiting')
  })
  expect(terminal.command).toBe(`wheelhouse approve ${first!.id}`)
  await fetch(`${server.url}/api/auth/terminals/${terminal.id}/confirm`, { method: 'POST', headers })
  expect(await denying).toMatchObject({ code: 0, stdout: expect.stringContaining('Denied, and OpenClaw took it.') })
  expect(await outcome(server, first!.id)).toMatchObject({ state: 'answered', decision: 'deny' })
}, 120_000)
