import { afterAll, expect, test } from 'bun:test'
import type { Incident } from '../alerts/incident.ts'
import type { AttentionItem } from '../attention/need.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { CommandResult } from '../processes/run-command.ts'
import type { Store } from '../store/store.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { ChannelDraft } from './channel-draft.ts'
import type { NotificationEvent } from './events.ts'
import { createNotifications, type NotificationDeps } from './notifications.ts'
import { channelAs, noticeAs } from './testing/channel-as.ts'

const hour = 3_600_000
const received: { title: string; event: string; text: string; key: string | null }[] = []
let status = 200
const receiver = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    const { title, event, text } = (await request.json()) as { title: string; event: string; text: string }
    if (status === 200) received.push({ title, event, text, key: request.headers.get('webhook-id') })
    return new Response('my token is hunter22hunter22', { status })
  },
})
afterAll(() => receiver.stop(true))

const hook: ChannelDraft = {
  provider: 'webhook',
  name: 'Hook',
  given: { url: `http://127.0.0.1:${receiver.port}/h`, secret: 'hunter22hunter22' },
  allowsPrivate: true,
  routing: channelAs().routing,
}

function start({ store = storeInMemory('wheelhouse'), ...rest }: { store?: Store } & Partial<NotificationDeps> = {}) {
  received.length = 0
  status = 200
  const world = {
    at: Date.UTC(2026, 10, 20, 12),
    open: [] as AttentionItem[],
    incidents: null as Incident[] | null,
    events: [] as NotificationEvent[],
    lines: [] as Omit<AuditLine, 'id' | 'at'>[],
    secrets: undefined as string | undefined,
    pages: 0,
  }
  const begun = performance.now()
  const make = () =>
    createNotifications({
      store,
      now: () => world.at + Math.floor(performance.now() - begun),
      timezone: 'Europe/Vienna',
      host: 'ship',
      random: () => 0.5,
      publish: (event) => world.events.push(event),
      record: (line) => world.lines.push(line),
      kept: {
        get: () => world.secrets,
        set(text) {
          world.secrets = text
        },
      },
      keptPushKeys: { get: () => undefined, set() {} },
      loadMailer: () => import('./mailer.ts'),
      commands: [],
      runProgram: async () => ({ kind: 'not-started', reason: 'not-found', detail: 'none' }),
      address: () => 'http://127.0.0.1:1',
      ownAddress: () => 'http://127.0.0.1:1',
      pages: () => world.pages,
      agentName: () => 'Clawdia',
      open: () => world.open,
      incidents: () => world.incidents,
      costOf: async () => ({ costUsd: 12.5, isLowerBound: false }),
      onError(error) {
        throw error
      },
      ...rest,
    })
  return { world, store, make, it: make() }
}

const need = (key: string, rest: Partial<AttentionItem> = {}): AttentionItem => ({
  key,
  id: 'openclaw.main.a',
  kind: 'waiting',
  score: 110,
  agentId: 'openclaw:main',
  title: 'Tide table',
  reason: 'asks for permission',
  percent: null,
  since: 1,
  until: null,
  ...rest,
})

async function until(isSo: () => boolean) {
  for (let tries = 0; tries < 300 && !isSo(); tries++) await Bun.sleep(10)
  expect(isSo()).toBe(true)
}

test('what needs a person reaches a channel that is on exactly once, and stands in the history', async () => {
  const { it, world } = start()
  const { id } = await it.add(hook, 'Ada')
  world.open = [need('old')]
  await it.turn(id, true)
  world.at += 1_000
  it.observe([need('old'), need('new')])
  it.observe([need('old'), need('new')])
  world.at += 5_000
  it.observe([need('old'), need('new')])
  it.start()
  await until(() => received.length > 0)
  await Bun.sleep(100)
  expect(received.map(({ title, text }) => [title, text])).toEqual([
    ['Clawdia waits for you', 'Tide table\nasks for permission'],
  ])
  const { items } = it.history({ limit: 10 })
  expect(items.map(({ state, status, answer, notice }) => [state, status, answer, notice.href])).toEqual([
    ['sent', 200, 'my token is [hidden]', '/sessions/openclaw.main.a'],
  ])
  expect(world.lines.map(({ stage, target }) => `${stage} ${target}`)).toEqual([
    'asked Hook: Clawdia waits for you',
    'done Hook: Clawdia waits for you',
  ])
  await it.stop()
})

