import { expect, test } from 'bun:test'
import { type BillDraft, checkedBill } from './bill.ts'

const draft: BillDraft = { provider: 'Anthropic', month: '2026-10', amount: '212.40', currency: 'USD' }
const check = (given: Partial<BillDraft>) => checkedBill({ ...draft, ...given }, '2026-11')

test('a bill in dollars is its amount in cents', () => {
  expect(check({})).toEqual({
    provider: 'anthropic',
    month: '2026-10',
    amount: '212.40',
    currency: 'USD',
    rate: '1',
    usdCents: 21_240,
    note: '',
  })
})

test('a bill in another currency is reckoned by the rate that was typed, exactly', () => {
  expect(check({ currency: 'eur', rate: '1.0843' })).toMatchObject({
    currency: 'EUR',
    rate: '1.0843',
    usdCents: 23_031,
  })
  expect(check({ currency: 'JPY', amount: '1', rate: '0.005' }).usdCents).toBe(1)
  expect(check({ currency: 'JPY', amount: '1', rate: '0.0049999' }).usdCents).toBe(0)
  expect(check({ amount: '0.615' }).usdCents).toBe(62)
})

test('a number may be written as people write it', () => {
  for (const [amount, cents] of [
    ['1,234.50', 123_450],
    ['1.234,50', 123_450],
    ["1'234.50", 123_450],
    ['1 234,50', 123_450],
    ['212,4', 21_240],
    ['7', 700],
    ['0', 0],
  ] as const)
    expect([amount, check({ amount }).usdCents]).toEqual([amount, cents])
})

test('what cannot be a bill is refused with a sentence that says what to type', () => {
  for (const [given, sentence] of [
    [{ amount: '-5' }, 'must not be negative'],
    [{ amount: '−5' }, 'must not be negative'],
    [{ amount: 'a lot' }, 'must be a number like'],
    [{ amount: '1e9' }, 'must be a number like'],
    [{ amount: '' }, 'must be a number like'],
    [{ amount: '12.34.56' }, 'must be a number like'],
    [{ amount: '99999999999' }, 'more than ten million'],
    [{ month: '2026-12' }, 'has not begun'],
    [{ month: '2027-01' }, 'has not begun'],
    [{ month: '2026-13' }, 'must be like 2026-11'],
    [{ month: '2019-12' }, 'before 2020-01'],
    [{ currency: '€' }, 'three letters'],
    [{ currency: 'EUR' }, 'how many dollars one EUR is'],
    [{ currency: 'EUR', rate: '0' }, 'above 0'],
    [{ currency: 'EUR', rate: 'x' }, 'above 0'],
    [{ provider: ' \u202e ' }, 'who the bill is from'],
  ] as const)
    expect([given, messageOf(() => check(given))]).toEqual([given, expect.stringContaining(sentence)])
})

function messageOf(run: () => unknown): string {
  try {
    run()
    return 'nothing was refused'
  } catch (error) {
    return (error as Error).message
  }
}

test('the note is one line of a bounded length', () => {
  expect(check({ note: ` in\u202evoice\n7 ${'x'.repeat(500)}` }).note).toMatch(/^invoice 7 x+$/)
  expect(check({ note: 'x'.repeat(500) }).note).toHaveLength(200)
})
