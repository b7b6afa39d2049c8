import { expect, test } from 'bun:test'
import { nameInId } from '../../../src/ids.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { type Filter, nothingChosen, nothingNarrowed } from './filter.ts'
import { isNarrowed, readFilter, unreadIn, writeFilter } from './filter-address.ts'
import { chipsOf } from './filter-chips.ts'
import { mayFit, toQuery } from './filter-query.ts'
import { momentMs } from './moments.ts'

const full: Filter = {
  q: 'flaky "ws" & 100%',
  states: ['waiting', 'working'],
  agents: ['openclaw:forge', 'openclaw:quill'],
  runtimes: ['openclaw', 'codex'],
  kinds: ['cron', 'subagent'],
  groups: ['today'],
  models: ['*opus*'],
  branches: ['feature/a,b', '100%'],
  projects: ['/home/ann/a b'],
  worktrees: ['mast'],
  tags: ['infra'],
  tools: ['bash'],
  is: ['pinned', 'archived'],
  not: { ...nothingChosen, states: ['idle'], branches: ['main'], tags: ['later'] },
  since: '2026-11-20',
  before: 'monday',
  minCostUsd: 0.05,
  maxCostUsd: 7,
  sort: 'cost',
  dir: 'asc',
}

test('no filter is no query', () => expect(writeFilter(nothingNarrowed)).toBe(''))
test('no query is no filter', () => expect(readFilter('')).toEqual(nothingNarrowed))

test('every filter comes back from its address', () => expect(readFilter(writeFilter(full))).toEqual(full))

test('an address is readable', () =>
  expect(
    writeFilter({
      ...nothingNarrowed,
      q: 'two words',
      since: 'today',
      states: ['waiting', 'stopped'],
      agents: ['openclaw:forge'],
    }),
  ).toBe('?q=two+words&since=today&state=waiting,stopped&agent=openclaw:forge'))

test('the usual direction of a column is not said', () => {
  expect(writeFilter({ ...nothingNarrowed, sort: 'cost', dir: 'desc' })).toBe('?sort=cost')
  expect(writeFilter({ ...nothingNarrowed, sort: 'title', dir: 'asc' })).toBe('?sort=title')
  expect(readFilter('?sort=title').dir).toBe('asc')
})

for (const garbage of [
  '?state=nonsense,,&agent=,,&runtime=cobol&kind=x&group=all&since=someday&cost=free&sort=mood&dir=up',
  '?is=lost,-lost&state=-nonsense&branch=,&tag=*a*b*c*d*e*&below=-1&before=2026-02-30',
  '?cost=-1&since=2026-13-45&cost=Infinity',
  '?%E0%A4%A=%&&&==&state',
  '?constructor=1&__proto__=2&state=toString&group=constructor&sort=hasOwnProperty',
])
  test(`garbage narrows nothing: ${garbage}`, () => expect(readFilter(garbage)).toEqual(nothingNarrowed))

test('half an emoji in the field does not break the address', () =>
  expect(writeFilter({ ...nothingNarrowed, q: 'x\uD83D' })).toBe('?q=x'))

test('words are cut where the server would refuse them', () =>
  expect(readFilter(`?q=${'a'.repeat(900)}`).q).toHaveLength(200))

test('a state of a session stands for where people look for it', () =>
  expect(readFilter('?state=running,timed-out').states).toEqual(['stopped', 'working']))

test('a word named twice counts once', () =>
  expect(readFilter('?agent=a,a&state=idle,idle')).toMatchObject({ agents: ['a'], states: ['idle'] }))

const words = (filter: Partial<Filter>) =>
  chipsOf({ ...nothingNarrowed, ...filter }, nameInId).map(({ label, value }) => `${label} ${value}`)

test('chips say the filter', () => {
  expect(words({ since: 'today' })).toEqual(['since today'])
  expect(words({ since: 'week', minCostUsd: 2 })).toEqual(['since the last 7 days', 'cost over $2'])
  expect(words({ minCostUsd: 0.05 })).toEqual(['cost over $0.05'])
  expect(words({ states: ['waiting'] })).toEqual(['state waiting'])
  expect(words({ states: ['waiting', 'stopped'] })).toEqual(['state waiting or stopped or failed'])
  expect(words({ agents: ['openclaw:forge', 'codex:cutter'] })).toEqual(['agent forge', 'agent cutter'])
})

test('all states but one are said by the one', () =>
  expect(words({ states: ['waiting', 'stopped', 'working', 'finished', 'unknown'] })).toEqual([
    'state not idle or asleep',
  ]))

