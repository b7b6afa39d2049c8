import { expect, test } from 'bun:test'
import { actedWords } from './acted-words.ts'

const said = (action: string, stage: 'asked' | 'done' | 'failed' | 'refused', who = 'Ann') => {
  const { who: name, words } = actedWords({ who, action, stage })
  return `${name} ${words}`
}

test('what was done is said in the past, with an article where it is one thing', () => {
  expect(said('sign in', 'done', 'a signed-in browser')).toBe('Somebody signed in')
  expect(said('revoke token', 'done')).toBe('Ann revoked a token')
  expect(said('set budget', 'done')).toBe('Ann set a budget')
  expect(said('enter bill', 'done')).toBe('Ann entered a bill')
  expect(said('install hooks', 'done')).toBe('Ann installed hooks')
  expect(said('let a terminal act', 'done')).toBe('Ann let a terminal act')
  expect(said('restart gateway', 'failed')).toBe('Ann failed to restart a gateway')
  expect(said('create token', 'refused', 'Claude Code’s shell')).toBe(
    'Claude Code’s shell was not allowed to create a token',
  )
  expect(said('run job', 'asked')).toBe('Ann asked to run a job')
})
