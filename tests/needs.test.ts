import { expect, test } from 'bun:test'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './testing/browser.ts'
import { type Running, start, temporary, until } from './testing/program.ts'

type Need = { key: string; id: string; kind: string; score: number; title: string | null }
type Overview = { verdict: { level: string; text: string }; attention: Need[]; setAside: string[] }

const overviewOf = (server: Running) => server.ask<Overview>('/api/overview')
const urgent = ({ attention }: Overview) => attention.filter(({ score }) => score >= 80)

/** How many need somebody, as every part of the product says it. */
async function countsOn(page: Page, server: Running) {
  const facets = await server.ask<{ groups: { needs: number } }>('/api/sessions/facets')
  const overview = await overviewOf(server)
  const ofSessions = urgent(overview).filter(({ kind }) =>
    ['waiting', 'stalled', 'failed', 'context-full'].includes(kind),
  )
  const shown = await page.evaluate(() => ({
    verdict: document.querySelector('.top-bar .verdict')?.textContent?.trim(),
    bell: document.querySelector('.bell-count')?.textContent?.trim(),
    badges: [...document.querySelectorAll('.rail .badge')].reduce(
      (sum, badge) => sum + Number(badge.firstChild?.textContent),
      0,
    ),
    title: document.title.split(' · ')[0],
  }))
  return {
    api: urgent(overview).length,
    sessions: ofSessions.length,
    facet: facets.groups.needs,
    verdict: overview.verdict.text,
    shown,
  }
}

test('the demo is emptied by hand: All’s well on every screen at once, and what was dismissed comes back', async () => {
  using folder = temporary('needs')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await until('the demo needs somebody', async () => urgent(await overviewOf(server)).length > 0)
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.attention-card').first().waitFor()

  // Another screen looks at the Bridge all the while.
  const other = await browser.page()
  await other.goto(server.url)
  await other.locator('.attention-card').first().waitFor()

  await page.locator('.top-bar .verdict').click()
  await page.waitForURL('**/needs')
  await page.locator('.need').first().waitFor()
  const before = await countsOn(page, server)
  expect(await page.locator('.need-list').first().locator('.need').count()).toBe(before.api)
  expect([before.shown.bell, before.shown.badges]).toEqual([String(before.api), before.api])
  expect(before.facet).toBe(before.sessions)

  await page.locator('.need .links').first().waitFor()
  await until('nothing is left', async () => {
    if ((await overviewOf(server)).attention.length === 0) return true
    await page.keyboard.press('x')
    await page.waitForTimeout(150)
    return false
  })
  await page.locator('.calm .hero', { hasText: "All's well" }).waitFor()
  await other.locator('.top-bar .verdict', { hasText: "All's well" }).waitFor()
  await other.locator('.attention-empty').waitFor()
  const after = await countsOn(page, server)
  expect(after).toEqual({
    api: 0,
    sessions: 0,
    facet: 0,
    verdict: "All's well",
    shown: { verdict: "All's well", bell: '0', badges: 0, title: "All's well" },
  })

  // What was read stays read: also for whoever opens the page anew.
  await other.reload()
  await other.locator('.attention-empty').waitFor()

  await page.keyboard.press('u')
  await page.locator('.need').first().waitFor()
  await until('the other screen hears of it', async () => (await countsOn(other, server)).api >= 0)
  const back = page.locator('.needs-aside').getByRole('button', { name: /^Bring back/ })
  await back.first().waitFor()
  for (let left = await back.count(); left > 0; left = await back.count()) {
    await back.first().click()
    await page.waitForFunction((count) => document.querySelectorAll('.needs-aside .back').length < count, left)
  }
  await other.locator('.attention-card').first().waitFor()
  await until('all count the same again', async () => {
    const now = await countsOn(page, server)
    return now.api >= before.api && now.shown.bell === String(now.api) && now.facet === now.sessions
  })
  expect(browser.errors).toEqual([])
}, 120_000)

const uuid = 'c84b5f78-c461-4a70-8221-b1387c36de9e'
const hostile = '<img src=x onerror="document.title=1"> \u202egnp.exe'

