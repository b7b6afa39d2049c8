import { cost } from '../../../src/lib/format.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { groupOfState, type StateGroup, stateGroups } from '../../../src/sessions/severity.ts'

type Summed = Pick<SessionItem, 'state' | 'costUsd' | 'costSource'>

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const stateWords: Record<StateGroup, string> = {
  waiting: 'waiting',
  stopped: 'stopped',
  working: 'running',
  idle: 'idle',
  finished: 'finished',
  unknown: 'of unknown state',
}

/** `one running, two stopped, $6.03 together`: what some sessions are, and what they cost where that is known. */
export function checkedWords(items: readonly Summed[]): string {
  const counts = Map.groupBy(items, ({ state }) => groupOfState(state))
  const states = stateGroups.flatMap((group) => {
    const count = counts.get(group)?.length ?? 0
    return count === 0 ? [] : [`${numbers[count] ?? count} ${stateWords[group]}`]
  })
  const known = items.filter(({ costUsd }) => costUsd !== null)
  if (known.length === 0) return states.join(', ')
  const isLowerBound = items.some(({ costSource }) => costSource === 'unpriced' || costSource === 'bound')
  const sum = known.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)
  return [...states, `${cost(sum, isLowerBound)}${items.length > 1 ? ' together' : ''}`].join(', ')
}
