import { expect, test } from 'bun:test'
import type { Answer, AskNow } from '../../src/ask/answer.ts'
import type { Figure } from '../../src/ask/figure.ts'
import { beforeWords, leftWords, numbersWords, readOnlyWords, todayWords, tookWords } from './ask-words.ts'

const state: AskNow = {
  isOn: true,
  isSetUp: true,
  isMadeUp: false,
  isAgent: false,
  model: 'sonnet',
  host: 'openrouter.ai',
  isLocal: false,
  readsWords: false,
  dayUsd: 0.5,
  spentTodayUsd: 0.09,
  askedToday: 3,
  dayQuestions: 100,
  suggestions: [],
}
const answer = {
  readings: [{ isRefused: false }, { isRefused: true }],
  sentBytes: 6_100,
  host: 'openrouter.ai',
  model: 'sonnet',
  isLocal: false,
  isAgent: false,
  readsWords: false,
  askedAt: 0,
  endedAt: 9_000,
  costUsd: 0.021,
} as Answer

test('before the first question it is said what will leave, and where to', () => {
  expect(beforeWords(state)).toEqual({
    lead: 'This will go to openrouter.ai.',
    rest: 'Model sonnet. Names of agents, projects and jobs, sums and times. No prompts, files or secrets.',
  })
  expect(beforeWords({ ...state, readsWords: true }).rest).toContain('the words of transcripts')
  expect(beforeWords({ ...state, isLocal: true, host: '127.0.0.1' }).lead).toBe('Nothing leaves this machine.')
  expect(beforeWords({ ...state, isAgent: true }).rest).toContain('tools of its own')
  expect(beforeWords({ ...state, isMadeUp: true }).lead).toBe('Nothing leaves this machine.')
})

test('above an answer it is said what has left', () => {
  expect(leftWords(answer, false).lead).toBe('This left your machine: 1 table, 6.1 kB.')
  expect(leftWords({ ...answer, isLocal: true }, false).lead).toStartWith('This stayed on your machine')
  expect(leftWords({ ...answer, isLocal: true, isAgent: true }, false).lead).toStartWith('This left your machine')
})

test('an agent of a gateway is not called read only', () => {
  expect(readOnlyWords(state)).toBe('Read only. It can change nothing.')
  expect(readOnlyWords({ isAgent: true })).toContain('tools of its own')
})

test('the foot says how many numbers are those of the pages', () => {
  const figures = [{}, {}] as Figure[]
  expect(numbersWords({ figures, loose: [] })).toBe('All 2 numbers equal the pages they open')
  expect(numbersWords({ figures, loose: ['7'] })).toBe('1 of 3 numbers is in nothing that was read')
  expect(numbersWords({ figures: [], loose: [] })).toBe('No numbers in it')
})

test('what it took and what today has cost are said; unknown is left out', () => {
  expect(tookWords(answer)).toBe('9.0 s, $0.0210')
  expect(tookWords({ ...answer, costUsd: null })).toBe('9.0 s')
  expect(todayWords(state)).toBe('$0.0900 of $0.50 today')
  expect(todayWords({ ...state, dayUsd: null })).toBe('3 of 100 questions today')
})
