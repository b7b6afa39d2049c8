import { expect, test } from 'bun:test'
import type { SessionState } from '../../../../src/sessions/severity.ts'
import { member } from '../../../office/world/testing/members.ts'
import { type Chime, chimeOf } from './chimes.ts'

/** A crew written as the states of a, b, c …; a dot for nobody. */
const crew = (...states: (SessionState | '.')[]) =>
  states.flatMap((state, at) => (state === '.' ? [] : member('abc'[at]!, { state })))

const rows: [what: string, before: (SessionState | '.')[], after: (SessionState | '.')[], heard: Chime | null][] = [
  ['somebody begins to wait', ['running'], ['waiting'], 'waits'],
  ['something fails', ['running'], ['failed'], 'failed'],
  ['time runs out', ['running'], ['timed-out'], 'failed'],
  ['a failure is heard before a question', ['running', 'running'], ['waiting', 'failed'], 'failed'],
  ['who goes on waiting is not heard again', ['waiting'], ['waiting'], null],
  ['who was not there before may have waited for long', ['.', 'idle'], ['waiting', 'idle'], null],
  ['what a person stopped is no failure', ['running'], ['killed'], null],
  ['work is quiet', ['idle', 'running', 'thinking'], ['running', 'finished', 'asleep'], null],
]
for (const [what, before, after, heard] of rows)
  test(what, () => expect(chimeOf(crew(...before), crew(...after))).toBe(heard))
