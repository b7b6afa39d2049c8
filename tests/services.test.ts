import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Service } from '../src/controls/service.ts'
import { openBrowser } from './testing/browser.ts'
import { type Running, runOnce, signIn, start, temporary, until } from './testing/program.ts'

const folder = temporary('services')
let server: Running
let browser: Awaited<ReturnType<typeof openBrowser>>
let person: Record<string, string>

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
  person = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  await until('the gateway of the demo is listened to', async () => (await gateway()).state === 'running')
}, 60_000)

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]()
  await server?.stop()
  folder[Symbol.dispose]()
})

const gateway = () => server.ask<Service>('/api/controls/gateway')

/** The page of somebody who signed in by a link. */
async function openPage(path: string) {
  const { code } = await fetch(`${server.url}/api/auth/link`, { method: 'POST', headers: person, body: '{}' })
    .then((answer) => answer.json() as Promise<{ url: string }>)
    .then(({ url }) => ({ code: url.split('#')[1] }))
  const page = await browser.page()
  await page.goto(`${server.url}/#${code}`)
  await page.getByRole('link', { name: /Services/ }).waitFor()
  await page.goto(server.url + path)
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

test('the gateway is restarted from its lever: locked at first, asked about, followed step by step, and back', async () => {
  await using opened = await openPage('/services')
  const { page } = opened
  await page.getByText('Locked', { exact: true }).waitFor()
  const lever = page.getByRole('button', { name: /^Gateway.*, running$/ })
  await lever.click()
  await page.getByRole('button', { name: 'Restart…' }).click()
  await page.getByText('unlock to restart Gateway').waitFor()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Restart the gateway?' })
  await dialog.waitFor()
  await dialog.getByText('gateway.restart.request').waitFor()
  expect(await dialog.getByRole('button', { name: 'Restart gateway' }).isDisabled()).toBe(true)
  await page.keyboard.type('gateway')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Gateway.*, restarting$/ }).waitFor()
  await page.getByText(/^Restarted in /).waitFor({ timeout: 60_000 })
  await lever.waitFor()
  await page.getByText(/Unlocked by you/).waitFor()
  await page.getByRole('log', { name: 'Log' }).getByText('restart requested: stopping').waitFor()
}, 90_000)

test('Space on a lever asks and does not switch; Escape leaves all as it is', async () => {
  await using opened = await openPage('/services')
  const { page } = opened
  await page.getByRole('button', { name: 'Unlock for 10 min' }).click()
  await page.getByText(/Unlocked by you/).waitFor()
  await page.getByRole('button', { name: /^demo-redis.*, running$/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('dialog', { name: 'Stop demo-redis?' }).waitFor()
  expect(await page.getByRole('dialog').getByText('needs demo-redis').count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect((await server.ask<Service>('/api/controls/demo-redis')).state).toBe('running')
  await page.getByRole('button', { name: 'Lock now' }).click()
  await page.getByText('Locked', { exact: true }).waitFor()
}, 60_000)

test('the palette asks for a restart of the gateway, which is locked like everything else', async () => {
  await using opened = await openPage('/')
  const { page } = opened
  await page.keyboard.press('Control+k')
  await page.keyboard.type('>restart the gateway')
  await page.getByRole('option', { name: /Restart the gateway/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/services')
  await page.getByText('unlock to restart Gateway').waitFor()
}, 60_000)

test('whoever only looks sees the levers and no button', async () => {
  const page = await browser.page()
  await page.context().clearCookies()
  await page.goto(`${server.url}/services`)
  await page.evaluate(() => localStorage.removeItem('wheelhouse.key'))
  await page.reload()
  await page.getByText(/View only/).waitFor()
  expect(await page.getByRole('button', { name: /Restart…|Stop…|Unlock/ }).count()).toBe(0)
  await page.close()
}, 60_000)

test('the terminal restarts it once its code is confirmed on a page', async () => {
  const data = ['--data', `${folder.path}/data`]
  const status = await runOnce(folder.path, ['gateway', ...data])
  expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('Gateway is running')])
  const acting = runOnce(folder.path, ['gateway', 'restart', '--yes', ...data])
  const terminal = await until('the terminal asks', async () => {
    const { items } = (await (await fetch(`${server.url}/api/auth/terminals`, { headers: person })).json()) as {
      items: { id: string; state: string; code: string }[]
    }
    return items.find(({ state }) => state === 'waiting')
  })
  await fetch(`${server.url}/api/auth/terminals/${terminal.id}/confirm`, {
    method: 'POST',
    headers: person,
    body: JSON.stringify({ code: terminal.code }),
  })
  const { code, stdout, stderr } = await acting
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Done: restart came true in /)])
  expect(stderr).toContain('Restart the gateway?')
  expect(stderr).toContain('$ gateway.restart.request')
}, 90_000)

