import { expect, test } from 'bun:test'
import { createFailures } from './failures.ts'

const log = `tests/a.test.ts:
(pass) this holds [3.00ms]
12 | expect(1).toBe(2)
error: expect(received).toBe(expected)
(fail) this does not [5.00ms]
error: it was too late
(pass) this does at last (attempt 2) [5.00ms]
(pass) this does again [1.00ms]

1 tests failed:
(fail) this does not [5.00ms]

 3 pass
`

test('what a failed test said is kept, in whatever pieces it comes, and once', () => {
  const failures = createFailures()
  for (const letter of log) failures.add(letter)
  expect(failures.failed).toEqual([
    '12 | expect(1).toBe(2)\nerror: expect(received).toBe(expected)\n(fail) this does not [5.00ms]',
  ])
})

test('a test that passed only at its second attempt is named, with what it said at the first', () => {
  const failures = createFailures()
  failures.add(log)
  expect(failures.wavered).toEqual(['error: it was too late\n(pass) this does at last (attempt 2) [5.00ms]'])
})

test('of a long failure its end is kept', () => {
  const failures = createFailures()
  failures.add(`${'a line\n'.repeat(100)}error: no\n(fail) long\n`)
  const lines = failures.failed.at(0)?.split('\n') ?? []
  expect(lines).toHaveLength(31)
  expect(lines.slice(-2)).toEqual(['error: no', '(fail) long'])
})
