import { afterEach, expect, test } from 'bun:test'
import type { Finding } from '../../../facts/source.ts'
import { until } from '../../../lib/testing/until.ts'
import { deviceFrom } from './device.ts'
import type { FoundGateway } from './find-gateway.ts'
import { followGateway, type Gateway, type GatewayPaces } from './gateway.ts'
import type { Push } from './pushes.ts'
import { type Behaviour, fakeGateway } from './testing/fake-gateway.ts'

const paces: GatewayPaces = {
  lookMs: 20,
  probeMs: 30,
  firstWaitMs: 10,
  longestWaitMs: 80,
}
/** For tests about silence. All others have the patience of a busy machine. */
const impatient: GatewayPaces = { challengeMs: 150, hangingAfterMs: 250 }
const device = deviceFrom(Buffer.alloc(32, 7).toString('base64url'))
const running: Gateway[] = []
afterEach(() => {
  for (const gateway of running.splice(0)) gateway.stop()
})

/** Follows a fake gateway, which is found as long as `here.found` says so. */
function follow(fake: { port: number; url: string }, rest: Partial<FoundGateway> = {}, more: GatewayPaces = {}) {
  const found: FoundGateway = {
    url: fake.url,
    port: fake.port,
    pid: process.pid,
    isNamed: false,
    life: 'one',
    startedAt: 1,
    credentials: [{ token: 'right' }],
    tokenElsewhere: null,
    ...rest,
  }
  const here: { found: FoundGateway | undefined; findings: Finding[] } = { found, findings: [] }
  const pushes: Push[] = []
  const states: string[] = []
  /** How far the clocks have gone ahead of the real ones, in ms. */
  const ahead = { wall: 0, steady: 0 }
  const gateway: Gateway = followGateway(
    {
      home: '/home',
      find: () => here,
      device,
      version: '1',
      platform: 'linux',
      now: () => Date.now() + ahead.wall,
      steady: () => performance.now() + ahead.steady,
      changed: () => queueMicrotask(() => note()),
      pushed: (all) => pushes.push(...all),
      samePlace: (a, b) => a === b,
    },
    { ...paces, ...more },
  )
  const note = () => {
    const { state } = gateway.state()
    if (states.at(-1) !== state) states.push(state)
  }
  running.push(gateway)
  return {
    gateway,
    here,
    found,
    pushes,
    states,
    ahead,
    is: (state: string) => until(() => gateway.state().state === state),
  }
}

test('it is greeted with read rights only, without an origin and without caps for approvals, and listened to', async () => {
  using fake = fakeGateway()
  const { is, gateway } = follow(fake)
  await is('connected')
  await until(() => fake.asked.length === 2)
  const [connect, subscribe] = fake.asked
  expect(connect!.params).toMatchObject({
    minProtocol: 3,
    maxProtocol: 6,
    client: { id: 'gateway-client', mode: 'backend' },
    scopes: ['operator.read'],
    caps: ['tool-events'],
    auth: { token: 'right' },
    device: { id: device.id(), nonce: 'n-1', signedAt: 1_000 },
  })
  expect(subscribe!.method).toBe('sessions.subscribe')
  expect(fake.upgrades[0]!.has('origin')).toBe(false)
  expect(fake.asked.map(({ method }) => method)).not.toContain('sessions.list')
  expect(gateway.findings()).toEqual([])
})

test('its reading has what it says of itself and what its process tells', async () => {
  using fake = fakeGateway({
    ready: {
      ready: false,
      failing: ['telegram'],
      uptimeMs: 5_000,
      eventLoop: { degraded: true, delayP99Ms: 70, utilization: 0.9 },
    },
  })
  const { gateway } = follow(fake)
  await until(() => gateway.state().reading?.version !== null && gateway.state().reading !== null)
  const { reading } = gateway.state()
  expect(reading).toMatchObject({
    alive: true,
    ready: false,
    failing: ['telegram'],
    eventLoop: { degraded: true, delayP99Ms: 70, utilization: 0.9 },
    pid: process.pid,
    port: fake.port,
    version: '2026.9.6',
    channels: [],
  })
  expect(reading!.upSinceMs).toBeWithin(Date.now() - 15_000, Date.now())
})

