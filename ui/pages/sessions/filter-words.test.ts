import { expect, test } from 'bun:test'
import { runtimes } from '../../../src/facts/runtimes.ts'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { groupOfState, sessionStates } from '../../../src/sessions/severity.ts'
import { type Filter, nothingChosen, nothingNarrowed } from './filter.ts'
import { readFilter, writeFilter } from './filter-address.ts'
import type { Known } from './filter-conditions.ts'
import { isUnfinished, pendingConditions, searchedWords, suggestionsFor, takeConditions } from './filter-words.ts'

const known: Known = {
  agents: [
    { id: 'openclaw:forge', name: 'Forge' },
    { id: 'openclaw:main', name: 'Old Skipper' },
  ],
  facets: {
    models: [
      { value: 'gpt-5', count: 2 },
      { value: 'gpt-5-codex', count: 1 },
    ],
    branches: [{ value: 'Feature/WS', count: 4 }],
    projects: [
      { value: '/home/ann/harbour', count: 3 },
      { value: '/srv/harbour', count: 1 },
      { value: '/srv/a room', count: 1 },
    ],
    tags: [{ value: 'infra', count: 2 }],
    tools: ['bash', 'edit'],
    states: [{ state: 'failed', count: 3 }],
  } as Partial<SessionFacets> as SessionFacets,
}
const take = (text: string) => takeConditions(text, nothingNarrowed, known)

test('every state can be typed, and leads to the choice that holds it', () => {
  for (const { state } of sessionStates) expect(take(`state:${state}`).filter.states).toEqual([groupOfState(state)])
})

test('every runtime can be typed', () => {
  for (const runtime of runtimes) expect(take(`runtime:${runtime}`).filter.runtimes).toEqual([runtime])
})

test('conditions are taken out of the words around them', () =>
  expect(take('pump state:failed agent:forge cost:>2 since:2026-11-20 room')).toMatchObject({
    filter: {
      states: ['stopped'],
      agents: ['openclaw:forge'],
      minCostUsd: 2,
      since: '2026-11-20',
    },
    rest: 'pump room',
    problem: undefined,
  }))

test('a name is found by its beginning, in any case and with dashes for spaces', () => {
  expect(take('agent:OLD-skipper').filter.agents).toEqual(['openclaw:main'])
  expect(take('agent:f').filter.agents).toEqual(['openclaw:forge'])
})

test('what means nothing stays, is not searched for, and says so', () => {
  expect(take('state:purple')).toMatchObject({ rest: 'state:purple', filter: nothingNarrowed })
  expect(take('state:purple').problem).toContain('“purple” is not a state')
  expect(take('agent:nobody').problem).toBe('No agent is called “nobody”.')
  expect(take('colour:red').problem).toContain('There is no condition “colour:”. There are state:')
  expect(searchedWords('pump state:purple room')).toBe('pump room')
})

test('an address is searched for as it is', () =>
  expect(searchedWords('https://example.org a:')).toBe('https://example.org'))

test('the beginning of a key and of a value is completed', () => {
  expect(suggestionsFor('pump st', known).map(({ word }) => word)).toEqual(['state:'])
  expect(suggestionsFor('state:fa', known)).toEqual([{ word: 'state:failed', means: 'Stopped or failed', count: 3 }])
  expect(suggestionsFor('agent:', known).map(({ word }) => word)).toEqual(['agent:forge', 'agent:old-skipper'])
  expect(suggestionsFor('pump ', known)).toEqual([])
})

const means = (typed: string, part: Partial<Filter>) =>
  test(`${typed} means ${JSON.stringify(part)}`, () =>
    expect(take(typed)).toEqual({ filter: { ...nothingNarrowed, ...part }, rest: '', problem: undefined }))
const leavesOut = (typed: string, part: Partial<Filter['not']>) => means(typed, { not: { ...nothingChosen, ...part } })

means('cost>2', { minCostUsd: 2 })
means('cost:2', { minCostUsd: 2 })
means('cost>=$2', { minCostUsd: 2 })
means('cost<0.5', { maxCostUsd: 0.5 })
means('cost:<0.5', { maxCostUsd: 0.5 })
means('-cost>2', { maxCostUsd: 2 })
means('cost>1 cost<5', { minCostUsd: 1, maxCostUsd: 5 })
means('before:yesterday', { before: 'yesterday' })
means('before:2026-11-01', { before: '2026-11-01' })
means('after:monday', { since: 'monday' })
means('-since:today', { before: 'today' })
means('branch:main', { branches: ['main'] })
means('branch:feature/ws', { branches: ['Feature/WS'] })
means('branch:release/*', { branches: ['release/*'] })
means('model:opus', { models: ['*opus*'] })
means('model:gpt-5', { models: ['gpt-5'] })
means('project:harbour', { projects: ['/home/ann/harbour', '/srv/harbour'] })
means('project:a-room', { projects: ['/srv/a room'] })
means('project:elsewhere', { projects: ['*/elsewhere'] })
means('tag:infra tag:X', { tags: ['infra', 'x'] })
means('tool:Bash', { tools: ['bash'] })
means('tool:mcp__*', { tools: ['mcp__*'] })
means('is:pinned', { is: ['pinned'] })
means('is:archived', { is: ['archived'] })
means('is:failed', { states: ['stopped'] })
leavesOut('-state:idle', { states: ['idle'] })
leavesOut('-tag:later', { tags: ['later'] })
leavesOut('-is:pinned', { is: ['pinned'] })
leavesOut('-project:harbour', { projects: ['/home/ann/harbour', '/srv/harbour'] })
leavesOut('state:idle -state:idle', { states: ['idle'] })

