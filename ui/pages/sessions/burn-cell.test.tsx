import { expect, test } from 'bun:test'
import type { SessionBurn } from '../../../src/costs/reports/session-burn.ts'
import { find, show } from '../../testing/dom.ts'
import { BurnCell } from './burn-cell.tsx'

const minutes = (...last: (number | null)[]) => [...Array.from({ length: 30 - last.length }, () => 0), ...last]

function cell(burn: SessionBurn | null | undefined) {
  const root = show(() => <BurnCell burn={burn} />)
  return {
    said: root.querySelector('.hidden')?.textContent ?? '',
    bars: root.querySelectorAll('rect').length,
    unknown: root.querySelectorAll('rect[data-unknown]').length,
  }
}

test('a session that spent nothing lately, or of which nothing is known yet, has an empty cell', () => {
  expect(cell(null)).toEqual({ said: '', bars: 0, unknown: 0 })
  expect(cell(undefined)).toEqual({ said: '', bars: 0, unknown: 0 })
})

test('a bar stands for each minute with calls', () => {
  expect(cell({ minutes: minutes(0.5, 0, 1), perMinuteUsd: 0.3, isLowerBound: false })).toEqual({
    said: '$0.30 a minute over the last 5 minutes. $1.50 in the last 30 minutes.',
    bars: 2,
    unknown: 0,
  })
  expect(find('.pace').textContent).toBe('$0.30')
})

test('what has no price is never shown as nothing', () => {
  expect(cell({ minutes: minutes(null), perMinuteUsd: null, isLowerBound: true })).toEqual({
    said: 'Its cost per minute is unknown: its calls have no price.',
    bars: 1,
    unknown: 1,
  })
  expect(cell({ minutes: minutes(1, null), perMinuteUsd: 0.2, isLowerBound: true }).said).toBe(
    '≥$0.20 a minute over the last 5 minutes. ≥$1.00 in the last 30 minutes.',
  )
})
