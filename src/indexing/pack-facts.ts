import type { Fact, UsageFact } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Batch } from '../facts/source.ts'
import { numberOfTier, tierOfNumber } from '../facts/tier.ts'

/**
 * Batches on their way from one thread to another. Calls, of which there are very many, travel as numbers and one text,
 * which are copied twenty times as fast as objects: `width` numbers for each call, its key in `keys`, and what repeats
 * in `names`. `calls` says how many of them belong to each batch; every other fact stays in its batch.
 */
export type PackedBatches = { batches: Batch[]; calls: number[]; numbers: Float64Array; keys: string; names: string[] }

const width = 18
const separator = '\0'
const flags = { replayed: 1, placeholder: 2, usOnly: 4 }
/** Above the flags, the number of the tier. */
const tierUnit = 8

/** Packs batches. Within a batch, calls come behind the other facts, in their order. */
export function packBatches(batches: Batch[]): PackedBatches {
  const names: string[] = []
  const numberOfName = new Map<string, number>()
  const numberOf = (name: string) => {
    let number = numberOfName.get(name)
    if (number === undefined) {
      number = names.push(name) - 1
      numberOfName.set(name, number)
    }
    return number
  }
  const numbers = new Float64Array(batches.reduce((sum, { facts }) => sum + facts.length, 0) * width)
  const keys: string[] = []
  const calls: number[] = []
  const rest = batches.map((batch): Batch => {
    const before = keys.length
    const facts: Fact[] = []
    for (const fact of batch.facts) {
      if (fact.kind !== 'usage' || !isPackable(fact)) {
        facts.push(fact)
        continue
      }
      const { tokens, key, answerId, loggedUsd, rank } = fact
      const from = keys.length * width
      numbers[from] = fact.at
      numbers[from + 1] = tokens.input
      numbers[from + 2] = tokens.output
      numbers[from + 3] = tokens.cacheRead
      numbers[from + 4] = tokens.cacheWrite5m
      numbers[from + 5] = tokens.cacheWrite1h
      numbers[from + 6] = tokens.reasoning
      numbers[from + 7] = tokens.unclassified
      numbers[from + 8] = loggedUsd ?? Number.NaN
      numbers[from + 9] = rank ?? Number.NaN
      numbers[from + 10] =
        (fact.replayed ? flags.replayed : 0) |
        (fact.placeholder ? flags.placeholder : 0) |
        (fact.usOnly ? flags.usOnly : 0) |
        (numberOfTier(fact.tier) * tierUnit)
      numbers[from + 11] = numberOf(fact.runtime)
      numbers[from + 12] = numberOf(fact.agentId)
      numbers[from + 13] = numberOf(fact.sessionId)
      numbers[from + 14] = numberOf(fact.model)
      numbers[from + 15] = numberOf(fact.provider)
      // The id of an answer is nearly always how its key begins; else it is a name, counted from -2 down.
      numbers[from + 16] =
        answerId === undefined ? -1 : key.startsWith(answerId) ? answerId.length : -2 - numberOf(answerId)
      numbers[from + 17] = fact.searches ?? 0
      keys.push(key)
    }
    calls.push(keys.length - before)
    return { ...batch, facts }
  })
  return { batches: rest, calls, numbers: numbers.slice(0, keys.length * width), keys: keys.join(separator), names }
}

/** The batches as they were before. */
export function unpackBatches({ batches, calls, numbers, keys: joined, names }: PackedBatches): Batch[] {
  const keys = joined.split(separator)
  let call = 0
  for (const [number, { facts }] of batches.entries())
    for (const end = call + calls[number]!; call < end; call++) {
      const from = call * width
      const at = (field: number) => numbers[from + field]!
      const key = keys[call]!
      const fact: UsageFact = {
        kind: 'usage',
        key,
        runtime: names[at(11)]! as Runtime,
        agentId: names[at(12)]!,
        sessionId: names[at(13)]!,
        at: at(0),
        model: names[at(14)]!,
        provider: names[at(15)]!,
        tokens: {
          input: at(1),
          output: at(2),
          cacheRead: at(3),
          cacheWrite5m: at(4),
          cacheWrite1h: at(5),
          reasoning: at(6),
          unclassified: at(7),
        },
        loggedUsd: Number.isNaN(at(8)) ? null : at(8),
        rates: null,
      }
      if (!Number.isNaN(at(9))) fact.rank = at(9)
      const answer = at(16)
      if (answer !== -1) fact.answerId = answer >= 0 ? key.slice(0, answer) : names[-2 - answer]!
      if (at(10) & flags.replayed) fact.replayed = true
      if (at(10) & flags.placeholder) fact.placeholder = true
      if (at(10) & flags.usOnly) fact.usOnly = true
      const tier = tierOfNumber(Math.floor(at(10) / tierUnit))
      if (tier !== undefined) fact.tier = tier
      if (at(17) > 0) fact.searches = at(17)
      facts.push(fact)
    }
  return batches
}

/** What is no number or text of the usual kind stays as it is, and is met by whoever checks facts. */
function isPackable(fact: UsageFact): boolean {
  const { rates, key, at, tokens, loggedUsd, rank, searches, tier } = fact
  if (searches !== undefined && !isNumber(searches)) return false
  if (numberOfTier(tier) === -1) return false
  if (rates !== null || typeof key !== 'string' || key.includes(separator)) return false
  if (!isNumber(at) || (loggedUsd !== null && !isNumber(loggedUsd)) || (rank !== undefined && !isNumber(rank)))
    return false
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, unclassified } = tokens
  return (
    isNumber(input) &&
    isNumber(output) &&
    isNumber(cacheRead) &&
    isNumber(cacheWrite5m) &&
    isNumber(cacheWrite1h) &&
    isNumber(reasoning) &&
    isNumber(unclassified) &&
    typeof fact.agentId === 'string' &&
    typeof fact.sessionId === 'string' &&
    typeof fact.model === 'string' &&
    typeof fact.provider === 'string' &&
    (fact.answerId === undefined || typeof fact.answerId === 'string')
  )
}

const isNumber = (value: unknown) => typeof value === 'number' && !Number.isNaN(value)
