import { expect, test } from 'bun:test'
import { sampleApproval, sampleNow } from '../../testing/samples.ts'
import { withApproval } from './approvals.ts'

const one = sampleApproval('gateway.exec:1', { askedAt: sampleNow })
const older = sampleApproval('gateway.exec:0', { askedAt: sampleNow - 1 })

test('the oldest stands first, wherever it comes in', () => {
  expect(withApproval([one], older).map(({ id }) => id)).toEqual([older.id, one.id])
})

test('what is told twice stands once, and what is being answered stays until it is taken', () => {
  const answering = { ...one, state: 'answering' as const }
  expect(withApproval(withApproval([one], answering), answering)).toEqual([answering])
})

for (const state of ['answered', 'elsewhere', 'expired', 'withdrawn', 'unknown'] as const)
  test(`what has ended, as ${state}, does not wait any more`, () => {
    expect(withApproval([older, one], { ...one, state })).toEqual([older])
    expect(withApproval([older], { ...one, state })).toEqual([older])
  })
