import { expect, test } from 'bun:test'
import { witnesses } from '../../src/facts/testimony.ts'
import type { Session } from '../../src/sessions/session.ts'
import { errorOf, reasonOf, whyOf, witnessOf } from './session-labels.ts'

const now = Date.UTC(2026, 10, 20, 12)

test('who says so is named, with how old the word is', () => {
  const of = (witness: (typeof witnesses)[number], secondsAgo: number | null) =>
    witnessOf(
      { witness, runtime: 'claude-code', witnessedAt: secondsAgo === null ? null : now - secondsAgo * 1_000 },
      now,
    )
  expect(of('session-file', 120)).toBe('according to Claude Code’s session file, 2 min ago')
  expect(of('process-table', 3)).toBe('according to the list of processes, just now')
  expect(of('transcript', null)).toBe('according to its transcript')
  expect(new Set(witnesses.map((witness) => of(witness, null))).size).toBe(witnesses.length)
})

test('an error is said in our words, and any other reason as it is', () => {
  const stands = (state: Session['state'], reason: string | null) => {
    const session = { state, reason, activity: null }
    return [reasonOf(session), whyOf(session), errorOf(session)]
  }
  const raw = 'API Error: 529 {"type":"error"}'
  expect(stands('failed', raw)).toEqual(['failed: provider overloaded', 'provider overloaded', raw])
  expect(stands('failed', null)).toEqual(['failed', null, null])
  expect(stands('running', 'runs exec')).toEqual(['runs exec', 'runs exec', null])
  expect(stands('idle', 'interrupted')).toEqual(['interrupted', 'interrupted', null])
})
