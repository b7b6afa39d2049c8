import { expect, test } from 'bun:test'
import type { Approval } from '../../../src/approvals/approval.ts'
import type { Role } from '../../../src/auth/role.ts'
import { listenForKeys } from '../../platform/keyboard.ts'
import { find, press, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleAgent, sampleApproval, sampleNow, sampleOverview } from '../../testing/samples.ts'
import ApprovalsPage from './approvals-page.tsx'

const server = createFakeServer()

const allOn = (['openclaw', 'claude-code', 'codex', 'opencode', 'gemini'] as const).map((runtime) => ({
  runtime,
  isOn: runtime === 'openclaw',
  at: null,
  by: null,
  limits: [] as string[],
}))
const question = (rest: Partial<Approval> = {}) =>
  sampleApproval('gateway.question:q', {
    kind: 'question',
    action: null,
    decisions: ['allow-once', 'deny'],
    questions: [
      {
        id: 'q1',
        title: 'Window',
        text: 'Which window?',
        options: [
          { label: 'Saturday', detail: null },
          { label: 'Sunday', detail: 'late' },
        ],
        takesSeveral: false,
        takesText: true,
      },
    ],
    ...rest,
  })
const first = sampleApproval('gateway.exec:1', { askedAt: sampleNow - 60_000 })
const second = sampleApproval('gateway.exec:2')

/** The page as somebody of a role sees it. */
async function open(
  items: Approval[],
  { role = 'operator' as Role, mayAct = true, path = '/approvals', takingPart = allOn, ended = [] as Approval[] } = {},
) {
  const agents = [sampleAgent('openclaw:main', { name: 'Clara' })]
  const page = showOnPage(() => <ApprovalsPage />, { overview: sampleOverview({ agents }), path })
  const stop = listenForKeys(() => false)
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'Anna', role, mayAct })
  if (role !== 'screen') {
    const deciders = { page: 8, terminal: 0, elsewhere: 3, expired: 1, none: 0 }
    const asked = server.to('/api/approvals').find(({ query }) => query.state === 'waiting')!
    await asked.answer({ items, nextCursor: null, takingPart })
    const past = server.to('/api/approvals').find(({ query }) => query.state === 'ended')!
    await past.answer({ items: ended, nextCursor: null, takingPart, deciders })
  }
  return { ...page, [Symbol.dispose]: stop }
}
const headlines = () => textsOf('.approval h2')
const selected = () => textsOf('.approval[data-selected] .command').join()
const isOff = (name: string) => find<HTMLButtonElement>(`.approval[data-selected] .${name}`).disabled
const still = () => server.wait(500)

test('the oldest stands first, whole, and only it has the primary button', async () => {
  const long = `curl ${'x'.repeat(4_000)} | sh`
  using _ = await open([{ ...first, action: { kind: 'command', command: long, cwd: '/boat', exitCode: null } }, second])
  expect(headlines()).toEqual(['Clara asks to run a command', 'Clara asks to run a command'])
  expect(textsOf('.approval .command')[0]).toBe(`/boat $ ${long}`)
  expect(textsOf('.allow[data-kind="primary"]')).toHaveLength(1)
  expect(selected()).toContain(long)
})

test('what has just appeared takes nothing; then A allows once, and says what it waits for', async () => {
  using _ = await open([first])
  press('a')
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(0)
  await still()
  press('a')
  await server.settled()
  expect(textsOf('.approval .outcome')).toEqual(['Sent; waiting for OpenClaw to take it.'])
  press('a')
  press('d')
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(1)
  await server.last('/api/approvals/gateway.exec:1').answer({
    ...first,
    state: 'answered',
    decision: 'allow-once',
    by: 'Anna',
    decidedAt: sampleNow,
    endedAt: sampleNow,
  })
  expect(textsOf('.approval .outcome')).toEqual(['You allowed it once, and OpenClaw took it.'])
})

test('an answer that was not taken is said, and the request is offered again', async () => {
  using _ = await open([first])
  await still()
  find('.approval .deny').click()
  await server.settled()
  await server.last('/api/approvals/gateway.exec:1').refuse(503, 'The gateway did not answer.')
  expect(textsOf('.approval .problem')).toEqual(['The gateway did not answer.'])
  expect(isOff('allow')).toBe(false)
})

test('a decision that is asked back has not been sent, and says nothing of it', async () => {
  using _ = await open([first])
  await still()
  find('.approval .always').click()
  await server.settled()
  await server.last('/api/approvals/gateway.exec:1').askBack({
    question: 'From now on?',
    effect: 'It will not ask again.',
    hits: [],
    exact: null,
    phrase: 'always',
    isTyped: false,
    verb: 'Allow always',
    safeVerb: 'Not now',
  })
  expect(textsOf('.approval .outcome')).toEqual([])
  expect(textsOf('[role="dialog"] h2')).toEqual(['From now on?'])
  find('[role="dialog"] button[type="button"]').click()
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(1)
  expect(isOff('allow')).toBe(false)
})

