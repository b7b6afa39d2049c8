import { expect, test } from 'bun:test'
import type { Fact, UsageFact } from '../facts/fact.ts'
import type { Batch } from '../facts/source.ts'
import { packBatches, unpackBatches } from './pack-facts.ts'
import { agent, session, usage } from './testing/filled.ts'

const progress = { files: 1, filesDone: 0, bytes: 9, bytesDone: 0 }
const batch = (facts: Fact[], rest: Partial<Batch> = {}): Batch => ({
  unit: 'u',
  facts,
  cursor: { mark: 1 },
  unread: [],
  progress,
  ...rest,
})
/** What arrives on the other side of a thread. */
const crossed = (batches: Batch[]) => unpackBatches(structuredClone(packBatches(batches)))

const calls: UsageFact[] = [
  usage('main.a', { key: 'k1' }),
  usage('main.a', { key: 'm:1:r', answerId: 'm:1', rank: 2 ** 41 + 3, replayed: true }),
  usage('main.b', { key: 'other', answerId: 'm:1', placeholder: true, tier: 'priority', loggedUsd: 0 }),
  usage('main.b', { key: 'fees', tier: 'batch', usOnly: true, replayed: true, searches: 12 }),
  usage('main.b', { key: 'later', tier: 'flex' }),
  usage('main.b', {
    key: 'Käse 🧀',
    model: 'ü',
    provider: '',
    tokens: { reasoning: 7, unclassified: 5 },
    loggedUsd: 1e-9,
  }),
  usage('main.c', { key: '', answerId: '', rank: 0 }),
]

test('calls arrive on the other side as they were, whatever fields they have', () => {
  expect(crossed([batch(calls)])).toStrictEqual([batch(calls)])
})

test('each batch keeps its own calls, with the other facts before them', () => {
  const [first, second, ...others] = calls
  const sent = [
    batch([first!, agent('a'), second!, session('main.a')], { host: 'pier' }),
    batch([]),
    batch(others, { cursor: null }),
  ]
  expect(crossed(sent)).toStrictEqual([
    batch([agent('a'), session('main.a'), first!, second!], { host: 'pier' }),
    batch([]),
    batch(others, { cursor: null }),
  ])
})

test('what is not as calls are arrives unchanged: nobody reads a number out of it', () => {
  const odd = [
    { key: 'a\0b' },
    { rates: { input: 1, output: 2, cacheRead: null, cacheWrite: null } },
    { at: null },
    { model: { toString: 1 } },
    { answerId: 7 },
    { loggedUsd: Number.NaN },
    { rank: 'high' },
    { tier: 'steerage' },
    { searches: '3' },
    { tokens: { ...calls[0]!.tokens, input: '5' } },
  ].map((rest, n) => ({ ...usage('main.a', { key: `odd ${n}` }), ...rest }) as unknown as Fact)
  const packed = packBatches([batch(odd)])
  expect(packed.calls).toEqual([0])
  expect(crossed([batch(odd)])).toStrictEqual([batch(odd)])
})