for (const [typed, said] of [
  ['brnch:main', 'Did you mean branch:?'],
  ['-stat:idle', 'Did you mean state:?'],
  ['state:fialed', 'Did you mean failed?'],
  ['since:yesterdy', 'Did you mean yesterday?'],
  ['cost>much', '“much” is not a cost'],
  ['cost<-1', '“-1” is not a cost'],
  ['tag:', 'What should follow “tag:”?'],
  ['branch:*a*b*c*d*', 'No branch is called'],
] as const)
  test(`${typed}: ${said}`, () => expect(take(typed).problem).toContain(said))

test('signs between other words are words', () => {
  expect(searchedWords('a<b x=1 state>3 -v')).toBe('a<b x=1 state>3 -v')
  expect(take('a<b').problem).toBeUndefined()
})

/** A source of the same random numbers in every run. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state % below
  }
}

test('whatever is typed comes back from the address it makes, and every completion means something', () => {
  const pick = random(12)
  for (let round = 0; round < 300; round++) {
    let filter = nothingNarrowed
    for (let words = pick(6); words >= 0; words--) {
      const dash = pick(3) === 0 ? '-' : ''
      const all = 'abcdefghijklmnopqrstuvwxyz'
      const [key] = suggestionsFor(`${dash}${all.slice((words * 5) % 20)[0]}`, known)
        .concat(
          ['st', 'ag', 'ru', 'ki', 'mo', 'br', 'pr', 'ta', 'to', 'is', 'si', 'be', 'co'].flatMap((begun) =>
            suggestionsFor(dash + begun, known),
          ),
        )
        .slice(pick(12))
      if (!key) continue
      const values = suggestionsFor(key.word, known)
      const value = values[pick(Math.max(values.length, 1))]
      if (!value) continue
      const taken = takeConditions(value.word, filter, known)
      expect([value.word, taken.rest, taken.problem]).toEqual([value.word, '', undefined])
      filter = taken.filter
    }
    for (const typed of ['branch:a,b%2C', '-tag:Größe', 'project:*x*', 'cost<0.5', '-model:o3,mini'])
      if (pick(3) === 0) filter = takeConditions(typed, filter, known).filter
    const address = writeFilter(filter)
    const back = readFilter(address)
    expect(readFilter(writeFilter(back))).toEqual(back)
    // An address has its own order of what is chosen.
    expect(sorted(back)).toEqual(sorted(filter))
  }
})

/** A filter with its lists in the order of the alphabet. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.toSorted()
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(one)]))
      : value

test('several values of a condition may stand behind commas, all of them or none', () => {
  const states = (text: string) => take(text).filter.states
  expect(states('state:failed,working')).toEqual(['stopped', 'working'])
  expect(states('state:failed,nonsense')).toEqual([])
})

test('spaces around a condition and its sign are no part of it', () => {
  for (const text of ['cost > 1', 'cost >1', 'cost> 1', 'cost : >1', 'cost >= $1'])
    expect([text, take(text).filter.minCostUsd]).toEqual([text, text === 'cost : >1' ? undefined : 1])
  expect(take('pump cost < 0.5 room')).toMatchObject({ filter: { maxCostUsd: 0.5 }, rest: 'pump room' })
  expect(take('state: failed, pump').rest).toBe('state:failed, pump')
  expect(take('state: failed pump')).toMatchObject({ filter: { states: ['stopped'] }, rest: 'pump' })
  expect(searchedWords('pump cost > 1')).toBe('pump')
  expect(suggestionsFor('cost > ', known).map(({ word }) => word)).toEqual(['cost>1', 'cost>5', 'cost>20'])
})

test('a condition that still lacks its value is not finished, and nothing is said of it', () => {
  expect(['cost >', 'cost > ', 'state: ', 'state:failed', 'pump '].map(isUnfinished)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

test('what Enter makes of the words is said before', () => {
  const pending = (text: string) => pendingConditions(text, known, (id) => id)
  expect(pending('pump state:fail cost>0.5')).toEqual(['state stopped or failed', 'cost over $0.50'])
  expect(pending('before:week before:monday')).toEqual(['last active before Monday'])
  expect(pending('before:week')).toEqual(['last active over 7 days ago'])
  expect(pending('pump room')).toEqual([])
})
