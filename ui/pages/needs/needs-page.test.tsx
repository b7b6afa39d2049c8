import { expect, test } from 'bun:test'
import '../../components/raw-error-popover.tsx'
import type { AttentionItem } from '../../../src/attention/need.ts'
import type { SetAside } from '../../../src/attention/set-aside.ts'
import type { Role } from '../../../src/auth/role.ts'
import { listenForKeys } from '../../platform/keyboard.ts'
import { find, press, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import {
  sampleAgent,
  sampleApproval,
  sampleNeed,
  sampleNow,
  sampleOverview,
  sampleSession,
} from '../../testing/samples.ts'
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
async function open(
  attention: AttentionItem[],
  role: Role = 'operator',
  { mayAct = true, path = '/needs', aside = nothing } = {},
) {
  const agents = [sampleAgent('openclaw:main', { name: 'Clara' })]
  const page = showOnPage(() => <NeedsPage />, { overview: sampleOverview({ attention, agents }), path })
  const stop = listenForKeys(() => false)
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role, mayAct })
  const sessions = attention.map(({ id }) => sampleSession(id, { witness: 'gateway', witnessedAt: sampleNow }))
  if (role !== 'screen') {
    await server.last('/api/needs').answer({ items: attention, sessions, jobs: [], last: {} })
    await server.last('/api/needs/aside').answer(aside)
  }
  return { ...page, [Symbol.dispose]: stop }
}
const headlines = () => textsOf('.need h2')
const acts = () => textsOf('.need .links button')
const selected = () => textsOf('.need[data-selected] h2').join()

test('the oldest decision comes first, then what stopped, what is stuck; what is only worth knowing stands apart', async () => {
  using _ = await open(needs)
  expect(headlines()).toEqual([
    'Clara is waiting for you: which window?',
    'Clara is waiting for you: permission to use Bash',
    'Clara stopped: usage limit reached',
    expect.stringMatching(/^Clara has made no progress for /),
    'Clara is running low on context',
  ])
  expect(textsOf('.needs-open .segmented label')).toEqual([
    'All 4',
    'To decide 2',
    'Stopped 1',
    'Stuck 1',
    'Running short',
    'Worth a look',
  ])
  expect(textsOf('.needs-open > header .hero')).toEqual(['4'])
  expect(textsOf('.witness')[0]).toStartWith('according to the gateway')
})

test('a tab is a part of the address, and an empty one says so', async () => {
  using page = await open(needs, 'operator', { path: '/needs?tab=stopped' })
  expect(headlines()).toEqual(['Clara stopped: usage limit reached'])
  page.setOverview(sampleOverview({ attention: needs.filter(({ kind }) => kind !== 'failed') }))
  expect(textsOf('.needs-open .empty')).toEqual(['Nothing has stopped.'])
})

test('J and K walk, X dismisses what is selected, and U takes it back', async () => {
  using page = await open(needs)
  expect(selected()).toBe('Clara is waiting for you: which window?')
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
  expect(selected()).toStartWith('main has made no progress')
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
  ['viewer', true, 'View only.'],
  ['admin', false, 'View only.'],
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
  expect(headlines()).toEqual(['<b onclick="x">txt.exe failed its last run'])
  expect(document.querySelector('.need [onclick], .need script')).toBeNull()
  find('.need .link-button[aria-haspopup="dialog"]').click()
  // The list stays in place while the words are fetched.
  expect(headlines()).toEqual(['<b onclick="x">txt.exe failed its last run'])
  await server.settled()
  expect(textsOf('.raw-error')[0]).toContain('<script>1</script>')
  expect(document.querySelector('.raw-error script')).toBeNull()
})

test('nobody left is the calm state, and one more brings the list back', async () => {
  using page = await open([])
  expect(textsOf('.calm .hero')).toEqual(["All's well"])
  page.setOverview(sampleOverview({ attention: [needs[1]!] }))
  expect(headlines()).toHaveLength(1)
  expect(textsOf('.calm')).toEqual([])
})

