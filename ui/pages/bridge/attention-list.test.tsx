import { expect, test } from 'bun:test'
import { type AttentionItem, needsOf } from '../../../src/attention/need.ts'
import { textsOf } from '../../testing/dom.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleAgent, sampleNeed, sampleNow, sampleOverview, sampleSession } from '../../testing/samples.ts'
import { AttentionList } from './attention-list.tsx'

const open = (attention: AttentionItem[], rest: Parameters<typeof sampleOverview>[0] = {}) => {
  const overview = sampleOverview({ attention, agents: [sampleAgent('openclaw:main', { name: 'Clara' })], ...rest })
  return showOnPage(() => <AttentionList overview={overview} renderAvatar={(seed) => <i class="avatar">{seed}</i>} />, {
    overview,
  })
}
const minutesAgo = (minutes: number) => sampleNow - minutes * 60_000
const cards = () => textsOf('.attention-card .what > p:first-child')

test('items are in the order of the server: who waits, who stalls, who failed, the longest first', () => {
  const session = (id: string, rest: Parameters<typeof sampleSession>[1]) => sampleSession(id, { title: id, ...rest })
  open(
    needsOf(
      [
        session('failed', { state: 'failed', lastAt: minutesAgo(1) }),
        session('waits since 2 min', { state: 'waiting', lastAt: minutesAgo(2) }),
        session('stalled', { state: 'stalled', lastAt: minutesAgo(20) }),
        session('waits since 9 min', { state: 'waiting', lastAt: minutesAgo(9) }),
        session('fills', { state: 'running', contextPercent: 85 }),
        session('works', { state: 'running' }),
      ],
      [],
      sampleNow,
    ).map((need) => ({ ...need, key: need.id })),
  )
  expect(cards()).toEqual([
    'Clara is waiting for you, waits since 9 min',
    'Clara is waiting for you, waits since 2 min',
    'Clara is not making progress, stalled',
    'Clara failed, failed',
  ])
  expect(textsOf('.panel .count')).toEqual(['4'])
})

test('a card leads to what it is about: a session, a job, the costs, who may act', () => {
  open([
    sampleNeed('openclaw.main.a', 'waiting', 110),
    sampleNeed('job', 'cron-failed', 90, { title: 'nightly' }),
    sampleNeed('budget:team', 'budget-passed', 85, { title: 'team' }),
    sampleNeed('terminal:a', 'terminal-asks', 120, { title: 'wheelhouse token create' }),
    sampleNeed('agent:a', 'agent-asked', 105, { title: 'An agent' }),
  ])
  const links = [...document.querySelectorAll('.attention-card a')].map((link) => link.getAttribute('href'))
  expect(links).toEqual(['/sessions/openclaw.main.a', '/crons/job', '/costs', '/settings/access', '/settings/access'])
})

test('a job and a budget have no portrait', () => {
  open([sampleNeed('a', 'waiting', 110), sampleNeed('job', 'cron-failed', 90, { title: 'nightly' })])
  expect(textsOf('.avatar')).toEqual(['openclaw:main'])
  expect(cards()).toEqual(['Clara is waiting for you, a', 'nightly failed its last run'])
})

test('an agent that is not known is called by its id', () => {
  open([sampleNeed('a', 'waiting', 110, { agentId: 'codex:boat', title: null })])
  expect(cards()).toEqual(['boat is waiting for you'])
})

test('where nothing needs a person the list says so', () => {
  open([])
  expect(textsOf('.attention-empty')[0]).toStartWith('Nothing needs you.')
})

test('what has no room is counted in a link to the page that has all of it', () => {
  const link = () => [
    textsOf('.panel header .link').join(),
    document.querySelector('.panel header .link')?.getAttribute('href'),
  ]
  open(Array.from({ length: 6 }, (_, n) => sampleNeed(`n${n}`, 'waiting', 110)))
  expect(link()).toEqual(['2 more', '/needs'])
})

test('an error is said in our words, and its own text is at hand', () => {
  open([sampleNeed('a', 'failed', 90, { reason: '429 {"type":"rate_limit_error"}', since: null })])
  expect(textsOf('.attention-card .why')).toEqual(['rate limit reached'])
  expect(document.querySelector('.attention-card .why')?.getAttribute('title')).toBe('429 {"type":"rate_limit_error"}')
})
