import { expect, test } from 'bun:test'
import { type Address, addressOf, choices, paramsOf, spans } from './address.ts'

test('every state of the page stands in its address and comes back from it', () => {
  for (const only of choices)
    for (const days of spans)
      for (const q of ['', 'a b'])
        for (const path of [undefined, '/a/b c.ts']) {
          const address: Address = { only, days, q, path }
          expect(addressOf(paramsOf(address))).toEqual(address)
        }
})

test('what an address says that means nothing is left out', () => {
  expect(addressOf({ only: 'none', days: '999', q: ['a', 'b'], path: 'x'.repeat(5_000) })).toEqual({
    only: 'all',
    days: 30,
    q: '',
    path: undefined,
  })
})
