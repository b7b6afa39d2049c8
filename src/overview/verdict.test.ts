import { expect, test } from 'bun:test'
import type { SourceState } from '../live/source.ts'
import { verdictOf } from './verdict.ts'

const check = (trouble: string | null, states: SourceState[], waiting: number) => {
  const sources = states.map((state) => ({ runtime: 'openclaw' as const, state }))
  const { level, text } = verdictOf(trouble, sources, waiting)
  return `${level}: ${text}`
}

test('all is well where sources are read and nobody waits', () =>
  expect(check(null, ['ok'], 0)).toBe("well: All's well"))
test('one who waits is one', () => expect(check(null, ['ok'], 1)).toBe('needs-you: 1 needs you'))
test('a broken source is worse than one who waits', () =>
  expect(check(null, ['ok', 'trouble'], 2)).toBe('fault: Not all of openclaw can be read'))
test('what cannot be kept is the worst', () =>
  expect(check('The disk is full.', ['trouble'], 2)).toBe('fault: The disk is full.'))
test('where nothing is found there is nobody to be well', () =>
  expect(check(null, ['absent', 'absent'], 0)).toBe('no-contact: No agents found'))
test('one source found is enough to be well', () => expect(check(null, ['absent', 'ok'], 0)).toBe("well: All's well"))
