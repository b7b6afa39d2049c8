import { expect, test } from 'bun:test'
import type { Session } from '../src/sessions/session.ts'
import type { ShownAct } from '../src/steering/act-record.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { type Running, runOnce, start, temporary, until } from './testing/program.ts'

const active = ['running', 'thinking', 'waiting', 'stalled']

/** The demo, and a session of its gateway that is in the middle of its turn. */
async function openDemo(folder: string) {
  const server = await start(folder, ['--demo'])
  await server.caughtUp()
  return { server, session: await atWork(server) }
}

const sessionsOf = async (server: Running) => (await server.ask<{ items: Session[] }>('/api/sessions?limit=100')).items

const atWork = (server: Running) =>
  until('a session of the gateway is at work', async () =>
    (await sessionsOf(server)).find(
      ({ runtime, state }) => runtime === 'openclaw' && state !== 'stalled' && active.includes(state),
    ),
  )

test('words are written below a transcript, survive another page, arrive, and the session is stopped beside them', async () => {
  using folder = temporary('steer')
  const { server, session } = await openDemo(folder.path)
  await using _ = server
  await using browser = await openBrowser()
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.goto(`${server.url}/sessions/${session.id}`)
  const field = page.locator('.composer textarea')
  await field.fill('Mind the rocks north of the buoy.')
  await page.goto(`${server.url}/costs`)
  await page.goto(`${server.url}/sessions/${session.id}`)
  await until('the draft is there', async () => (await field.inputValue()) === 'Mind the rocks north of the buoy.')
  await field.press('Control+Enter')
  await until('it was sent', async () => (await field.inputValue()) === '')
  await page.locator('.transcript').getByText('Mind the rocks north of the buoy.').waitFor()

  const now = await until('it is known', async () => (await sessionsOf(server)).find(({ id }) => id === session.id))
  if (active.includes(now.state)) {
    await page.locator('.reader-head .stop').click()
    await until('it stands still', async () => {
      const one = (await sessionsOf(server)).find(({ id }) => id === session.id)
      return one && !active.includes(one.state)
    })
  }
  expect(browser.errors).toEqual([])
}, 180_000)

test('everything is stopped from the palette, after a question that lists whom it hits, and what goes on says why', async () => {
  using folder = temporary('steer-all')
  const { server } = await openDemo(folder.path)
  await using _ = server
  await using browser = await openBrowser()
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.locator('.attention-card, .session-table').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('stop all')
  await page.getByRole('option', { name: /^Stop all/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.hits li').first().waitFor()
  await dialog.getByRole('button', { name: /^Stop \d+ sessions$/ }).click()
  await page.locator('.stop-outcomes li').first().waitFor()
  // No process of this machine runs the command lines of the demo.
  await page.locator('.stop-outcomes').getByText('No process of this machine runs it').first().waitFor()
  await page.keyboard.press('Escape')
  const { items } = await page.evaluate(async () => {
    const headers = { 'x-wheelhouse-key': localStorage.getItem('wheelhouse.key') ?? '' }
    return (await (await fetch('/api/steering/acts', { headers })).json()) as { items: ShownAct[] }
  })
  expect(items.some(({ kind, state }) => kind === 'interrupt' && state === 'done')).toBe(true)
}, 180_000)

test('who only looks sees no door, and is refused; a terminal waits for its code', async () => {
  using folder = temporary('steer-view')
  const { server, session } = await openDemo(folder.path)
  await using _ = server
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(`${server.url}/sessions/${session.id}`)
  await page.locator('.transcript-foot').waitFor()
  expect(await page.locator('.composer, .reader-head .stop').count()).toBe(0)
  const refused = await fetch(`${server.url}/api/steering/stop`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ all: true, confirm: 'stop' }),
  })
  expect([401, 403]).toContain(refused.status)
}, 120_000)

test('the terminal says how to stop and send', async () => {
  using folder = temporary('steer-help')
  const { stderr, code } = await runOnce(folder.path, ['stop'])
  expect([code, stderr.includes('wheelhouse stop --all')]).toEqual([2, true])
})
