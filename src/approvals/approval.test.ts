import { expect, test } from 'bun:test'
import { type ApprovalRecord, claimed, delivered, ended, notTaken, recovered, seen, vanished } from './approval.ts'
import { commandRequest } from './testing/sample-requests.ts'

const anna = { name: 'anna', id: 'sign-in:a' }
const ben = { name: 'ben', id: 'sign-in:b' }

const waiting = (rest: Parameters<typeof commandRequest>[0] = {}) => seen(undefined, commandRequest(rest), 'gateway')
const messageOf = (act: () => unknown) => {
  try {
    act()
    return 'done'
  } catch (error) {
    return (error as Error).message
  }
}

test('of two people who decide, the first one does, and the other is told who it was', () => {
  const first = claimed(waiting(), 'deny', anna, 2_000)
  expect(first).toMatchObject({ state: 'answering', decision: 'deny', by: 'anna', byId: 'sign-in:a', decidedAt: 2_000 })
  expect(messageOf(() => claimed(first, 'allow-once', ben, 2_001))).toBe('Nothing was sent: anna has denied it.')
  const taken = delivered(first, 3_000)
  expect(taken).toMatchObject({ state: 'answered', by: 'anna', endedAt: 3_000 })
  expect(messageOf(() => claimed(taken, 'allow-once', ben, 3_001))).toBe('Nothing was sent: anna has denied it.')
})

test.each([
  [{ decisions: ['allow-once' as const, 'deny' as const] }, 'allow-always' as const, 'does not take'],
  [{ decisions: [], place: 'Gemini’s terminal' }, 'deny' as const, 'can only be answered in Gemini’s terminal'],
  [{ isCut: true }, 'allow-once' as const, 'nobody should allow what they cannot read'],
  [{ expiresAt: 2_000 }, 'allow-once' as const, 'the time to answer is over'],
])('a request %j does not take “%s”', (rest, decision, reason) => {
  expect(messageOf(() => claimed(waiting(rest), decision, anna, 2_000))).toContain(reason)
})

test('what is known in part can be denied all the same', () => {
  expect(claimed(waiting({ isCut: true }), 'deny', anna, 2_000).state).toBe('answering')
})

test('an answer that was not taken is said, and the request waits again where it is still there', () => {
  const record = claimed(waiting(), 'allow-once', anna, 2_000)
  expect(notTaken(record, 'The gateway is away.', true, 3_000)).toMatchObject({
    state: 'waiting',
    decision: null,
    by: null,
    note: 'The gateway is away.',
  })
  expect(notTaken(record, 'The gateway is away.', false, 3_000)).toMatchObject({ state: 'unknown', endedAt: 3_000 })
})

test('a decision that was being sent when the program ended is no decision: the request waits, and says so', () => {
  const record = recovered(claimed(waiting(), 'allow-once', anna, 2_000))
  expect(record).toMatchObject({ state: 'waiting', decision: null, by: null })
  expect(record.note).toBe('anna allowed it once, and Wheelhouse ended before the runtime had taken it.')
  expect(recovered(waiting()).note).toBeNull()
})

test('a request whose answer did not arrive waits again with its history', () => {
  const taken = delivered(claimed(waiting(), 'allow-once', anna, 2_000), 3_000)
  const again = seen(taken, commandRequest(), 'gateway')
  expect(again).toMatchObject({ state: 'waiting', decision: null, endedAt: null })
  expect(again.note).toStartWith('anna allowed it once, and the runtime still asks')
})

test('what the runtime says of its end counts over an answer on its way, and is not changed afterwards', () => {
  const on = claimed(waiting(), 'allow-once', anna, 2_000)
  const over = ended(on, { id: on.request.id, how: 'elsewhere', decision: 'deny', by: 'the keyboard' }, 2_500)
  expect(over).toMatchObject({ state: 'elsewhere', decision: 'deny', by: 'the keyboard', byId: null })
  expect(delivered(over, 3_000)).toBe(over)
  expect(ended(over, { id: on.request.id, how: 'expired', decision: null, by: null }, 4_000)).toBe(over)
})

test.each([
  [1_500, 'unknown'],
  [1_801_000, 'expired'],
] as const)('a request that nobody names any more at %d ms is %s', (now, state) => {
  expect(vanished(waiting(), now).state).toBe(state)
})

test('a request that vanishes while it is answered waits for the word of the answer', () => {
  const on: ApprovalRecord = claimed(waiting(), 'allow-once', anna, 2_000)
  expect(vanished(on, 3_000)).toBe(on)
})
