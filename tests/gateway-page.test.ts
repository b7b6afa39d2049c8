import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GatewayRow } from '../src/gateways/gateway.ts'
import { openBrowser } from './testing/browser.ts'
import { type Running, signIn, start, temporary, until } from './testing/program.ts'

// The gateway of a demo, as a person administers it on its page.
const folder = temporary('gateway-page')
let server: Running
let browser: Awaited<ReturnType<typeof openBrowser>>
let person: Record<string, string>

beforeAll(async () => {
  server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  browser = await openBrowser()
  person = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  await until('the gateway of the demo is listened to', async () => (await gateway())?.state.state === 'connected')
}, 120_000)

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]()
  await server?.stop()
  folder[Symbol.dispose]()
})

const gateways = async () => (await server.ask<{ items: GatewayRow[] }>('/api/gateways')).items
const gateway = async () => (await gateways()).find(({ isAdded }) => !isAdded)
/** What the demo's gateway reads, which a real one would read likewise. */
const configured = async () => JSON.parse(readFileSync(join((await gateway())!.place, 'openclaw.json'), 'utf8'))

/** The page of somebody who signed in by a link. */
async function openPage(path: string) {
  const { url } = (await fetch(`${server.url}/api/auth/link`, { method: 'POST', headers: person, body: '{}' }).then(
    (answer) => answer.json(),
  )) as { url: string }
  const page = await browser.page()
  await page.goto(`${server.url}/#${url.split('#')[1]}`)
  await page.getByRole('link', { name: /Services/ }).waitFor()
  await page.goto(server.url + path)
  return { page, [Symbol.asyncDispose]: () => page.close() }
}

test('a value is found, changed, seen as a diff, saved and taken back', async () => {
  await using opened = await openPage('/gateway/config')
  const { page } = opened
  await page.getByRole('searchbox', { name: 'Find a value' }).fill('exec')
  await page.getByRole('button', { name: /^tools\.exec\.mode/ }).click()
  await page.getByRole('combobox', { name: 'tools.exec.mode' }).selectOption('ask')
  await page.getByText('one value is changed').waitFor()
  await page.getByRole('button', { name: 'Review and save…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change tools.exec.mode in the configuration?' })
  await dialog.getByText('+ tools.exec.mode: "ask"').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.locator('.last-change[data-outcome="done"]', { hasText: 'tools.exec.mode' }).waitFor()
  expect((await configured()).tools.exec.mode).toBe('ask')

  await page.getByRole('button', { name: 'Take it back…' }).click()
  await page.getByRole('dialog').getByText('- tools.exec.mode: "ask"').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await until('it is as it was', async () => (await configured()).tools.exec.mode === 'full')
}, 90_000)

test('no secret is on the page, and one that is left alone stays what it is through a change as JSON', async () => {
  const { token } = (await configured()).gateway.auth
  await using opened = await openPage('/gateway/config')
  const { page } = opened
  await page.getByRole('button', { name: /^gateway\.auth\.token \[hidden\]/ }).waitFor()
  await page.getByText('JSON', { exact: true }).click()
  const field = page.getByRole('textbox', { name: 'The configuration as JSON' })
  await until('the configuration is in the field', async () => (await field.inputValue()).includes('[hidden]'))
  const written = JSON.parse(await field.inputValue())
  expect(JSON.stringify(written)).not.toContain(token)
  await field.fill(JSON.stringify({ ...written, update: { checkOnStart: true } }, null, 2))
  await page.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await until('it is written', async () => (await configured()).update.checkOnStart === true)
  expect((await configured()).gateway.auth.token).toBe(token)
}, 90_000)