test('J and K walk, and D denies the one that is selected', async () => {
  using _ = await open([first, second])
  await still()
  press('j')
  expect(selected()).toContain('gateway.exec:2')
  press('d')
  await server.settled()
  expect(server.to('/api/approvals/gateway.exec:2')).toHaveLength(1)
})

test('a number chooses an answer and Enter sends it; words of one’s own take its place', async () => {
  using _ = await open([question()])
  await still()
  expect(isOff('allow')).toBe(true)
  press('Enter')
  press('2')
  expect(isOff('allow')).toBe(false)
  expect(find<HTMLInputElement>('.option:nth-of-type(2) input').checked).toBe(true)
  press('Enter')
  await server.settled()
  expect(server.to('/api/approvals/gateway.question:q')).toHaveLength(1)
})

for (const [why, approval, words, mayDeny] of [
  ['of which only a part is known', { isCut: true }, 'Only the beginning of this is known here', true],
  ['whose runtime cannot be reached', { isReachable: false }, 'No contact with OpenClaw', false],
  ['whose time is over', { expiresAt: sampleNow - 400 * 86_400_000 }, 'The time to answer is over', false],
] as const)
  test(`a request ${why} cannot be allowed here, and says why`, async () => {
    using _ = await open([{ ...first, ...approval }])
    await still()
    expect(textsOf('.why-not')[0]).toStartWith(words)
    expect(isOff('allow')).toBe(true)
    expect(isOff('deny')).toBe(!mayDeny)
    press('a')
    await server.settled()
    expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(0)
  })

test('only what the runtime takes is offered', async () => {
  using _ = await open([{ ...first, decisions: ['deny'] }])
  expect(textsOf('.approval .buttons button').map((words) => words.trim())).toEqual(['Deny: ClaraD'])
})

test('a request that can only be answered elsewhere names the place, and offers nothing', async () => {
  using _ = await open([{ ...first, decisions: [] }])
  expect(textsOf('.why-not')).toEqual(['This can only be answered in the terminal.'])
  expect(textsOf('.approval .buttons button')).toEqual([])
})

for (const [role, mayAct] of [
  ['viewer', true],
  ['admin', false],
] as const)
  test(`who may not act, as ${role}, reads everything and decides nothing`, async () => {
    using _ = await open([first], { role, mayAct })
    await still()
    expect(textsOf('.approval .command')).toHaveLength(1)
    expect(textsOf('.why-not')[0]).toStartWith('View only.')
    for (const key of ['a', 'd']) press(key)
    await server.settled()
    expect(server.to('/api/approvals/gateway.exec:1')).toHaveLength(0)
  })

test('a screen on a wall asks for nothing, and shows nothing', async () => {
  using _ = await open([], { role: 'screen' })
  expect(server.to('/api/approvals')).toHaveLength(0)
  expect(textsOf('.approval')).toEqual([])
})

test('nothing waits: the page says so, and which runtimes are answered from here', async () => {
  using _ = await open([])
  expect(textsOf('.calm .hero')).toEqual(['Nothing waits for you'])
  expect(textsOf('.calm p')[1]).toStartWith('Answered from here: OpenClaw.')
})

test('where nobody takes part, each runtime says what taking part changes; only an admin switches', async () => {
  const takingPart = allOn.map((one) => ({ ...one, isOn: false }))
  using _ = await open([], { takingPart })
  expect(textsOf('.taking-part li b')).toEqual(['OpenClaw', 'Claude Code', 'Codex', 'opencode', 'Gemini'])
  expect(textsOf('.taking-part button')).toEqual([])
})

test('the history says who decided, and what nobody answered', async () => {
  const past = (id: string, rest: Partial<Approval>) =>
    sampleApproval(id, { decidedAt: sampleNow, endedAt: sampleNow, askedAt: sampleNow - 9_000, ...rest })
  using _ = await open([], {
    ended: [
      past('a', { state: 'answered', decision: 'allow-once', by: 'Anna' }),
      past('b', { state: 'elsewhere', decision: 'deny', by: 'Telegram' }),
      past('c', { state: 'expired', decidedAt: null }),
      past('d', { state: 'withdrawn', decidedAt: null }),
    ],
  })
  expect(textsOf('.history-rows .by')).toEqual(['you 9 s', 'Telegram elsewhere', 'nobody in time', 'withdrawn'])
})

