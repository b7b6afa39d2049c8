import { expect, test } from 'bun:test'
import { runtimes } from '../../../src/facts/runtimes.ts'
import { groupOfState, sessionStates } from '../../../src/sessions/severity.ts'
import { nothingNarrowed } from './filter.ts'
import { searchedWords, suggestionsFor, takeConditions } from './filter-words.ts'

const agents = [
  { id: 'openclaw:forge', name: 'Forge' },
  { id: 'openclaw:main', name: 'Old Skipper' },
]
const take = (text: string) => takeConditions(text, nothingNarrowed, agents)

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
  expect(take('model:opus').problem).toContain('There is no condition “model:”')
  expect(searchedWords('pump state:purple room')).toBe('pump room')
})

test('an address is searched for as it is', () =>
  expect(searchedWords('https://example.org a:')).toBe('https://example.org'))

test('the beginning of a key and of a value is completed', () => {
  expect(suggestionsFor('pump st', agents).map(({ word }) => word)).toEqual(['state:', 'standing:'])
  expect(suggestionsFor('state:fa', agents)).toEqual([{ word: 'state:failed', means: 'Stopped or failed' }])
  expect(suggestionsFor('agent:', agents).map(({ word }) => word)).toEqual(['agent:forge', 'agent:old-skipper'])
  expect(suggestionsFor('pump ', agents)).toEqual([])
})