test('without the word nothing is done in the terminal either', async () => {
  const { code, stderr } = await runOnce(folder.path, ['gateway', 'fly', '--data', `${folder.path}/data`])
  expect([code, stderr]).toEqual([2, expect.stringContaining('wheelhouse gateway knows status, start, stop')])
})

test('the record: filters by outcome and words, J and K walk it, and an act shows its lines', async () => {
  await using opened = await openPage('/audit')
  const { page } = opened
  const rows = page.locator('.acts [data-act]')
  await rows.first().waitFor()
  // What was done before the demo began is there, among what this test did.
  await page.locator('.acts tr', { hasText: 'git push --force origin fix/arc-drift' }).waitFor()
  await page.locator('.audit-bar label', { hasText: /^Refused [1-9]/ }).click()
  await page.waitForURL(/outcome=refused/)
  await page.locator('.acts tr', { hasText: 'Codex’s shell' }).waitFor()
  const outcomes = () => page.locator('.acts tbody .c-outcome').allTextContents()
  await until('only refusals are left', async () => {
    const all = await outcomes()
    return all.length > 0 && all.every((words) => words.includes('Refused'))
  })
  await page.getByLabel('Find by who, what or on what').fill('codex')
  await page.waitForURL(/q=codex/)
  await until('one is left', async () => (await rows.count()) === 1)
  await page.goto(`${server.url}/audit`)
  await rows.nth(2).waitFor()
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.act)
  const ids = await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.act))
  await page.keyboard.press('j')
  expect(await focused()).toBe(ids[0])
  await page.keyboard.press('j')
  expect(await focused()).toBe(ids[1])
  await page.keyboard.press('k')
  expect(await focused()).toBe(ids[0])
  await page.keyboard.press('Enter')
  await page.locator('.act-lines li').first().waitFor()
}, 60_000)

test('killed in the middle of an act, it says after the next start what became of it, and does nothing twice', async () => {
  using place = temporary('services-killed')
  const starts = join(place.path, 'starts')
  const program = join(place.path, 'program.sh')
  // It ends two seconds after it was told to, so that the kill falls between.
  writeFileSync(
    program,
    `#!/bin/sh\necho start >> ${starts}\ntrap 'sleep 2; exit 0' TERM\nwhile :; do sleep 0.1; done\n`,
  )
  chmodSync(program, 0o755)
  const config = join(place.path, 'config.toml')
  writeFileSync(config, `[[services]]\nname = "worker"\ncommand = ["${program}"]\n`)
  mkdirSync(join(place.path, 'home', '.claude'), { recursive: true })
  const begin = () => start(place.path, [], { env: { WHEELHOUSE_CONFIG: config } })
  const started = () => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n').length : 0)

  async function sign(running: Running) {
    const headers = { ...(await signIn(running, running)), origin: running.url, 'content-type': 'application/json' }
    const post = (path: string, body = {}) =>
      fetch(`${running.url}/api/controls${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const service = () => running.ask<Service>('/api/controls/worker')
    const outcome = (verb: string) =>
      until(
        `${verb} is over`,
        async () => {
          const { act } = await service()
          return act?.verb === verb && act.outcome !== 'going' && act
        },
        60_000,
      )
    const acts = async () =>
      (
        (await (await fetch(`${running.url}/api/audit/acts?q=worker`, { headers })).json()) as {
          items: { action: string; outcome: string }[]
        }
      ).items.map(({ action, outcome }) => `${action}: ${outcome}`)
    await post('/unlock')
    return { post, service, outcome, acts }
  }

  const first = await begin()
  const before = await sign(first)
  await before.post('/worker/start', { confirm: 'worker' })
  expect((await before.outcome('start')).outcome).toBe('done')
  for (const verb of ['restart', 'stop'] as const) {
    const running = verb === 'restart' ? first : await begin()
    const asking = verb === 'restart' ? before : await sign(running)
    if (verb === 'stop') await until('it is seen to run', async () => (await asking.service()).state === 'running')
    const count = started()
    await asking.post(`/worker/${verb}`, { confirm: 'worker' })
    await until('it is told', async () => (await asking.service()).act?.verb === verb)
    await running.stop('SIGKILL')

    await using again = await begin()
    const after = await sign(again)
    const { outcome } = await after.outcome(verb)
    const { state } = await after.service()
    // Told to end it was, by us or not at all; whatever is so is what is said, and nothing was started twice.
    if (verb === 'stop') expect([outcome, state, started()]).toEqual(['done', 'stopped', count])
    else if (outcome === 'done') expect([state, started()]).toEqual(['running', count + 1])
    else expect([outcome, state, started()]).toEqual(['failed', 'stopped', count])
    expect((await after.acts())[0]).toBe(`${verb} service: ${outcome}`)
    if (verb === 'restart' && state !== 'running') {
      await after.post('/worker/start', { confirm: 'worker' })
      await after.outcome('start')
    }
  }
}, 120_000)
