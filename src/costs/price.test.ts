import { expect, test } from 'bun:test'
import type { Tokens } from '../live/fact.ts'
import { type Priceable, priceOf } from './price.ts'

const none: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0, unsplit: 0 }
const rates = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }
const m = 1_000_000

type Told = Partial<Omit<Priceable, 'tokens'>> & { tokens?: Partial<Tokens>; book?: number }

/** A million tokens of input and what else was told, priced: dollars and where they come from. */
function check({ tokens, book, ...told }: Told, usd: number | null, source: string) {
  const usage = {
    at: 0,
    model: 'm',
    provider: 'p',
    loggedUsd: null,
    rates: null,
    ...told,
    tokens: { ...none, input: m, ...tokens },
  }
  expect<unknown>(priceOf(usage, () => book)).toEqual({ usd, source })
}

test('what the runtime logged stands, whatever rates and book say', () =>
  check({ loggedUsd: 0.25, rates, book: 9 }, 0.25, 'logged'))
test('a logged 0 is no price', () => check({ loggedUsd: 0 }, null, 'unpriced'))
test('a logged 0 is looked up', () => check({ loggedUsd: 0, book: 9 }, 9, 'computed'))
test('the rates of the configuration come before the book', () => check({ rates, book: 9 }, 3, 'computed'))
test('every class has its rate, and an hour of cache costs twice the input', () =>
  check(
    { rates, tokens: { input: m, output: m, cacheRead: m, cacheWrite5m: m, cacheWrite1h: m } },
    3 + 15 + 0.3 + 3.75 + 6,
    'computed',
  ))
test('reasoning is a part of the output, not a price of its own', () =>
  check({ rates, tokens: { input: 0, output: m, reasoning: m } }, 15, 'computed'))
test('without rates the book is asked', () => check({ book: 9 }, 9, 'computed'))
test('a book that says 0 knows a free model', () => check({ book: 0 }, 0, 'computed'))
test('what nobody knows has no price', () => check({}, null, 'unpriced'))
test('a model on one’s own machine is free', () => check({ provider: 'Ollama' }, 0, 'computed'))
test('a model offered as free is free', () => check({ model: 'meta-llama/llama-4:free', book: 9 }, 0, 'computed'))
test('a price that was logged for a local model stands', () =>
  check({ provider: 'ollama', loggedUsd: 0.1 }, 0.1, 'logged'))
test('tokens known only as a total have no price', () =>
  check({ tokens: { input: 0, unsplit: m }, rates, book: 9 }, null, 'unpriced'))
test('unless it was logged', () => check({ tokens: { input: 0, unsplit: m }, loggedUsd: 2 }, 2, 'logged'))

test('the book is told the time of the call and all of its tokens', () => {
  const asked: Priceable[] = []
  const usage = { at: 42, model: 'm', provider: 'p', loggedUsd: null, rates: null, tokens: { ...none, output: 7 } }
  priceOf(usage, (question) => {
    asked.push(question)
    return 1
  })
  expect(asked).toEqual([usage])
})