const incident = (rest: Partial<Incident> = {}) =>
  ({
    id: 7,
    title: 'Disk',
    sentence: 'Disk / above 90% for 5 min',
    severity: 'warn',
    subject: { id: 'disk:/', name: '/' },
    text: 'full in 3 days',
    times: 1,
    endedAt: null,
    acknowledgedAt: null,
    snoozedUntil: null,
    isMuted: false,
    isNeedAlready: false,
    ...rest,
  }) as Incident

test('what alerts raise is told once, again where it becomes severe, and its end is told', async () => {
  const { it, world } = start()
  const { id } = await it.add({ ...hook, routing: { ...hook.routing, least: 'warn', tellsEnd: true } }, 'Ada')
  world.incidents = [incident({ id: 1 })]
  await it.turn(id, true)
  world.at += 1_000
  it.start()
  for (let n = 0; n < 3; n++) it.observeIncidents([incident({ id: 1 }), incident()])
  await until(() => received.length === 1)
  it.observeIncidents([incident({ id: 1 }), incident({ severity: 'severe' })])
  await until(() => received.length === 3)
  it.observeIncidents([incident({ id: 1 })])
  await until(() => received.length === 4)
  expect(received.map(({ title }) => title).toSorted()).toEqual([
    '/: Disk',
    '/: Disk',
    'Settled: /: Disk',
    'Settled: /: Disk',
  ])
  await it.stop()
})

test.each([
  ['that somebody has taken', { acknowledgedAt: 1 }],
  ['that was put off', { snoozedUntil: Number.POSITIVE_INFINITY }],
  ['in a maintenance window', { isMuted: true }],
  ['that is over', { endedAt: 1 }],
  ['whose need is told', { isNeedAlready: true }],
])('an incident %s is not told', async (_, rest) => {
  const { it, world } = start()
  const { id } = await it.add({ ...hook, routing: { ...hook.routing, least: 'info' } }, 'Ada')
  await it.turn(id, true)
  world.at += 1_000
  it.start()
  it.observeIncidents([incident(rest)])
  it.observe([need('a', { kind: 'incident' })])
  world.at += 10_000
  await Bun.sleep(100)
  expect([received, it.history({ limit: 10 }).items]).toEqual([[], []])
  await it.stop()
})

test('what is over within seconds is not told', async () => {
  const { it, world } = start()
  const { id } = await it.add(hook, 'Ada')
  await it.turn(id, true)
  world.at += 1_000
  it.observe([need('brief')])
  world.at += 1_000
  it.observe([])
  world.at += 10_000
  it.start()
  await Bun.sleep(100)
  expect([received, it.history({ limit: 10 }).items]).toEqual([[], []])
  await it.stop()
})

test('nothing is on until somebody switches it on, and nothing is kept or timed until then', async () => {
  const { it, store } = start()
  await it.add(hook, 'Ada')
  it.observe([need('a')])
  it.tell(noticeAs())
  it.start()
  await Bun.sleep(50)
  expect([received, it.history({ limit: 10 }).items, it.isAnyOn()]).toEqual([[], [], false])
  expect(store.$client.query('SELECT count(*) AS n FROM notification_notices').get()).toEqual({ n: 0 })
  await it.stop()
})

test('its end is told where that was chosen, under the same name and another key', async () => {
  const { it } = start()
  const { id } = await it.add({ ...hook, routing: { ...hook.routing, tellsEnd: true } }, 'Ada')
  await it.turn(id, true)
  it.tell(noticeAs({ title: 'The disk is full' }))
  await until(() => received.length === 1)
  it.settle('n')
  it.settle('n')
  await until(() => received.length === 2)
  expect(received.map(({ title, event }) => [title, event])).toEqual([
    ['The disk is full', 'trigger'],
    ['Settled: The disk is full', 'resolve'],
  ])
  expect(received[0]!.key).not.toBe(received[1]!.key)
  await it.stop()
})

