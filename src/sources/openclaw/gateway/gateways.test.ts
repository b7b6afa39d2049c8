import { afterEach, expect, test } from 'bun:test'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import type { GatewayContact, GatewayMessage, GatewayState } from '../../../facts/gateway.ts'
import { temporary } from '../../../lib/testing/temporary.ts'
import { until } from '../../../lib/testing/until.ts'
import { followGateways, type Gateways } from './gateways.ts'
import { fakeGateway, writeLock } from './testing/fake-gateway.ts'

const running: Gateways[] = []
afterEach(() => {
  for (const gateways of running.splice(0)) gateways.stop()
})

const seed = Buffer.alloc(32, 7).toString('base64url')

function follow(homes: string[], url: string | null = null) {
  const said: GatewayMessage[][] = []
  const woken: string[] = []
  let states: GatewayState[] = []
  let contacts: GatewayContact[] = []
  let reports = 0
  running.push(
    followGateways(
      {
        homes,
        configPath: null,
        settings: { url, token: null, seed, version: '1', platform: 'linux' },
        now: Date.now,
        namesOf: () => ({
          agentId: (agent) => `openclaw:${agent}`,
          sessionId: (agent, id) => `openclaw.${agent}.${id}`,
          agentIds: () => ['openclaw:main'],
        }),
        wake: (_home, agent) => woken.push(agent ?? 'all'),
        said: (all) => said.push(all),
        changed(all, listened) {
          states = all
          contacts = listened
          reports++
        },
      },
      { lookMs: 20, firstWaitMs: 10, probeMs: 50 },
    ),
  )
  return { said, woken, states: () => states, contacts: () => contacts, reports: () => reports }
}

function homeWith(port: number) {
  const folder = temporary('gateways')
  const home = folder.at('home')
  mkdirSync(home)
  writeFileSync(`${home}/openclaw.json`, '{}')
  writeLock(realpathSync(home), { port })
  return { home: realpathSync(home), [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

/** Any time at which something may have been pushed. */
const pushedAt = Date.UTC(2026, 10, 21)

const agent = (stream: string, data: object) => ({
  runId: 'r',
  stream,
  data,
  sessionKey: 'agent:main:main',
  sessionId: 's1',
  ts: pushedAt,
})

test('what is pushed is said in our names, and the stores are woken', async () => {
  using fake = fakeGateway()
  using place = homeWith(fake.port)
  const { said, woken, states, contacts } = follow([place.home])
  await until(() => states()[0]?.state === 'connected')
  expect(contacts()).toMatchObject([{ home: place.home, agentIds: ['openclaw:main'] }])
  fake.push('agent', agent('lifecycle', { phase: 'start' }))
  await until(() => said.length > 0)
  expect(said).toEqual([
    [
      {
        kind: 'run.started',
        home: place.home,
        agentId: 'openclaw:main',
        key: 'agent:main:main',
        sessionId: 'openclaw.main.s1',
        runId: 'r',
        at: pushedAt,
      },
    ],
  ])
  expect(woken).toEqual(['main'])
})

test('of hundreds of pieces of text the newest is said now and then; what else happens is never left out', async () => {
  using fake = fakeGateway()
  using place = homeWith(fake.port)
  const { said, states } = follow([place.home])
  await until(() => states()[0]?.state === 'connected')
  fake.push('agent', agent('lifecycle', { phase: 'start' }))
  for (let n = 1; n <= 700; n++) {
    fake.push('agent', agent('assistant', { text: 'x'.repeat(n) }))
    if (n % 100 === 0) {
      fake.push('agent', agent('tool', { phase: 'start', toolCallId: `c${n}`, name: 'read' }))
      fake.push('agent', agent('tool', { phase: 'result', toolCallId: `c${n}` }))
    }
  }
  fake.push('agent', agent('assistant', { text: 'the end' }))
  const texts = () => said.flat().flatMap((one) => (one.kind === 'run.streams' && one.text !== '' ? [one.text] : []))
  await until(() => texts().at(-1) === 'the end')
  fake.push('agent', agent('lifecycle', { phase: 'end' }))
  await until(() => said.flat().at(-1)?.kind === 'run.ended')
  const kinds = said.flat().map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'tool.started').length).toBe(7)
  expect(kinds.filter((kind) => kind === 'tool.ended').length).toBe(7)
  expect(texts().length).toBeLessThan(350)
  expect(said.length).toBeLessThan(350)
})

test('a home that is not there has no gateway to speak of', async () => {
  const { states, reports } = follow(['/nowhere/at/all'])
  await until(() => reports() > 0)
  expect(states()).toEqual([])
})

test('an address that was named belongs to the first home alone', async () => {
  using fake = fakeGateway()
  using folder = temporary('gateways')
  const [one, other] = [folder.at('one'), folder.at('other')]
  mkdirSync(one)
  mkdirSync(other)
  const { states } = follow([one, other], fake.url)
  await until(() => states()[0]?.state === 'connected')
  expect(states().map(({ state }) => state)).toEqual(['connected', 'absent'])
})

test('once stopped nothing is said any more', async () => {
  using fake = fakeGateway()
  using place = homeWith(fake.port)
  const { said, states } = follow([place.home])
  await until(() => states()[0]?.state === 'connected')
  fake.push('agent', agent('lifecycle', { phase: 'start' }))
  running[0]!.stop()
  await Bun.sleep(80)
  expect(said).toEqual([])
  await until(() => fake.open() === 0)
})