const record = (id: string, rest: Partial<SetAside['settled'][number]> = {}): SetAside['settled'][number] => ({
  key: `key of ${id}`,
  id,
  kind: 'failed',
  agentId: 'openclaw:main',
  title: id,
  reason: 'Usage limit reached.',
  since: minutesAgo(90),
  openedAt: minutesAgo(90),
  settledAt: null,
  settledHow: null,
  aside: null,
  ...rest,
})
const asideBy = (how: 'dismissed' | 'snoozed', byId: string) => ({
  how,
  at: Date.now() - 60_000,
  by: 'Mara',
  byId,
  until: null,
  face: '',
})
const everything: SetAside = {
  snoozed: [record('a', { aside: asideBy('snoozed', 'sign-in:b') })],
  dismissed: [
    record('b', { aside: asideBy('dismissed', 'sign-in:a') }),
    record('c', { aside: asideBy('dismissed', 'sign-in:a'), settledAt: minutesAgo(30), settledHow: 'went-on' }),
  ],
  ignored: [
    {
      kind: 'context-filling',
      subject: 'openclaw:main',
      name: null,
      at: minutesAgo(5),
      by: 'Mara',
      byId: 'x',
      hidden: 7,
      hiddenAt: null,
    },
  ],
  settled: [record('d', { kind: 'waiting', settledAt: minutesAgo(60), settledHow: 'answered' })],
  totals: { snoozed: 1, dismissed: 2, ignored: 1, settled: 140 },
}

test('what was set aside stands beside the list with by whom, and what is over is not brought back', async () => {
  using _ = await open(needs, 'operator', { aside: everything })
  expect(textsOf('.needs-aside h3 > span:first-child')).toEqual([
    'Snoozed',
    'Dismissed today',
    'Always ignored',
    'Settled by themselves today',
  ])
  expect(textsOf('.needs-aside li:not(.more) p')).toEqual([
    'Clara stopped: usage limit reached',
    'Clara stopped: usage limit reached',
    'Clara stopped: usage limit reached',
    'Clara runs low on context',
    'Clara waited for you',
  ])
  expect(textsOf('.needs-aside li:not(.more) .label.cut')).toEqual([
    'until it changes',
    'still open',
    'went on after 1 h 00',
    expect.stringMatching(/^hidden 7 times since /),
    'no longer waiting after 30 min',
  ])
  expect(textsOf('.needs-aside .by .label').map((words) => words.split(',')[0])).toEqual([
    'Mara',
    'you',
    'you',
    'Mara',
    expect.any(String),
  ])
  expect(textsOf('.needs-aside .back')).toEqual(['Bring back', 'Bring back', 'Show again'])
  expect(textsOf('.needs-aside .more')).toEqual(['and 139 more: search for them'])
})

test('what was set aside is brought back, and a kind is shown again', async () => {
  using _ = await open(needs, 'operator', { aside: everything })
  find('[aria-label="Show again: Clara"]').click()
  await server.settled()
  await server.last('/api/needs/show-again').answer({ shown: true })
  document.querySelector<HTMLElement>('[aria-label="Bring back: Clara"]')!.click()
  await server.settled()
  await server.last('/api/needs/key of a/bring-back').answer({})
})

test('a viewer finds what was set aside, and brings nothing back', async () => {
  using _ = await open(needs, 'viewer', { aside: everything })
  expect(textsOf('.needs-aside li:not(.more) p')).toHaveLength(5)
  expect(textsOf('.needs-aside .back')).toEqual([])
})

test('a need whose request is known shows it whole, and A and D decide it; of several the oldest is decided here', async () => {
  const asks = sampleNeed('openclaw.main.a', 'waiting', 110, { since: minutesAgo(9) })
  const alone = sampleNeed('approval:gateway.exec:3', 'approval-asked', 110, { since: minutesAgo(8) })
  using _ = await open([asks, alone])
  const ofSession = { sessionId: 'openclaw.main.a' }
  await server.last('/api/approvals').answer({
    items: [
      sampleApproval('gateway.exec:1', { ...ofSession, askedAt: minutesAgo(9) }),
      sampleApproval('gateway.exec:2', { ...ofSession, askedAt: minutesAgo(3) }),
      sampleApproval('gateway.exec:3'),
    ],
    nextCursor: null,
    takingPart: [],
  })
  expect(headlines()).toEqual(['Clara asks to run a command', 'Clara asks to run a command'])
  expect(textsOf('.need .command')).toEqual(['/boat $ make gateway.exec:1', '/boat $ make gateway.exec:3'])
  expect(textsOf('.need .what > .link')).toEqual(['One more request waits'])
  await server.wait(500)
  press('a')
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(1)
  press('j')
  press('d')
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:3')).toHaveLength(1)
})
