import { expect, test } from 'bun:test'
import type { AttentionItem } from '../../../src/attention/need.ts'
import type { SetAside } from '../../../src/attention/set-aside.ts'
import type { Role } from '../../../src/auth/role.ts'
import { listenForKeys } from '../../platform/keyboard.ts'
import { find, press, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleAgent, sampleNeed, sampleNow, sampleOverview, sampleSession } from '../../testing/samples.ts'
import NeedsPage from './needs-page.tsx'

const server = createFakeServer()

const minutesAgo = (minutes: number) => sampleNow - minutes * 60_000
const needs = [
  sampleNeed('stalled', 'stalled', 100, { since: minutesAgo(20) }),
  sampleNeed('failed', 'failed', 90, { reason: 'Usage limit reached.', since: minutesAgo(2) }),
  sampleNeed('asks late', 'waiting', 110, { reason: 'permission to use Bash', since: minutesAgo(1) }),
  sampleNeed('asks', 'waiting', 110, { reason: 'which window?', since: minutesAgo(9) }),
  sampleNeed('fills', 'context-filling', 40, { percent: 83, since: null }),
]
const nothing: SetAside = {
  snoozed: [],
  dismissed: [],
  ignored: [],
  settled: [],
  totals: { snoozed: 0, dismissed: 0, ignored: 0, settled: 0 },
}

/** The page as somebody of a role sees it. */
async function open(attention: AttentionItem[], role: Role = 'operator', { mayAct = true, path = '/needs' } = {}) {
  const agents = [sampleAgent('openclaw:main', { name: 'Clara' })]
  const page = showOnPage(() => <NeedsPage />, { overview: sampleOverview({ attention, agents }), path })
  const stop = listenForKeys(() => false)
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role, mayAct })
  const sessions = attention.map(({ id }) => sampleSession(id, { witness: 'gateway', witnessedAt: sampleNow }))
  if (role !== 'screen') {
    await server.last('/api/needs').answer({ items: attention, sessions, jobs: [], last: {} })
    await server.last('/api/needs/aside').answer(nothing)
  }
  return { ...page, [Symbol.dispose]: stop }
}
const headlines = () => textsOf('.need h2')
const acts = () => textsOf('.need .links button')
const selected = () => textsOf('.need[data-selected] h2').join()

test('the oldest decision comes first, then what stopped, what is stuck; what is only worth knowing stands apart', async () => {
  using _ = await open(needs)
  expect(headlines()).toEqual([
    'Clara waits for you: which window?',
    'Clara waits for you: permission to use Bash',
    'Clara stopped: usage limit reached',
    expect.stringMatching(/^Clara makes no progress for /),
    'Clara fills its context',
  ])
  expect(textsOf('.needs-open .segmented label')).toEqual([
    'All 4',
    'To decide 2',
    'Stopped 1',
    'Stuck 1',
    'Running short',
  ])
  expect(textsOf('.needs-open > header .hero')).toEqual(['4'])
  expect(textsOf('.witness')[0]).toStartWith('says the gateway')
})

test('a tab is a part of the address, and an empty one says so', async () => {
  using page = await open(needs, 'operator', { path: '/needs?tab=stopped' })
  expect(headlines()).toEqual(['Clara stopped: usage limit reached'])
  page.setOverview(sampleOverview({ attention: needs.filter(({ kind }) => kind !== 'failed') }))
  expect(textsOf('.needs-open .empty')).toEqual(['Nothing has stopped.'])
})

test('J and K walk, X dismisses what is selected, and U takes it back', async () => {
  using page = await open(needs)
  expect(selected()).toBe('Clara waits for you: which window?')
  press('j')
  press('j')
  expect(selected()).toBe('Clara stopped: usage limit reached')
  press('k')
  press('j')
  press('x')
  await server.settled()
  const dismissal = server.last('/api/needs/key of failed/dismiss')
  await dismissal.answer({})
  page.setOverview(sampleOverview({ attention: needs.filter(({ id }) => id !== 'failed'), agents: [] }))
  expect(selected()).toStartWith('main makes no progress')
  press('u')
  await server.settled()
  await server.last('/api/needs/key of failed/bring-back').answer({})
})

test('Z asks for how long, and only three answers are there', async () => {
  using _ = await open(needs)
  press('z')
  expect(textsOf('.snoozes button')).toEqual(['1 h', 'Until tomorrow', 'Until it changes'])
  find('.snoozes button:first-child').click()
  await server.settled()
  await server.last('/api/needs/key of asks/snooze').answer({})
  expect(textsOf('.snoozes button')).toEqual([])
})

for (const [role, mayAct, why] of [
  ['viewer', true, 'You are viewer here.'],
  ['admin', false, 'This browser only reads.'],
] as const)
  test(`who may not act, as ${role}, sees everything but a button, and is told why`, async () => {
    using _ = await open(needs, role, { mayAct })
    expect(headlines()).toHaveLength(5)
    expect(acts()).toEqual([])
    expect(textsOf('.needs-open > footer .rule')[0]).toStartWith(why)
    const asked = server.requests.length
    for (const key of ['x', 'z', 'i', 'u']) press(key)
    await server.settled()
    expect(server.requests.length).toBe(asked)
  })

test('a screen on a wall sees who and what kind, and asks for nothing beside it', async () => {
  const attention = needs.map((need) => ({ ...need, title: null, reason: null }))
  using _ = await open(attention, 'screen')
  expect(headlines()).toHaveLength(5)
  expect(server.to('/api/needs')).toHaveLength(0)
  expect(server.to('/api/needs/aside')).toHaveLength(0)
  expect(textsOf('.needs-aside')).toEqual([])
})

test('what has settled in the meantime is said, and is no error', async () => {
  using _ = await open(needs)
  press('x')
  await server.settled()
  await server.last('/api/needs/key of asks/dismiss').refuse(409, 'This has settled in the meantime.')
  expect(textsOf('.problem')).toEqual([])
})

test('what could not be kept is said beside the list', async () => {
  using _ = await open(needs)
  press('x')
  await server.settled()
  await server.last('/api/needs/key of asks/dismiss').refuse(503, 'This could not be kept: the disk is full.')
  expect(textsOf('.problem')).toEqual(['This could not be kept: the disk is full.'])
})

test('titles that want to be markup, or to turn the text around, are plain words', async () => {
  const title = '<b onclick="x">\u202etxt.exe\u0000'
  using _ = await open([sampleNeed('a', 'cron-failed', 90, { title, reason: '\u001b[31m<script>1</script>' })])
  expect(headlines()).toEqual(['<b onclick="x">txt.exe failed when it last ran'])
  expect(document.querySelector('.need [onclick], .need script')).toBeNull()
  expect(textsOf('.raw pre')).toEqual(['<script>1</script>'])
})

test('nobody left is the calm state, and one more brings the list back', async () => {
  using page = await open([])
  expect(textsOf('.calm .hero')).toEqual(["All's well"])
  page.setOverview(sampleOverview({ attention: [needs[1]!] }))
  expect(headlines()).toHaveLength(1)
  expect(textsOf('.calm')).toEqual([])
})
