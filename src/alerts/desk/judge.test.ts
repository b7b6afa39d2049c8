import { expect, test } from 'bun:test'
import type { When } from '../rule.ts'
import { sentenceOf } from '../rule-words.ts'
import { ruleOf } from '../testing/desk-world.ts'
import { derive, lineOf, noMemory } from './derive.ts'
import { calm, judge } from './judge.ts'

const minute = 60_000

/** One reading: a value, or what happens to the clock before the next one. */
type Step = number | null | { clock: number } | { asleep: number }

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

/** What a rule makes of readings ten seconds apart, as `opened 3` (the number of the reading). */
function fires(when: Exclude<When, { kind: 'condition' }>, steps: Step[], everyMs = 10_000): string[] {
  const rule = ruleOf(when)
  const line = lineOf(rule)
  const memory = noMemory()
  const said: string[] = []
  let state = calm
  let [at, steadyMs, number] = [1_800_000_000_000, 0, 0]
  for (const step of steps) {
    if (step !== null && typeof step === 'object') {
      if ('clock' in step) at += step.clock
      else {
        at += step.asleep
        steadyMs += step.asleep
      }
      continue
    }
    at += everyMs
    steadyMs += everyMs
    number++
    const reading = { at, steadyMs, everyMs, value: step }
    const usual = { of: { byHour: times(24, 2), overall: 2 }, hour: 3 }
    const { state: next, change } = judge(line, state, {
      ...reading,
      value: derive(rule.when as never, memory, reading, usual),
    })
    state = next
    if (change && change.kind !== 'peaked') said.push(`${change.kind} ${number}`)
  }
  return said
}

const cpu: Extract<When, { kind: 'level' }> = {
  kind: 'level',
  measure: 'cpu.percent',
  side: 'above',
  value: 90,
  severeValue: null,
  clear: 80,
  forMs: minute,
}
const absent: When & { kind: 'absent' } = { kind: 'absent', measure: 'gateway.rss.bytes', forMs: minute }
const rate: When & { kind: 'rate' } = {
  kind: 'rate',
  measure: 'memory.percent',
  side: 'rises',
  by: 20,
  withinMs: 2 * minute,
}
const unusual: When & { kind: 'unusual' } = {
  kind: 'unusual',
  measure: 'usd.perMinute',
  times: 3,
  atLeast: 0.5,
  forMs: minute,
}

for (const [what, when, steps, said] of [
  ['over the line for a minute', cpu, times(8, 95), ['opened 7']],
  ['not for long enough', cpu, [...times(6, 95), 89, ...times(6, 95)], []],
  ['exactly at the line', cpu, times(20, 90), []],
  ['between the lines it goes on', cpu, [...times(7, 95), ...times(30, 85)], ['opened 7']],
  ['below the second line for a minute it is over', cpu, [...times(7, 95), ...times(7, 79)], ['opened 7', 'closed 14']],
  ['a short dip does not end it', cpu, [...times(7, 95), ...times(3, 70), 95, ...times(3, 70)], ['opened 7']],
  ['below a line', { ...cpu, side: 'below', value: 10, clear: null }, times(8, 5), ['opened 7']],
  ['at once', { ...cpu, forMs: 0 }, [50, 95, 50], ['opened 2', 'closed 3']],
  ['worse than that', { ...cpu, severeValue: 97 }, [...times(8, 95), ...times(7, 99)], ['opened 7', 'escalated 15']],
  ['no number at all', cpu, times(20, Number.NaN), []],
  ['no finite number', cpu, times(20, Number.POSITIVE_INFINITY), []],
  ['below zero, which is no reading', { ...cpu, side: 'below', value: 10, clear: null }, times(20, -5), []],
  ['unknown in between begins anew', cpu, [...times(4, 95), null, ...times(4, 95)], []],
  [
    'a vanished measure is over after ten minutes',
    cpu,
    [...times(7, 95), ...times(62, null)],
    ['opened 7', 'closed 68'],
  ],
  ['a clock that is put forward', cpu, [95, 95, { clock: 3_600_000 }, 95, 95], []],
  ['a clock that is put back', cpu, [95, 95, { clock: -3_600_000 }, 95, 95], []],
  ['a machine that slept', cpu, [95, 95, { asleep: 3_600_000 }, 95, 95], []],
  ['a clock that jumps ends nothing', cpu, [...times(7, 95), { clock: 9e9 }, 95, { clock: -9e9 }, 95], ['opened 7']],
  ['silent after it spoke', absent, [100, ...times(7, null)], ['opened 7']],
  ['it speaks again', absent, [100, ...times(7, null), 100], ['opened 7', 'closed 9']],
  ['never heard of', absent, times(30, null), []],
  ['silent while the machine slept', absent, [100, null, { asleep: 3_600_000 }, null, null], []],
  ['rises within two minutes', rate, [...times(13, 40), ...times(2, 65)], ['opened 14']],
  ['rises slowly', rate, Array.from({ length: 60 }, (_, place) => 20 + place), []],
  ['rises over a gap', rate, [...times(5, 40), { asleep: 3_600_000 }, ...times(5, 90)], []],
  ['three times the usual', unusual, times(8, 7), ['opened 7']],
  ['twice the usual', unusual, times(20, 4), []],
  ['much more than usual, and still little', { ...unusual, atLeast: 100 }, times(20, 50), []],
] as const)
  test(`${sentenceOf(when as When)}: ${what} → ${said.join(', ') || 'nothing'}`, () => {
    expect(fires(when as never, [...steps] as Step[])).toEqual([...said])
  })

test('the peak is the worst value, on whichever side that is', () => {
  for (const [side, values, peak] of [
    ['above', [95, 99, 97], 99],
    ['below', [5, 2, 3], 2],
  ] as const) {
    const line = lineOf(ruleOf({ ...cpu, side, value: side === 'above' ? 90 : 10, clear: null, forMs: 0 }))
    let state = calm
    for (const [place, value] of values.entries())
      ({ state } = judge(line, state, { at: place * 10_000, steadyMs: place * 10_000, everyMs: 10_000, value }))
    expect([side, state.firing?.peak]).toEqual([side, peak])
  }
})