const write = (label: string, words: string) => {
  const id = [...document.querySelectorAll('label')].find((one) => one.textContent === label)!.htmlFor
  const field = document.getElementById(id) as HTMLTextAreaElement
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
const pressNamed = (name: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('.approval[data-selected] button')]
    .find((one) => one.textContent?.startsWith(name))!
    .click()
const sent = () => server.last('/api/approvals/gateway.exec:1').body

test('a denial takes words for the agent where its runtime does', async () => {
  using _ = await open([{ ...first, takesReason: true }])
  await still()
  pressNamed('Deny with words')
  write('What to tell the agent with the denial', ' Not on a Friday. ')
  await still()
  pressNamed('Deny')
  await server.settled()
  expect(sent()).toEqual({ decision: 'deny', reason: 'Not on a Friday.' })
})

test('another command is run in place of the one that was asked for, and is allowed once only', async () => {
  using _ = await open([{ ...first, takesCommand: true }])
  await still()
  pressNamed('Edit')
  write('Run this instead', 'make less')
  await still()
  expect(isOff('always')).toBe(true)
  pressNamed('Allow this instead')
  await server.settled()
  expect(sent()).toEqual({ decision: 'allow-once', command: 'make less' })
})

test('an edit that changes nothing sends no other command, and is not offered where none is taken', async () => {
  using _ = await open([{ ...first, takesCommand: true }, second])
  await still()
  pressNamed('Edit')
  await still()
  pressNamed('Allow this instead')
  await server.settled()
  expect(sent()).toEqual({ decision: 'allow-once' })
  press('j')
  expect(textsOf('.approval[data-selected] button').filter((name) => name.startsWith('Edit'))).toEqual([])
})

test('a plan is shown whole, and accepted, accepted with edits, or refused with words', async () => {
  const plan = { kind: 'plan', text: '# Plan\n\nHoist the sail' } as const
  const decisions: Approval['decisions'] = ['allow-once', 'allow-session', 'deny']
  const forSession = 'every edit of a file, until this session ends'
  using _ = await open([{ ...first, kind: 'plan', action: plan, decisions, forSession, takesReason: true }])
  await still()
  expect(textsOf('.approval .plan')[0]).toContain('Hoist the sail')
  expect(textsOf('.approval .buttons button').map((words) => words.replace(/:.*/, ''))).toEqual([
    'Go on',
    'Go on, and allow edits…',
    'Deny with words…',
    'Deny',
  ])
  expect(textsOf('.approval .also')[0]).toContain(`Go on, and allow edits would add ${forSession}`)
  pressNamed('Go on, and allow edits')
  await server.settled()
  expect(sent()).toEqual({ decision: 'allow-session' })
})

test('what is allowed for longer is said before it is chosen, for each way that the runtime takes', async () => {
  const rules = { forSession: 'Bash(make), until this session ends', always: 'Bash(make), in your own settings' }
  using _ = await open([{ ...first, ...rules, decisions: ['allow-once', 'allow-session', 'allow-always', 'deny'] }])
  await still()
  expect(textsOf('.approval .always').map((words) => words.replace(/:.*/, ''))).toEqual([
    'Allow for this session…',
    'Always allow…',
  ])
  expect(textsOf('.approval .also')[0]).toStartWith(
    `Allow for this session would add ${rules.forSession}. Always allow would add ${rules.always}.`,
  )
  pressNamed('Allow for this session')
  await server.settled()
  expect(sent()).toEqual({ decision: 'allow-session' })
})

test('a question is answered in words of one’s own', async () => {
  using _ = await open([question()])
  await still()
  press('1')
  const field = find<HTMLInputElement>('.own-words')
  field.value = ' Whenever the tide allows '
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await still()
  find('.approval .allow').click()
  await server.settled()
  expect(server.last('/api/approvals/gateway.question:q').body).toEqual({
    decision: 'allow-once',
    answers: { q1: ['Whenever the tide allows'] },
  })
})

test('what an older runtime cannot do is said while it is answered from here', async () => {
  const limits = ['OpenClaw 2026.3.24 knows no questions.']
  const takingPart = allOn.map((one) => ({ ...one, limits }))
  using _ = await open([first], { takingPart })
  expect(textsOf('.approvals-open > .limits li')).toEqual(limits)
})

test('the history shows where each was decided; one of these alone is asked of the server', async () => {
  using _ = await open([])
  const parts = () => textsOf('.decider-bar button')
  expect(parts()).toEqual(['On a page 8', 'Elsewhere 3', 'Nobody in time 1'])
  find('.decider-bar button:nth-of-type(3)').click()
  await server.settled()
  const asked = server.last('/api/approvals')
  expect(asked.query).toMatchObject({ state: 'ended', decider: 'expired' })
  expect(find('.decider-bar button:nth-of-type(3)').getAttribute('aria-pressed')).toBe('true')
})

test('a row of the history leads to the moment in its session where it was asked', async () => {
  const one = sampleApproval('a', { state: 'expired', endedAt: sampleNow, sessionId: 'codex.a.1', askedAt: 1_000 })
  using _ = await open([], { ended: [one] })
  expect(find('.history-rows a.session').getAttribute('href')).toBe('/sessions/codex.a.1#at:1000')
})

test('foreign words that want to be markup are plain words', async () => {
  const command = '<img src=x onerror=1>\u202e && echo \u001b[31mred'
  using _ = await open([
    { ...first, action: { kind: 'command', command, cwd: null, exitCode: null }, reason: '<b>why</b>' },
  ])
  expect(document.querySelector('.approval img, .approval .why b')).toBeNull()
  expect(textsOf('.approval .command')[0]).toContain('<img src=x onerror=1>')
})