test('what could not be sent goes out after a restart, once', async () => {
  const { it, make, world } = start()
  const { id } = await it.add(hook, 'Ada')
  await it.turn(id, true)
  status = 503
  it.tell(noticeAs())
  await until(
    () => it.history({ limit: 1 }).items[0]?.attempts === 1 && it.history({ limit: 1 }).items[0]!.state === 'pending',
  )
  await it.stop()
  status = 200
  world.at += hour
  const again = make()
  again.start()
  again.tell(noticeAs())
  await until(() => received.length === 1)
  await Bun.sleep(50)
  const [only] = again.history({ limit: 5 }).items
  expect([received.length, only!.state, only!.attempts]).toEqual([1, 'sent', 2])
  await again.stop()
})

test('secrets are in their file alone: no answer, event, line, row or error has them', async () => {
  const { it, world, store } = start()
  const view = await it.add(hook, 'Ada')
  await it.turn(view.id, true)
  it.tell(noticeAs())
  await until(() => received.length === 1)
  await Bun.sleep(50)
  const tested = await it.test({ ...hook, given: { url: hook.given.url! } }, view.id)
  const shown = JSON.stringify([
    view,
    it.list(),
    it.history({ limit: 9 }),
    it.providers(),
    tested,
    world.events,
    world.lines,
    it.findings(),
  ])
  const rows = ['channels', 'notices', 'deliveries'].map((name) =>
    JSON.stringify(store.$client.query(`SELECT * FROM notification_${name}`).all()),
  )
  expect([shown, ...rows].filter((text) => text.includes('hunter22'))).toEqual([])
  expect(world.secrets).toContain('hunter22hunter22')
  expect(view.secrets).toEqual(['secret'])
  await it.remove(view.id)
  expect(world.secrets).not.toContain('hunter22')
  await it.stop()
})

test('a secret that is left empty stays, unless the address is another one', async () => {
  const { it, world } = start()
  const { id } = await it.add(hook, 'Ada')
  const kept = { ...hook, name: 'Other', given: { url: hook.given.url! } }
  expect((await it.change(id, kept)).secrets).toEqual(['secret'])
  expect(world.secrets).toContain('hunter22hunter22')
  const elsewhere = { ...hook, given: { url: 'https://evil.example/' } }
  await expect(it.change(id, elsewhere)).rejects.toThrow('enter Secret for the signature again')
  await expect(it.test(elsewhere, id)).rejects.toThrow('enter Secret for the signature again')
  await it.stop()
})

test.each([
  [{ given: { url: 'nonsense' } }, 'Address is no address that begins with https:// or http://.'],
  [{ given: { url: 'https://me:pw@x.org' } }, 'Address has a user or a password in it.'],
  [{ given: {} }, 'Address is missing.'],
  [{ given: { url: 'https://x.org', body: '{{title}}' } }, 'The body is no JSON'],
  [{ given: { url: 'https://x.org', authorization: 'a\r\nX: 1' } }, 'Authorization header has a line break'],
  [{ given: { url: 'https://x.org', nonsense: '1' } }, 'Webhook has no field “nonsense”.'],
  [{ provider: 'nonsense' }, 'There is no provider “nonsense”.'],
  [{ routing: { ...hook.routing, digestAt: '25:00' } }, '“25:00” is no time like 22:00.'],
])('a form that is wrong is refused with a sentence (%#)', async (rest, words) => {
  const { it } = start()
  await expect(it.add({ ...hook, ...rest }, 'Ada')).rejects.toThrow(words)
})