test('a change for which the gateway restarts asks for its name, and is followed until it is back', async () => {
  await using opened = await openPage('/gateway/config')
  const { page } = opened
  await page.getByRole('button', { name: /^gateway\.bind/ }).click()
  await page.getByRole('textbox', { name: 'gateway.bind' }).fill('lan')
  await page.getByRole('button', { name: 'Review and save…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/The gateway restarts for this/).waitFor()
  await dialog.getByRole('textbox').fill('gateway')
  await dialog.getByRole('button', { name: 'Save and restart' }).click()
  await page.getByText('Changed; the gateway restarts:').waitFor()
  await page.getByText(/back after/).waitFor({ timeout: 60_000 })
}, 120_000)

test('an agent is created, told something, and deleted once its name was typed; the default one cannot be', async () => {
  await using opened = await openPage('/gateway/agents')
  const { page } = opened
  await page.getByRole('button', { name: 'New agent' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Cabin Boy')
  await page.getByRole('textbox', { name: 'Workspace' }).fill('/home/skipper/cabin')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await page.getByRole('heading', { name: 'Cabin Boy' }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Cabin Hand')
  await page.getByRole('button', { name: 'Save agent' }).click()
  await page.getByRole('heading', { name: 'Cabin Hand' }).waitFor()

  await page.getByRole('button', { name: /^SOUL\.md/ }).click()
  await page.getByRole('textbox', { name: 'SOUL.md' }).fill('# Cabin Hand\n\nQuick.\n')
  await page.getByRole('button', { name: 'Review and write…' }).click()
  await page.getByRole('dialog').getByText('+Quick.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Write file' }).click()
  await page.getByText('SOUL.md is written.').waitFor()

  await page.getByRole('button', { name: 'Delete agent…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete Cabin Hand?' })
  await dialog.getByText('Its sessions', { exact: true }).waitFor()
  await dialog.getByRole('textbox').fill('cabin-boy')
  await dialog.getByRole('button', { name: 'Delete agent' }).click()
  await page.getByText('Cabin Hand is deleted.').waitFor()
  await page.getByRole('button', { name: /Skipper/ }).click()
  await page.getByText(/It cannot be deleted\. It is the default agent/).waitFor()
}, 120_000)

test('a device that asks to be let in needs somebody, and is let in', async () => {
  const { place, state } = (await gateway())!
  const { gateway: settings } = JSON.parse(readFileSync(join(place, 'openclaw.json'), 'utf8'))
  const ask = await fetch(`http://127.0.0.1:${state.reading!.port}/demo/pair`, {
    method: 'POST',
    headers: { authorization: `Bearer ${settings.auth.token}` },
  })
  expect(ask.ok).toBe(true)
  await using opened = await openPage('/needs')
  const { page } = opened
  await page.getByText('asks to be let in').first().waitFor()
  await page.goto(`${server.url}/gateway/devices`)
  await page.getByRole('button', { name: 'Let in… Bosun’s tablet' }).click()
  await page.getByRole('dialog').getByText('operator.read, operator.write').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Let it in' }).click()
  await page.getByText('Bosun’s tablet is let in.').waitFor()
  await page.getByText('No device asks to be let in.').waitFor()
}, 90_000)

test('a gateway is added by its address once it answers with the right token, and removed; a wrong token is said', async () => {
  const { state } = (await gateway())!
  const { token } = (await configured()).gateway.auth
  await using opened = await openPage('/gateway')
  const { page } = opened
  await page.getByRole('textbox', { name: 'Address' }).fill(`ws://localhost:${state.reading!.port}`)
  await page.getByLabel('Token').fill('not-this-one')
  await page.getByRole('button', { name: 'Test' }).click()
  await page.getByText(/The gateway does not accept this token/).waitFor()
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Test' }).click()
  await page.getByText(/It answers: OpenClaw 2026\.9\.6/).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('The attic')
  await page.getByRole('button', { name: 'Add gateway' }).click()
  await page.getByRole('heading', { name: 'The attic' }).waitFor()
  await page.getByText('Conversations').waitFor()
  await page.getByRole('button', { name: 'Remove… The attic' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await until('it is gone', async () => (await gateways()).length === 1)
}, 90_000)

test('whoever only looks sees how it is, and no door', async () => {
  const page = await browser.page()
  await page.context().clearCookies()
  await page.goto(`${server.url}/gateway`)
  await page.evaluate(() => localStorage.removeItem('wheelhouse.key'))
  await page.reload()
  await page.getByText('Telegram').waitFor()
  expect(await page.getByText('Add a gateway').count()).toBe(0)
  await page.goto(`${server.url}/gateway/config`)
  await page.getByText('The configuration is for operators and admins.').waitFor()
  expect(await page.getByRole('button', { name: /save|Take/i }).count()).toBe(0)
  await page.close()
}, 60_000)
