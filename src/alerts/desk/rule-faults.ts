import { measureOf } from '../../health/kept-measures.ts'
import { conditions, type RuleDraft, sampleOfMeasure } from '../rule.ts'
import { measureWords, unitOf, valueWords } from '../rule-words.ts'

/** What is wrong with a rule, as sentences: `wrong` keeps it from being saved, `odd` is said while it is edited. */
type Faults = { wrong: string[]; odd: string[] }

const dayMs = 86_400_000
const longestMs = dayMs
const longestAgainMs = 7 * dayMs
const greatest = 2 ** 52

/** Whether a rule can be one at all, and whether it can fire. */
export function faultsOf({ when, againMs, severity }: Pick<RuleDraft, 'when' | 'againMs' | 'severity'>): Faults {
  const wrong: string[] = []
  const odd: string[] = []
  if (!(againMs >= 0 && againMs <= longestAgainMs))
    wrong.push('The time in which it is the same incident is at most 7 days.')
  if (when.kind === 'condition') {
    const { least, most, unit, worse, scopes } = conditions[when.of]
    for (const limit of [when.limit, when.severeLimit])
      if (limit !== null && !(limit >= least && limit <= most))
        wrong.push(`The limit lies between ${valueWords(least, unit)} and ${valueWords(most, unit)}.`)
    const { limit, severeLimit } = when
    if (severeLimit !== null && (worse === 'more' ? severeLimit < limit : severeLimit > limit))
      odd.push('It is severe before it is broken, so it always is severe.')
    const strange = Object.keys(when.scope).filter((name) => !(scopes as readonly string[]).includes(name))
    if (strange.length > 0) wrong.push(`This cannot be narrowed by ${strange.join(' or ')}.`)
    return { wrong, odd }
  }

  const measure = measureOf(sampleOfMeasure(when.measure))
  if (!measure) return { wrong: [`There is no measure “${when.measure.slice(0, 100)}”.`], odd }
  const name = measureWords(when.measure)
  const unit = unitOf(when)
  const isShort = (ms: number, least = 0) => ms >= least && ms <= longestMs
  switch (when.kind) {
    case 'level': {
      const { side, value, severeValue, clear, forMs } = when
      const all = [value, severeValue, clear].filter((one) => one !== null)
      if (!all.every((one) => Number.isFinite(one) && Math.abs(one) <= greatest))
        wrong.push('A value is no number that can be read.')
      if (!isShort(forMs)) wrong.push('The time is at most one day.')
      if (clear !== null && (side === 'above' ? clear > value : clear < value))
        wrong.push(
          `It is over ${side === 'above' ? 'below' : 'above'} ${valueWords(clear, unit)}, which lies on the wrong side of ${valueWords(value, unit)}.`,
        )
      if (severeValue !== null && (side === 'above' ? severeValue < value : severeValue > value))
        odd.push('It is severe before it is broken, so it always is severe.')
      if (severeValue !== null && severity === 'severe')
        odd.push('It is severe anyway, so the second value changes nothing.')
      const never = `It can never fire: ${name} is never ${side} ${valueWords(value, unit)}.`
      const always = `It would always fire: ${name} is always ${side} ${valueWords(value, unit)}.`
      if (unit === 'percent' && side === 'above' && value >= 100) odd.push(never)
      if (unit === 'percent' && side === 'below' && value > 100) odd.push(always)
      if (unit !== 'celsius' && side === 'below' && value <= 0) odd.push(never)
      if (unit !== 'celsius' && side === 'above' && value < 0) odd.push(always)
      break
    }
    case 'absent':
      if (!isShort(when.forMs, 10_000)) wrong.push('The time lies between 10 s and one day.')
      break
    case 'rate':
      if (!(when.by > 0 && when.by <= greatest)) wrong.push('By how much it changes is a number above 0.')
      if (!isShort(when.withinMs, 60_000)) wrong.push('The time lies between one minute and one day.')
      if (unit === 'percent' && when.by > 100) odd.push(`It can never fire: ${name} never changes by more than 100%.`)
      break
    case 'unusual':
      if (!(when.times > 1 && when.times <= 1_000))
        wrong.push('How many times the usual lies above 1 and is at most 1,000.')
      if (!(when.atLeast >= 0 && when.atLeast <= greatest)) wrong.push('From which value on is a number from 0 on.')
      if (!isShort(when.forMs)) wrong.push('The time is at most one day.')
  }
  return { wrong, odd }
}