test('a page instead of an answer says nothing of how it is, and one that hangs holds nobody up', async () => {
  for (const ready of ['page', 'hang'] as const) {
    using fake = fakeGateway({ ready })
    const { is, gateway } = follow(fake)
    await is('connected')
    expect(gateway.state().reading?.ready ?? null).toBeNull()
  }
})

const refusals: [string, Behaviour['refuse'], string, string][] = [
  [
    'a wrong token',
    {
      error: {
        code: 'INVALID_REQUEST',
        message: 'unauthorized: gateway token mismatch',
        details: { code: 'AUTH_TOKEN_MISMATCH' },
      },
    },
    'refused',
    'gateway-token-wrong',
  ],
  [
    'another protocol',
    { error: { code: 'INVALID_REQUEST', message: 'protocol mismatch', details: { expectedProtocol: 9 } }, close: 1002 },
    'refused',
    'gateway-protocol',
  ],
  [
    'a device that has to pair',
    { error: { code: 'NOT_PAIRED', message: 'pairing required' } },
    'refused',
    'gateway-pairing',
  ],
  [
    'a bad signature',
    {
      error: {
        code: 'INVALID_REQUEST',
        message: 'device signature invalid',
        details: { code: 'DEVICE_AUTH_SIGNATURE_INVALID' },
      },
    },
    'refused',
    'gateway-signature',
  ],
  [
    'an origin',
    {
      error: {
        code: 'INVALID_REQUEST',
        message: 'origin not allowed',
        details: { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' },
      },
    },
    'refused',
    'gateway-origin',
  ],
  [
    'one that starts up',
    {
      error: { code: 'UNAVAILABLE', message: 'starting', details: { reason: 'startup-sidecars' }, retryAfterMs: 500 },
      close: 1013,
    },
    'connecting',
    'gateway-starting',
  ],
  [
    'one that drains',
    { error: { code: 'UNAVAILABLE', message: 'draining' }, close: 1013 },
    'connecting',
    'gateway-draining',
  ],
]

for (const [name, refuse, state, code] of refusals)
  test(`${name} is a finding, and the state says so`, async () => {
    using fake = fakeGateway({ refuse: refuse! })
    const { gateway, is } = follow(fake)
    await until(() => gateway.findings().length > 0)
    await is(state)
    expect(gateway.findings().map((finding) => finding.code)).toEqual([code])
  })

test('a close without an answer is a refusal too', async () => {
  using fake = fakeGateway({ slam: { code: 1008, reason: 'unauthorized: gateway token missing' } })
  const { gateway, is } = follow(fake)
  await is('refused')
  expect(gateway.findings().map(({ code }) => code)).toEqual(['gateway-token-missing'])
})

test('a right that is missing after the hello is said, and the connection stays', async () => {
  using fake = fakeGateway({ denies: { code: 'INVALID_REQUEST', message: 'missing scope: operator.read' } })
  const { gateway, is } = follow(fake)
  await is('connected')
  await until(() => gateway.findings().length > 0)
  expect(gateway.findings()[0]!.code).toBe('gateway-scopes')
  expect(gateway.findings()[0]!.message).toContain('operator.read')
})

test('a gateway without what we subscribe to is too old', async () => {
  using fake = fakeGateway({ hello: { features: { methods: ['health'] } } })
  const { gateway, is } = follow(fake)
  await is('connected')
  expect(gateway.findings().map(({ code }) => code)).toEqual(['gateway-too-old'])
})

test('the second token is tried where the first is wrong, at once', async () => {
  using fake = fakeGateway()
  fake.manner.refuse = {
    error: { code: 'INVALID_REQUEST', message: 'unauthorized', details: { code: 'AUTH_TOKEN_MISMATCH' } },
  }
  const { is } = follow(fake, { credentials: [{ token: 'stale' }, { token: 'right' }] })
  await until(() => fake.asked.length === 1)
  fake.manner.refuse = undefined
  await is('connected')
  expect(fake.asked.slice(0, 2).map(({ params }) => params.auth)).toEqual([{ token: 'stale' }, { token: 'right' }])
})

test('a token that is kept in a variable is asked for by its name', async () => {
  using fake = fakeGateway({
    refuse: { error: { code: 'INVALID_REQUEST', message: 'token missing', details: { code: 'AUTH_TOKEN_MISSING' } } },
  })
  const { gateway, is } = follow(fake, { credentials: [], tokenElsewhere: 'MY_TOKEN' })
  await is('refused')
  expect(gateway.findings()[0]!.message).toContain('MY_TOKEN')
})

test('one that serves another home is left at once and said to', async () => {
  using fake = fakeGateway({ hello: { snapshot: { stateDir: '/other' } } })
  const { gateway, is } = follow(fake)
  await is('refused')
  expect(gateway.findings().map(({ code }) => code)).toEqual(['gateway-wrong-home'])
  await until(() => fake.open() === 0)
})

test('one that restarts says so first, is restarting meanwhile, and is connected again', async () => {
  const first = fakeGateway()
  const { is, here, found, states } = follow(first)
  await is('connected')
  first.push('shutdown', { reason: 'gateway restarting', restartExpectedMs: 200 })
  await is('restarting')
  first.hangUp(1012, 'service restart')
  await first.kill()
  here.found = undefined
  await Bun.sleep(80)
  using second = fakeGateway()
  here.found = { ...found, url: second.url, port: second.port, life: 'two' }
  await is('connected')
  expect(states).toEqual(['connecting', 'connected', 'restarting', 'connected'])
})

test('one that was there and is killed is down, and connected when it is back', async () => {
  const first = fakeGateway()
  const { is, here, found, gateway } = follow(first)
  await is('connected')
  here.found = undefined
  await first.kill()
  await is('down')
  expect(gateway.state()).toMatchObject({ words: 'its process is gone', reading: null })
  using second = fakeGateway()
  here.found = { ...found, url: second.url, port: second.port, life: 'two' }
  await is('connected')
})

test('one that never was there is absent, which is no fault', async () => {
  const gateway = follow({ port: 1, url: 'ws://127.0.0.1:1' })
  gateway.here.found = undefined
  await gateway.is('absent')
  expect(gateway.gateway.findings()).toEqual([])
})

test('one that hangs is down after a while, with what to do about it', async () => {
  using fake = fakeGateway({ mute: true })
  const { is, gateway } = follow(fake, {}, impatient)
  await is('down')
  expect(gateway.findings().map(({ code }) => code)).toEqual(['gateway-hangs'])
  fake.manner.mute = false
  await is('connected')
  expect(gateway.findings()).toEqual([])
})

test('one that does not answer connect is tried again', async () => {
  using fake = fakeGateway({ deaf: true })
  const { is } = follow(fake, {}, impatient)
  await until(() => fake.connections() >= 2)
  fake.manner.deaf = false
  await is('connected')
})

test('two silent ticks end a connection, and it is made anew; never are there two', async () => {
  using fake = fakeGateway()
  const { is } = follow(fake, {}, { ...impatient, tickMs: 40 })
  await is('connected')
  await until(() => fake.connections() >= 3)
  await until(() => fake.open() <= 1)
})

test('answers in another order, answers to nobody and torn frames change nothing', async () => {
  using fake = fakeGateway({
    before: (socket) => {
      socket.send('{"type":"res","id":"nobody","ok":false,"error":{"code":"X"}}')
      socket.send('{"type":"event","event":"agent","payl')
      socket.send('{}')
    },
  })
  const { is, gateway } = follow(fake)
  await is('connected')
  expect(gateway.findings()).toEqual([])
})

/** Hangs up so many times, each time once it is connected; answers when the first time was over. */
async function restart(fake: ReturnType<typeof fakeGateway>, gateway: Gateway, times: number) {
  let firstOver = 0
  for (let n = 0; n < times; n++) {
    await until(() => fake.open() === 1 && gateway.isConnected())
    fake.hangUp(1012, 'service restart')
    await until(() => fake.connections() > n + 1)
    firstOver ||= Date.now()
  }
  return firstOver
}

test('a loop of restarts is one state with its beginning, not a blinking one', async () => {
  using fake = fakeGateway()
  const began = Date.now()
  const { gateway, states } = follow(fake, {}, { calmAfterMs: 600_000 })
  const firstOver = await restart(fake, gateway, 8)
  await until(() => gateway.isConnected())
  expect(gateway.state()).toMatchObject({ state: 'unsteady', words: 'it has gone away 8 times' })
  expect(gateway.state().since).toBeWithin(began, firstOver + 1)
  expect(states.slice(states.indexOf('unsteady'))).toEqual(['unsteady'])
  expect(fake.open()).toBe(1)
})

test('a loop of restarts ends connected once it holds', async () => {
  using fake = fakeGateway()
  const { gateway, is } = follow(fake, {}, { calmAfterMs: 50 })
  await restart(fake, gateway, 4)
  await is('connected')
})

test.each([
  ['is unsteady for a while', 600_000, 'unsteady'],
  ['is down once it stays away', 50, 'down'],
])('one that falls over whenever it starts %s', async (_, calmAfterMs, state) => {
  const fake = fakeGateway({ mute: true })
  const { gateway, here, found, is } = follow(fake, {}, { ...impatient, calmAfterMs })
  for (const life of ['two', 'three', 'four']) {
    const opened = fake.connections()
    here.found = { ...found, life }
    fake.hangUp()
    await until(() => fake.connections() > opened)
  }
  fake.manner.mute = false
  await until(() => gateway.isConnected())
  here.found = undefined
  await fake.kill()
  await until(() => gateway.state().reading === null)
  await is(state)
})

test('one restart, and another, are no loop', async () => {
  using fake = fakeGateway()
  const { gateway, states } = follow(fake)
  for (let n = 0; n < 2; n++) {
    await until(() => fake.open() === 1 && gateway.isConnected())
    fake.hangUp(1012, 'service restart')
    await until(() => fake.connections() > n + 1)
  }
  await until(() => gateway.isConnected())
  expect(states).not.toContain('unsteady')
})

test('one that was upgraded under us is listened to in its new protocol, and measured anew', async () => {
  const first = fakeGateway()
  const { is, here, found, gateway } = follow(first)
  await is('connected')
  await until(() => gateway.state().reading?.version === '2026.9.6')
  const before = gateway.state().reading!.upSinceMs
  first.push('shutdown', { reason: 'gateway restarting', restartExpectedMs: 200 })
  first.hangUp(1012, 'service restart')
  await first.kill()
  here.found = undefined
  await Bun.sleep(40)
  using second = fakeGateway({
    hello: { protocol: 5, server: { version: '2027.1.0' }, snapshot: { schema: { state: 99 } }, novelty: [{}] },
    ready: { ready: true, uptimeMs: 1_000, somethingNew: { deep: [1] } },
  })
  here.found = { ...found, url: second.url, port: second.port, life: 'two' }
  await is('connected')
  expect(gateway.state().words).toBe('OpenClaw 2027.1.0')
  await until(() => gateway.state().reading?.version === '2027.1.0')
  expect(gateway.state().reading!.upSinceMs).toBeGreaterThan(before!)
  expect(gateway.findings()).toEqual([])
})

test('one that speaks a protocol beyond us after its upgrade says so, and nothing of the old one is left', async () => {
  const first = fakeGateway()
  const { is, here, found, gateway } = follow(first)
  await is('connected')
  await until(() => gateway.state().reading?.version === '2026.9.6')
  await first.kill()
  here.found = undefined
  await is('down')
  const error = { code: 'INVALID_REQUEST', message: 'protocol mismatch', details: { expectedProtocol: 9 } }
  using second = fakeGateway({ refuse: { error, close: 1002 } })
  here.found = { ...found, url: second.url, port: second.port, life: 'two' }
  await is('refused')
  await until(() => gateway.state().reading !== null)
  expect(gateway.state().words).toBe('it speaks another protocol')
  expect(gateway.state().since).toBeWithin(Date.now() - 2_000, Date.now() + 1)
  expect(gateway.state().reading).toMatchObject({ version: null, channels: null })
  expect(gateway.findings()[0]).toMatchObject({ code: 'gateway-protocol' })
  expect(gateway.findings()[0]!.message).toContain('protocol 9')
})

for (const [name, steadyMs] of [
  ['goes on', 7_200_000],
  ['stands still', 0],
] as const)
  test(`two hours of sleep are no fall, where the steady clock ${name} in it: it is asked anew at once`, async () => {
    using fake = fakeGateway()
    const { gateway, states, ahead } = follow(fake)
    await until(() => gateway.isConnected() && gateway.state().reading?.upSinceMs != null)
    const upSince = gateway.state().reading!.upSinceMs
    ahead.wall += 7_200_000
    ahead.steady += steadyMs
    await until(() => fake.connections() === 2)
    await until(() => gateway.isConnected())
    expect(states.filter((state) => state !== 'connecting')).toEqual(['connected', 'connected'])
    expect(fake.open()).toBe(1)
    // The same life: whoever worked in it still does. Where the gateway's own clock went on too, it says more uptime.
    if (steadyMs === 0) expect(gateway.state().reading!.upSinceMs).toBe(upSince)
  })

test('one that went away while the machine slept is not still up when it wakes', async () => {
  const fake = fakeGateway()
  const { gateway, is, here, ahead } = follow(fake)
  await is('connected')
  // Its end is not heard: the line just hangs.
  here.found = undefined
  ahead.wall += 7_200_000
  await is('down')
  expect(gateway.state()).toMatchObject({ words: 'its process is gone', reading: null })
  await fake.kill()
})

test('one that had just begun to hang before a sleep has not hung all night', async () => {
  using fake = fakeGateway({ mute: true })
  const { gateway, is, states, ahead } = follow(fake, {}, { ...impatient, hangingAfterMs: 2_000 })
  await until(() => fake.connections() >= 2)
  ahead.wall += 7_200_000
  ahead.steady += 7_200_000
  const asked = fake.connections()
  await until(() => fake.connections() >= asked + 2)
  expect(states).not.toContain('down')
  fake.manner.mute = false
  await is('connected')
  expect(gateway.findings()).toEqual([])
})

test('a clock that was put back two hours changes nothing', async () => {
  using fake = fakeGateway()
  const { gateway, states, ahead } = follow(fake)
  await until(() => gateway.isConnected() && gateway.state().reading?.upSinceMs != null)
  const upSince = gateway.state().reading!.upSinceMs
  ahead.wall -= 7_200_000
  const { since } = gateway.state().reading!
  await until(() => gateway.state().reading!.since < since)
  expect(gateway.state().reading!.upSinceMs).toBe(upSince)
  expect(fake.connections()).toBe(1)
  expect(states).toEqual(['connecting', 'connected'])
})

test('one that begins anew in the same process is a new life, by its uptime', async () => {
  using fake = fakeGateway()
  const { gateway } = follow(fake)
  await until(() => gateway.isConnected() && gateway.state().reading?.upSinceMs != null)
  const upSince = gateway.state().reading!.upSinceMs!
  fake.manner.ready = { ready: true, uptimeMs: 10 }
  fake.hangUp(1012, 'service restart')
  await until(() => (gateway.state().reading?.upSinceMs ?? 0) > upSince + 30_000)
})

test('that nothing answers is said while it is waited for, with since when, and what was measured is not kept as if it held', async () => {
  using fake = fakeGateway()
  const { gateway, is, states } = follow(fake, {}, { ...impatient, tickMs: 30, hangingAfterMs: 400 })
  await until(() => gateway.isConnected() && gateway.state().reading?.ready === true)
  const before = Date.now()
  fake.manner.mute = true
  fake.manner.ready = 'hang'
  await until(() => gateway.state().words === 'it does not answer')
  expect(gateway.state().state).toBe('connecting')
  expect(gateway.state().since).toBeWithin(before - 200, Date.now() + 1)
  await is('down')
  expect(gateway.state()).toMatchObject({ words: 'its process runs but does not answer', reading: null })
  expect(states.filter((state) => state === 'down')).toHaveLength(1)
})

test('a run of which nothing is heard any more is asked about, and is over where its gateway says so', async () => {
  using fake = fakeGateway({
    hello: { features: { methods: ['health', 'sessions.list', 'sessions.subscribe'] } },
    answers: {
      'sessions.list': () => ({
        payload: {
          sessions: [
            { key: 'agent:main:stopped', hasActiveRun: false },
            { key: 'agent:main:busy', hasActiveRun: true },
            { key: 'agent:main:unknown' },
          ],
        },
      }),
    },
  })
  const { is, pushes } = follow(fake, {}, { quietMs: 60, probeMs: 20 })
  await is('connected')
  for (const key of ['stopped', 'busy', 'unknown'])
    fake.push('agent', { runId: key, sessionKey: `agent:main:${key}`, stream: 'lifecycle', data: { phase: 'start' } })
  const ended = () => pushes.flatMap((push) => (push.kind === 'said' && push.said.kind === 'run.ended' ? push.key : []))
  await until(() => ended().length > 0)
  await Bun.sleep(300)
  expect(ended()).toEqual(['agent:main:stopped'])
  const lists = fake.asked.filter(({ method }) => method === 'sessions.list')
  expect(lists.length).toBeGreaterThan(1)
  expect(lists.length).toBeLessThan(5)
})

test('nothing is listed, however many sessions there are, while no run is quiet: not at first, not after falls, not when told of many', async () => {
  const stale = Array.from({ length: 100_000 }, (_, n) => ({ key: `agent:main:old-${n}`, updatedAt: n }))
  using fake = fakeGateway({
    hello: {
      features: {
        methods: ['health', 'sessions.list', 'sessions.subscribe', 'agents.list', 'cron.list', 'chat.history'],
      },
      snapshot: { health: { sessions: { count: stale.length, recent: stale } } },
    },
  })
  const { gateway, pushes } = follow(fake)
  for (let n = 0; n < 3; n++) {
    await until(() => fake.asked.filter(({ method }) => method === 'sessions.subscribe').length > n)
    fake.push('sessions.changed', { reason: 'cleanup', sessions: stale })
    fake.push('health', { sessions: { count: stale.length, recent: stale } })
    fake.hangUp(1012, 'service restart')
    await until(() => fake.connections() > n + 1)
  }
  await until(() => gateway.isConnected())
  expect(gateway.findings()).toEqual([])
  expect(new Set(fake.asked.map(({ method }) => method))).toEqual(new Set(['connect', 'sessions.subscribe']))
  expect(pushes.filter((push) => push.kind === 'said')).toEqual([])
}, 15_000)

test('700 frames at once and one of 25 MB are heard, whole and in order', async () => {
  using fake = fakeGateway()
  const { is, pushes } = follow(fake)
  await is('connected')
  const frame = (stream: string, data: object) => ({ runId: 'r', sessionKey: 'agent:main:main', stream, data })
  fake.push('agent', frame('lifecycle', { phase: 'start' }))
  for (let n = 1; n <= 700; n++) fake.push('agent', frame('assistant', { text: 'x'.repeat(n) }))
  fake.push('agent', frame('tool', { phase: 'start', toolCallId: 'c', name: 'exec' }))
  const { sessionKey, ...rest } = frame('tool', { phase: 'result', toolCallId: 'c', result: 'y'.repeat(25 << 20) })
  fake.push('agent', { ...rest, sessionKey })
  fake.push('agent', frame('lifecycle', { phase: 'end' }))
  const kinds = () => pushes.flatMap((push) => (push.kind === 'said' ? [push.said.kind] : []))
  await until(() => kinds().at(-1) === 'run.ended')
  expect(kinds().filter((kind) => kind === 'run.streams').length).toBe(701)
  expect(kinds().filter((kind) => kind !== 'run.streams')).toEqual([
    'run.started',
    'tool.started',
    'tool.ended',
    'run.ended',
  ])
}, 15_000)

test('once stopped it connects no more', async () => {
  using fake = fakeGateway()
  const { is, gateway } = follow(fake)
  await is('connected')
  gateway.stop()
  await until(() => fake.open() === 0)
  await Bun.sleep(120)
  expect(fake.connections()).toBe(1)
})

test.if(process.platform === 'linux')(
  'a port that another program has taken is sent nothing, and is connected to once it is the gateway’s again',
  async () => {
    using port = await squat()
    const { is, gateway, here, found } = follow(port)
    await is('refused')
    expect(gateway.findings().map(({ code }) => code)).toEqual(['gateway-foreign-listener'])
    expect(gateway.target()).toBeUndefined()
    // Several looks later still not a byte has come.
    for (let i = 0; i < 3; i++) await Bun.sleep(100)
    expect(port.connections()).toBe(0)

    using fake = fakeGateway()
    here.found = { ...found, url: fake.url, port: fake.port, life: 'two' }
    await is('connected')
    expect(gateway.target()?.url).toBe(fake.url)
  },
)

test('an address that a person named is trusted, whoever listens there', async () => {
  using port = await squat()
  follow(port, { isNamed: true })
  await until(() => port.connections() > 0)
})

/** A program that is not the gateway listens, and counts who connects. */
async function squat() {
  const script = `
    const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { open() { console.log('connected') }, data() {} } })
    console.log(server.port)
    setInterval(() => {}, 1000)`
  const program = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  let printed = ''
  void (async () => {
    for await (const piece of program.stdout) printed += new TextDecoder().decode(piece)
  })()
  await until(() => printed.includes('\n'))
  const port = Number(printed.split('\n')[0])
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    connections: () => printed.split('connected').length - 1,
    [Symbol.dispose]: () => program.kill(),
  }
}
