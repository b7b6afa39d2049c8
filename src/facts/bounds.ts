import type { Kind } from './kinds.ts'

/**
 * What happens to a field whose value is of no use: its record is refused, the field is left out, or it has another
 * value instead.
 */
type Rule<Value> = Kind<Value> & { otherwise: 'refuse' | { instead: Value } }
type RuleOfOptional<Value> = Kind<Value> & { otherwise: 'refuse' | 'leave out' }

/** A rule for each field of a record: a field without one does not compile. */
export type Bounds<Record> = {
  [Field in keyof Record]-?: object extends Pick<Record, Field>
    ? RuleOfOptional<NonNullable<Record[Field]>>
    : Rule<Record[Field]>
}

/** The field must fit; a part of it that does is enough. */
export const must = <Value>(kind: Kind<Value>) => ({ ...kind, otherwise: 'refuse' }) as const

/** The field may be missing. */
export const may = <Value>(kind: Kind<Value>) => ({ ...kind, otherwise: 'leave out' }) as const

/** The field has another value where its own is of no use. */
export const or = <Value>(kind: Kind<Value>, instead: Value) => ({ ...kind, otherwise: { instead } }) as const

/** The field is unknown where its value is of no use. */
export const orNull = <Value>({ what, fit }: Kind<Value>) => ({
  what,
  fit: (value: unknown): Value | null | undefined => (value === null ? null : fit(value)),
  otherwise: { instead: null as Value | null },
})

/** What happened to a value: the field, whether something was left of it, and what it should have been. */
export type Loss = { field: string; how: 'cut' | 'left out' | 'refused'; what: string }

/**
 * A check of records by their bounds. It answers the record itself where all of it fits, else a record of what fits, and
 * undefined where a field that must fit does not. `lost` is told of every value that was cut or left out.
 */
export function withinBounds<Fields extends object>(bounds: Bounds<Fields>) {
  // This runs for every row of gigabytes of logs: hence flat rules, and nothing that iterates over pairs.
  const rules = (Object.keys(bounds) as (keyof Fields & string)[]).map((field) => {
    const { fit, what, otherwise } = bounds[field] as Rule<unknown> | RuleOfOptional<unknown>
    return { field, fit, what, otherwise, mayMiss: otherwise === 'leave out' }
  })
  return (given: Fields, lost: (loss: Loss) => void): Fields | undefined => {
    let record = given
    for (let number = 0; number < rules.length; number++) {
      const rule = rules[number]!
      const value: unknown = given[rule.field]
      if (value === undefined && rule.mayMiss) continue
      const fitting = rule.fit(value)
      if (fitting === value && fitting !== undefined) continue
      const { field, what, otherwise } = rule
      if (fitting === undefined && otherwise === 'refuse') {
        lost({ field, how: 'refused', what })
        return undefined
      }
      if (record === given) record = { ...given }
      if (fitting !== undefined) {
        record[field] = fitting as Fields[keyof Fields & string]
        if (isLoss(value, fitting)) lost({ field, how: 'cut', what })
      } else {
        if (typeof otherwise === 'object') record[field] = otherwise.instead as Fields[keyof Fields & string]
        else delete record[field]
        lost({ field, how: 'left out', what })
      }
    }
    return record
  }
}

/** The same as a kind, for a record within another. What does not fit whole is of no use. */
export const recordOf = <Fields extends object>(bounds: Bounds<Fields>, what: string): Kind<Fields> => {
  const check = withinBounds(bounds)
  return {
    what,
    fit: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? check(value as Fields, ignore) : undefined,
  }
}

/** A list of values of one kind: those that fit, and not more than `max` of them. */
export const listOf = <Value>({ fit }: Kind<Value>, max: number, what: string): Kind<Value[]> => ({
  what,
  fit(value) {
    if (!Array.isArray(value)) return undefined
    const fitting = value.slice(0, max).flatMap((one) => fit(one) ?? [])
    return fitting.length === value.length && fitting.every((one, number) => one === value[number]) ? value : fitting
  },
})

const ignore = () => {}

/** Blanks that became others and fractions that were rounded are no loss. */
const isLoss = (value: unknown, fitting: unknown) =>
  typeof value === 'number' ? false : typeof value === 'string' ? bare(value) !== bare(String(fitting)) : true

const bare = (text: string) => text.replace(/\s+/g, '')
