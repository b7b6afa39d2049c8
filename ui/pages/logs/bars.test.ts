import { expect, test } from 'bun:test'
import { type LogHistogram, logLevels } from '../../../src/logs/log-line.ts'
import { barPaths, barsOf, stepsOf } from './bars.ts'

function histogram(given: Partial<LogHistogram['counts']>, length: number): LogHistogram {
  const counts = Object.fromEntries(logLevels.map((level) => [level, given[level] ?? new Array(length).fill(0)]))
  return { since: 0, stepMs: 60_000, counts: counts as LogHistogram['counts'] }
}

test('a bar has what is calm, what warns and what failed', () => {
  const counted = histogram({ info: [3, 0], debug: [1, 0], error: [2, 0], fatal: [1, 0], warn: [0, 4] }, 2)
  expect(barsOf(counted)).toEqual([
    { rest: 4, warn: 0, error: 3 },
    { rest: 0, warn: 4, error: 0 },
  ])
  expect(stepsOf(counted)).toEqual({ since: 0, stepMs: 60_000, count: 2 })
})

test('a single error among thousands of lines is high enough to be seen', () => {
  const { error } = barPaths([{ rest: 9_999, warn: 0, error: 1 }])
  expect(error).toBe('M0.1 0h0.8v0.05h-0.8z')
})

test('where nothing was written there is no bar', () => {
  expect(barPaths([{ rest: 0, warn: 0, error: 0 }])).toEqual({ rest: '', warn: '', error: '' })
})