/** A session of Claude Code that waits for a permission, as it writes it; `waits` says for what. */
function writeWaitingSession(folder: string) {
  const cwd = join(folder, 'boat')
  const projects = join(folder, 'home', '.claude', 'projects', cwd.replace(/[^a-zA-Z0-9]/g, '-'))
  for (const made of [cwd, projects, join(folder, 'home', '.claude', 'sessions')]) mkdirSync(made, { recursive: true })
  const line = (type: string, parent: string | null, message: object) =>
    JSON.stringify({
      type,
      sessionId: uuid,
      cwd,
      uuid: `${type}-1`,
      parentUuid: parent,
      timestamp: new Date().toISOString(),
      version: '2.1.332',
      message,
    })
  const usage = { input_tokens: 3, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  const content = [
    { type: 'text', text: 'I build the pump, then I test it.' },
    { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'make pump && ./pump --dry-run' } },
  ]
  const answer = { id: 'm1', model: 'claude-opus-4-6', role: 'assistant', stop_reason: 'tool_use', content, usage }
  const lines = [line('user', null, { role: 'user', content: hostile }), line('assistant', 'user-1', answer), '']
  writeFileSync(join(projects, `${uuid}.jsonl`), lines.join('\n'))
  const program = Bun.spawn(['bash', '-c', 'exec -a claude sleep 120'], { cwd: realpathSync(cwd), stdout: 'ignore' })
  return {
    waits(waitingFor: string) {
      const status = {
        pid: program.pid,
        sessionId: uuid,
        cwd,
        status: 'waiting',
        waitingFor,
        statusUpdatedAt: Date.now(),
      }
      writeFileSync(join(folder, 'home', '.claude', 'sessions', `${program.pid}.json`), JSON.stringify(status))
    },
    [Symbol.dispose]: () => program.kill(),
  }
}

const waiting = async (server: Running) => (await overviewOf(server)).attention.find(({ kind }) => kind === 'waiting')

test('who waits is shown with the command, the words and the witness; a dismissal outlives a restart, another question does not heed it', async () => {
  using folder = temporary('needs-claude')
  using session = writeWaitingSession(folder.path)
  session.waits('permission to use Bash')
  await using browser = await openBrowser()
  {
    await using server = await start(folder.path)
    await server.caughtUp()
    await until('it waits', () => waiting(server))
    const page = await browser.page()

    // Our own user without a link only looks on.
    await page.goto(`${server.url}/needs`)
    await page.locator('.need .command', { hasText: '$ make pump && ./pump --dry-run' }).waitFor()
    await page.getByText('View only. To dismiss or snooze').waitFor()
    expect(await page.locator('.need .links').count()).toBe(0)
    await page.keyboard.press('x')

    await page.goto(server.link)
    await page.locator('.attention-card').waitFor()
    await page.goto(`${server.url}/needs`)
    const card = page.locator('.need')
    await card.getByText('according to Claude Code’s session file', { exact: false }).waitFor()
    await card.getByText('I build the pump, then I test it.', { exact: false }).waitFor()
    expect(await card.locator('img[src="x"]').count()).toBe(0)
    expect(await card.textContent()).not.toContain('\u202e')

    // A double click, and the same act from elsewhere in the meantime, are one.
    const { key } = (await waiting(server))!
    await card.getByRole('button', { name: /^Dismiss/ }).dblclick()
    await page.locator('.calm').waitFor()
    const again = await page.evaluate(async (path) => {
      const headers = { 'x-wheelhouse-key': localStorage.getItem('wheelhouse.key')! }
      return (await fetch(path, { method: 'POST', headers })).status
    }, `/api/needs/${key}/dismiss`)
    expect(again).toBe(200)
    expect(await waiting(server)).toBeUndefined()
    await page.close()
  }
  await using server = await start(folder.path)
  await server.caughtUp()
  await until('its state is known', async () => {
    const { items } = await server.ask<{ items: { state: string }[] }>('/api/sessions?limit=1')
    return items[0]?.state === 'waiting'
  })
  expect(await waiting(server)).toBeUndefined()
  expect((await overviewOf(server)).verdict.text).toBe("All's well")
  session.waits('permission to use Edit')
  await until('another question comes back', () => waiting(server))
  expect(browser.errors).toEqual([])
}, 120_000)
