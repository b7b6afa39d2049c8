import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openMailServer } from '../src/notifications/testing/mail-server.ts'
import { openBrowser, openSignInLink } from './testing/browser.ts'
import { type Running, signIn, start, temporary, until } from './testing/program.ts'

const routing = {
  least: 'info',
  kinds: null,
  afterMs: 0,
  repeatMs: null,
  quiet: null,
  digestAt: null,
  tellsEnd: false,
} as const

/** Asks as a person who has signed in by a link. */
async function personOf(server: Running) {
  const headers = {
    ...(await signIn(server, { code: server.code })),
    origin: server.url,
    'content-type': 'application/json',
  }
  return async <T>(method: string, path: string, body?: object) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${server.url}/api/notifications${path}`, { method, headers, ...sent })
    expect([path, answer.status]).toEqual([path, 200])
    return (await answer.json()) as T
  }
}

/** An answer of a model that costs more than the budget of the day. */
function spend(home: string, id: string) {
  const folder = join(home, '.claude', 'projects', '-boat')
  mkdirSync(folder, { recursive: true })
  const usage = {
    input_tokens: 100_000,
    output_tokens: 1_000,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  }
  const line = {
    type: 'assistant',
    sessionId: id,
    cwd: '/boat',
    uuid: id,
    parentUuid: null,
    timestamp: new Date().toISOString(),
    version: '2.1.332',
    requestId: id,
    message: {
      id,
      model: 'claude-opus-4-6',
      role: 'assistant',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Done.' }],
      usage,
    },
  }
  writeFileSync(join(folder, `${id}.jsonl`), `${JSON.stringify(line)}\n`)
}

test('what needs a person reaches a receiver once, though the program is killed while it is on its way', async () => {
  using folder = temporary('notifications')
  const home = join(folder.path, 'home')
  mkdirSync(join(home, '.claude', 'projects'), { recursive: true })
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, '[[budgets]]\nname = "Night"\nper = "day"\nusd = 0.01\non_trip = "notify"\n')
  const env = { WHEELHOUSE_CONFIG: config }
  const arrived: { key: string | null; title: string }[] = []
  let answers = false
  using receiver = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { title, event } = (await request.json()) as { title: string; event: string }
      if (event === 'trigger') arrived.push({ key: request.headers.get('webhook-id'), title })
      return answers || event === 'test' ? new Response('taken') : new Promise<Response>(() => {})
    },
  })
  const channel = {
    provider: 'webhook',
    name: 'Hook',
    given: { url: receiver.url.href, secret: 'a secret of mine' },
    allowsPrivate: true,
  }

  const first = await start(folder.path, [], { env })
  await first.caughtUp()
  const ask = await personOf(first)
  expect(await ask<{ isOk: boolean }>('POST', '/test', channel)).toMatchObject({
    isOk: true,
    status: 200,
    answer: 'taken',
  })
  const own = await ask<{ words: string }>('POST', '/test', { ...channel, given: { url: `${first.url}/api` } })
  expect(own.words).toContain('address of this Wheelhouse')
  const { id } = await ask<{ id: string }>('POST', '/channels', { ...channel, routing })
  await ask('PUT', `/channels/${id}/on`, { isOn: true })
  spend(home, '11111111-1111-4111-8111-111111111111')
  await until('it is on its way', () => arrived.length === 1)
  await first.stop('SIGKILL')

  answers = true
  await using second = await start(folder.path, [], { env })
  await second.caughtUp()
  const again = await personOf(second)
  type History = { items: { state: string; attempts: number; answer: string; notice: { kind: string } }[] }
  const history = () => again<History>('GET', '/history')
  await until('it has arrived', async () => (await history()).items[0]?.state === 'sent')
  const { items } = await history()
  expect(items.map(({ state, attempts, answer, notice }) => [notice.kind, state, attempts, answer])).toEqual([
    ['budget-passed', 'sent', 2, 'taken'],
  ])
  // The receiver knows it by its key, so it has it once.
  expect([arrived.length, new Set(arrived.map(({ key }) => key)).size]).toEqual([2, 1])
  expect(JSON.stringify([items, await again('GET', '/')])).not.toContain('a secret of mine')
}, 120_000)

test('what needs a person is mailed by a server of one’s own, and the button of the settings tests it', async () => {
  using folder = temporary('notifications-mail')
  const home = join(folder.path, 'home')
  mkdirSync(join(home, '.claude', 'projects'), { recursive: true })
  const config = join(folder.path, 'config.toml')
  writeFileSync(config, '[[budgets]]\nname = "Night"\nper = "day"\nusd = 0.01\non_trip = "notify"\n')
  await using mail = await openMailServer({ hideSTARTTLS: true, allowInsecureAuth: true })
  await using server = await start(folder.path, [], { env: { WHEELHOUSE_CONFIG: config } })
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.goto(`${server.url}/settings/notifications`)
  await page.getByRole('button', { name: 'Add a channel' }).click()
  await page.getByRole('button', { name: 'E-mail by SMTP', exact: true }).click()
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
  await fill('Server', '127.0.0.1')
  await fill('Port', String(mail.port))
  await page.getByLabel('Encrypted by').selectOption('none')
  await fill('User (optional)', 'skipper')
  await fill('Password (optional)', 'hunter22hunter22')
  await fill('From', 'wheelhouse@ship.example')
  await fill('To', 'me@ship.example')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('an address of your own network').waitFor()
  await page.getByLabel('It may be in my own network').check()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('It took the test').waitFor()
  await page.getByRole('button', { name: 'Add and switch on' }).click()
  await page.getByRole('button', { name: 'Add a channel' }).waitFor()
  spend(home, '22222222-2222-4222-8222-222222222222')
  await until('it has arrived', () => mail.mails.length === 2)
  const [test, told] = mail.mails
  expect([test!.user, test!.to, told!.to]).toEqual(['skipper', ['me@ship.example'], ['me@ship.example']])
  expect(test!.raw).toMatch(/^Subject: .* can reach you/m)
  expect(told!.raw).toMatch(/^Subject: .*Night/m)
  expect(await page.content()).not.toContain('hunter22')
  expect(browser.errors).toEqual([])
}, 120_000)

test('a browser shows what is pushed to it while no page of it looks, under our own policy', async () => {
  using folder = temporary('notifications-push')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  await browser.context.grantPermissions(['notifications'], { origin: server.url })
  const page = await browser.page()
  await openSignInLink(page, server.link)
  await page.goto(`${server.url}/settings/notifications`)
  await page.getByRole('heading', { name: 'This browser' }).waitFor()
  const session = await browser.context.newCDPSession(page)
  const registered = Promise.withResolvers<string>()
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations[0]?.registrationId
    if (found !== undefined) registered.resolve(found)
  })
  await session.send('ServiceWorker.enable')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js')
    await navigator.serviceWorker.ready
  })
  const data = JSON.stringify({ title: 'Clawdia waits for you', text: 'May I?', href: '/needs', tag: 'k1' })
  const registrationId = await registered.promise
  const shown = () =>
    page.evaluate(async () => {
      const found = await (await navigator.serviceWorker.ready).getNotifications()
      return found.map(({ title, body, tag }) => [title, body, tag])
    })
  const deliver = () => session.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data })
  // The browser drops what comes before its worker is active.
  await until('it is shown', async () => {
    await deliver()
    await Bun.sleep(500)
    return (await shown()).length > 0
  })
  await deliver()
  await Bun.sleep(500)
  // What comes twice stands there once.
  expect(await shown()).toEqual([['Clawdia waits for you', 'May I?', 'k1']])
  expect(browser.errors).toEqual([])
}, 120_000)
