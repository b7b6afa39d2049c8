import { expect, test } from 'bun:test'
import { distinct } from './export-sessions.ts'

test('no file of an archive takes the name of another, in any case', () =>
  expect(distinct(['a.md', 'A.md', 'a.md', 'a-2.md', 'b', 'b'])).toEqual([
    'a.md',
    'A-2.md',
    'a-3.md',
    'a-2-2.md',
    'b',
    'b-2',
  ]))
