import { expect, test } from 'bun:test'
import type { Role } from '../../../src/auth/role.ts'
import type { Act, Service } from '../../../src/controls/service.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleOverview } from '../../testing/samples.ts'
import ServicesPage from './services-page.tsx'

const server = createFakeServer()

const service = (id: string, rest: Partial<Service> = {}): Service => ({
  id,
  name: id,
  group: 'units',
  manager: 'systemd --user',
  unit: `${id}.service`,
  demo: false,
  state: 'running',
  reason: null,
  life: '1',
  pid: 1,
  startedAt: Date.now() - 3_600_000,
  rssBytes: 1 << 20,
  port: null,
  version: null,
  ready: null,
  help: null,
  verbs: [
    { verb: 'restart', exact: `systemctl --user restart ${id}` },
    { verb: 'stop', exact: `systemctl --user stop ${id}` },
  ],
  note: null,
  checksUpdates: false,
  dependsOn: [],
  agents: [],
  dependants: [],
  act: null,
  ...rest,
})

/** The page as somebody of a role sees it. */
async function open(
  items: Service[],
  {
    role = 'operator' as Role,
    mayAct = true,
    path = '/services',
    unlockedUntil = null as number | null,
    closed = null as string | null,
  } = {},
) {
  const page = showOnPage(() => <ServicesPage />, { overview: sampleOverview({}), path })
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role, mayAct })
  await server.last('/api/controls').answer({ items, nextCursor: null, lock: { unlockedUntil, closed } })
  await server.settled()
  return page
}
const lever = (name: string) => find(`.breaker[data-name^="${name},"]`)
const buttons = () => textsOf('.services button.button')

test('levers stand as their services are, what failed first and what is off last', async () => {
  await open([
    service('off', {
      state: 'stopped',
      pid: null,
      startedAt: null,
      rssBytes: null,
      verbs: [{ verb: 'start', exact: 'x' }],
    }),
    service('on'),
    service('broken', { state: 'failed', reason: 'ended with exit code 1' }),
    service('moving', { state: 'stopping' }),
    service('dark', { state: 'unknown', reason: 'no Docker engine answers' }),
  ])
  const shown = [...document.querySelectorAll<HTMLElement>('.breaker')].map((lever) => [
    lever.getAttribute('data-name'),
    lever.dataset.lever,
  ])
  expect(shown).toEqual([
    ['broken, failed', 'tripped'],
    ['on, running', 'on'],
    ['moving, stopping', 'changing'],
    ['dark, unknown', 'unknown'],
    ['off, stopped', 'off'],
  ])
  expect(textsOf('.service-reason')).toEqual(['Ended with exit code 1.'])
})

test('a click selects and asks for nothing; locked, a button waits for the lock', async () => {
  await open([service('a'), service('b')])
  lever('b').click()
  await server.settled()
  expect(textsOf('.service h2')).toEqual(['b'])
  find('.service footer .button[data-kind="danger"]').click()
  await server.settled()
  expect(server.to('/api/controls/b/stop')).toHaveLength(0)
  expect(textsOf('.lock-bar .quiet')).toEqual(['unlock to stop b'])
  find('.lock-bar .button').click()
  await server.settled()
  expect(server.to('/api/controls/unlock')).toHaveLength(1)
})

test('unlocked, Space asks the server, which asks back before anything is done', async () => {
  await open([service('a')], { unlockedUntil: Date.now() + 60_000 })
  expect(textsOf('.lock-bar b')[0]).toBe('Unlocked by you')
  lever('a').dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))
  await server.settled()
  expect(server.to('/api/controls/a/stop')).toHaveLength(1)
})

for (const [role, mayAct] of [
  ['viewer', true],
  ['admin', false],
] as const)
  test(`who may not act, as ${role}, sees the levers and no button that switches`, async () => {
    await open([service('a')], { role, mayAct })
    expect(buttons().filter((name) => /Restart|Stop|Unlock/.test(name))).toEqual([])
    expect(textsOf('.lock-bar .quiet')[0]).toStartWith('View only.')
    lever('a').dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))
    await server.settled()
    expect(server.to('/api/controls/a/stop')).toHaveLength(0)
  })

test('where nothing is switched at all, the bar says why', async () => {
  await open([service('a')], { closed: 'Services are not switched from here.' })
  expect(textsOf('.lock-bar .quiet')).toEqual(['Services are not switched from here.'])
  expect(buttons()).not.toContain('Unlock for 10 min')
})

const act: Act = {
  id: 'x',
  service: 'a',
  verb: 'restart',
  who: 'Mara',
  exact: 'systemctl --user restart a',
  askedAt: Date.now() - 20_000,
  endedAt: null,
  outcome: 'going',
  reason: null,
  steps: [
    { key: 'ask', name: 'systemctl --user restart a', state: 'done', since: 1, until: 2, words: null },
    { key: 'end', name: 'Stop process 1', state: 'now', since: Date.now(), until: null, words: 'lets 2 runs end' },
    { key: 'begin', name: 'Start again', state: 'open', since: null, until: null, words: null },
  ],
  interrupts: [{ name: 'Quill', effect: 'turn 7 may finish first' }],
  wayBack: null,
  usualMs: 24_000,
}

test('an act is followed step by step, with what it waits for and whom it interrupts', async () => {
  await open([service('a', { act })])
  expect(textsOf('.steps li')).toEqual([
    expect.stringContaining('systemctl --user restart a'),
    expect.stringContaining('lets 2 runs end'),
    'Start again',
  ])
  expect(textsOf('.act-head')[0]).toContain('usually done in 24')
  expect(textsOf('.interrupted li')).toEqual([expect.stringContaining('Quill')])
  expect(
    [...document.querySelectorAll<HTMLButtonElement>('.service footer button')].every(({ disabled }) => disabled),
  ).toBe(true)
})

test('an act that failed stays as the record of it', async () => {
  await open([
    service('a', { act: { ...act, outcome: 'failed', endedAt: Date.now(), reason: 'Nothing changed after 20 s.' } }),
  ])
  expect(textsOf('.act-end')[0]).toStartWith('Nothing changed after 20 s. by Mara')
})

test('names and logs that want to be markup are plain words', async () => {
  await open([service('a', { name: '<b onclick="x">evil', reason: '<script>1</script>', state: 'failed' })])
  await server
    .last('/api/controls/a/log')
    .answer({ items: [{ at: 1, level: 'error', text: '<img src=x onerror=1>' }], nextCursor: null })
  expect(document.querySelector('.services [onclick], .services script, .services img[onerror]')).toBeNull()
  expect(textsOf('.log-tail p')[0]).toContain('<img src=x onerror=1>')
})

test('where there is no service, the page says how to add one', async () => {
  await open([])
  expect(textsOf('.notice h1')).toEqual(['No services were found'])
  expect(textsOf('.notice p')[0]).toContain('[[services]]')
})