test('the digest of the morning comes once, with what was, what it cost and what waits', async () => {
  const { it, world } = start()
  const { id } = await it.add({ ...hook, routing: { ...hook.routing, least: null, digestAt: '08:00' } }, 'Ada')
  await it.turn(id, true)
  it.tell(noticeAs())
  it.settle('n')
  // 08:00 in Vienna is 07:00 UTC.
  world.at = Date.UTC(2026, 10, 21, 7, 0, 5)
  world.open = [need('a')]
  it.start()
  await until(() => received.length === 1)
  it.start()
  await Bun.sleep(50)
  expect(received.map(({ title, text }) => [title, text])).toEqual([
    [
      'Good morning: 1 thing waits for you',
      'Yesterday cost $12.50.\nIn the last 24 hours 1 thing needed you; 1 of them has settled.\n• Clawdia waits for you',
    ],
  ])
  await it.stop()
})

test('a pause holds what is told, and drops what has settled when it ends', async () => {
  const { it } = start()
  const { id } = await it.add(hook, 'Ada')
  await it.turn(id, true)
  await it.pause(null, 'Ada')
  it.tell(noticeAs({ dedupeKey: 'a', title: 'A' }))
  it.tell(noticeAs({ dedupeKey: 'b', title: 'B' }))
  it.settle('a')
  await Bun.sleep(50)
  expect(received).toEqual([])
  await it.pause('end', 'Ada')
  await until(() => received.length === 1)
  await Bun.sleep(50)
  expect(received.map(({ title }) => title)).toEqual(['B'])
  await it.stop()
})

test('open pages are told, and nobody is said to have been where none was open', async () => {
  const { it, world } = start()
  const { id } = await it.add({ ...hook, provider: 'page', given: {} }, 'Ada')
  await it.turn(id, true)
  it.tell(noticeAs({ dedupeKey: 'a' }))
  await until(() => it.history({ limit: 1 }).items[0]?.state === 'failed')
  world.pages = 2
  it.tell(noticeAs({ dedupeKey: 'b', title: 'Look' }))
  await until(() => world.events.some(({ kind }) => kind === 'notice.shown'))
  const [last, first] = it.history({ limit: 2 }).items
  expect([first!.words, last!.answer]).toEqual(['No page was open, so nobody has seen it.', '2 open pages'])
  await it.stop()
})

test('a command runs as config.toml has it, with what was written as one argument that is no option', async () => {
  const ran: unknown[] = []
  const ended = {
    kind: 'ended',
    exitCode: 0,
    signal: null,
    stdout: Buffer.from('sent'),
    stderr: Buffer.from(''),
    truncated: { stdout: false, stderr: false },
    timedOut: false,
    aborted: false,
    remaining: [],
  } satisfies CommandResult
  const { it } = start({
    commands: [{ name: 'Say', command: ['/usr/bin/say', '--', '{title}', 'for {subject}; {nonsense}'] }],
    async runProgram({ program, args, cwd }) {
      ran.push([program, ...args, cwd])
      return ended
    },
  })
  const say = { ...hook, provider: 'command', given: { command: 'Say' } }
  await expect(it.add({ ...say, given: { command: 'rm' } }, 'Ada')).rejects.toThrow('Command is none of Say.')
  const { id } = await it.add(say, 'Ada')
  await it.turn(id, true)
  it.tell(noticeAs({ title: '--help; rm -rf $HOME' }))
  await until(() => ran.length === 1)
  expect(ran).toEqual([['/usr/bin/say', '--', ' --help; rm -rf $HOME', 'for Clawdia; {nonsense}', '/']])
  await it.stop()
})

test('two thousand things at once are held within bounds, and each is one delivery', async () => {
  const { it, store } = start({ pages: () => 1 })
  const { id } = await it.add({ ...hook, provider: 'page', given: {} }, 'Ada')
  await it.turn(id, true)
  it.observe(Array.from({ length: 2_000 }, (_, index) => need(`k${index}`)))
  const { n } = store.$client.query<{ n: number }, []>('SELECT count(*) AS n FROM notification_deliveries').get()!
  expect(n).toBeLessThanOrEqual(500)
  await it.stop()
})