test('a chip takes only its own word away', () => {
  const chips = chipsOf(full, (id) => id)
  const forge = chips.find(({ value }) => value === 'openclaw:forge')!
  expect(forge.without).toEqual({ ...full, agents: ['openclaw:quill'] })
})

test('taking every chip and the words away leaves nothing narrowed', () => {
  let filter = full
  for (let chip = chipsOf(filter, String).at(-1); chip; chip = chipsOf(filter, String).at(-1)) filter = chip.without
  expect(isNarrowed({ ...filter, q: ' ' })).toBe(false)
})

test('an order alone leaves nothing out', () => expect(isNarrowed(readFilter('?sort=cost&dir=asc'))).toBe(false))

const noon = Date.parse('2026-11-20T12:00:00Z')
test('today begins at midnight of the configured zone', () =>
  expect(momentMs('today', noon, 'Europe/Vienna')).toBe(Date.parse('2026-11-19T23:00:00Z')))
test('the week is the seven days that end with today', () =>
  expect(momentMs('week', noon, 'UTC')).toBe(Date.parse('2026-11-14T00:00:00Z')))
test('a weekday is the last one that has begun', () => {
  // 20 November 2026 is a Friday.
  expect(momentMs('friday', noon, 'UTC')).toBe(Date.parse('2026-11-20T00:00:00Z'))
  expect(momentMs('monday', noon, 'UTC')).toBe(Date.parse('2026-11-16T00:00:00Z'))
  expect(momentMs('saturday', noon, 'UTC')).toBe(Date.parse('2026-11-14T00:00:00Z'))
  expect(momentMs('yesterday', noon, 'UTC')).toBe(Date.parse('2026-11-19T00:00:00Z'))
})

test('the server is asked in its own words', () =>
  expect(
    toQuery({ ...nothingNarrowed, states: ['stopped'], since: 'today', minCostUsd: 2, q: ' x ' }, noon, 'UTC'),
  ).toEqual({
    q: 'x',
    state: 'failed,timed-out,killed',
    since: Date.parse('2026-11-20T00:00:00Z'),
    minCostUsd: 2,
  }))

test('what is left out goes to the server with a dash, and a comma of a value is no comma of the list', () =>
  expect(
    toQuery(
      { ...nothingNarrowed, branches: ['a,b'], not: { ...nothingChosen, branches: ['main'], tags: ['later'] } },
      noon,
      'UTC',
    ),
  ).toEqual({ branch: 'a%2Cb,-main', tag: '-later' }))

const session = {
  id: 'openclaw.forge.1',
  agentId: 'openclaw:forge',
  runtime: 'openclaw',
  kind: 'direct',
  current: true,
  state: 'running',
  lastAt: noon,
  costUsd: null,
} as Session
const fits = (search: string, changed: Partial<Session> = {}) =>
  mayFit(readFilter(search), { ...session, ...changed }, { now: noon, timezone: 'UTC', annotation: null })

test('a session that is heard of fits where the list would show it', () => {
  expect(fits('')).toBe(true)
  expect(fits('?state=working&agent=openclaw:forge&since=today')).toBe(true)
  expect(fits('?state=idle')).toBe(false)
  expect(fits('?agent=openclaw:quill')).toBe(false)
  expect(fits('?cost=0.05')).toBe(false)
  expect(fits('?cost=0.05', { costUsd: 1 })).toBe(true)
  expect(fits('?since=today', { lastAt: null })).toBe(false)
  expect(fits('', { current: false })).toBe(false)
})

test('one that people archived fits only where that is asked for', () => {
  const about = {
    now: noon,
    timezone: 'UTC',
    annotation: { tags: ['infra'], isPinned: false, isArchived: true, note: null },
  }
  expect(mayFit(readFilter(''), session, about)).toBe(false)
  expect(mayFit(readFilter('?is=archived&tag=infra'), session, about)).toBe(true)
  expect(mayFit(readFilter('?is=archived&tag=-infra'), session, about)).toBe(false)
})

test('what an address says that means nothing is said', () => {
  expect(unreadIn('?cost=abc&since=someday&state=failed,purple,-blue&runtime=cobol&sort=mood&q=pump')).toEqual([
    '“state=purple” in the address is ignored: there is no such state.',
    '“state=-blue” in the address is ignored: there is no such state.',
    '“runtime=cobol” in the address is ignored: there is no such runtime.',
    '“since=someday” in the address is ignored: it is not a day.',
    '“cost=abc” in the address is ignored: it is not an amount in dollars.',
    '“sort=mood” in the address is ignored: there is no such order.',
  ])
  expect(unreadIn(writeFilter(full))).toEqual([])
  expect(unreadIn('?other=1&at=2&cost=')).toEqual([])
})
