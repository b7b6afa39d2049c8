import { expect, test } from 'bun:test'
import { type Address, addressOf, choices, hrefInEditor, hrefOfTouch, paramsOf, spans, views } from './address.ts'

test('every state of the page stands in its address and comes back from it', () => {
  for (const only of choices)
    for (const days of spans)
      for (const q of ['', 'a b'])
        for (const path of [undefined, '/a/b c.ts'])
          for (const view of views) {
            const address: Address = { only, days, q, path, view }
            expect(addressOf(paramsOf(address))).toEqual(address)
          }
})

test('what an address says that means nothing is left out', () => {
  expect(addressOf({ only: 'none', days: '999', q: ['a', 'b'], path: 'x'.repeat(5_000) })).toEqual({
    only: 'all',
    days: 30,
    q: '',
    path: undefined,
    view: 'touched',
  })
})

test('a path stands in the address of an editor as itself, whatever is in it', () => {
  const template = 'vscode://file/{path}:{line}'
  expect(hrefInEditor(template, '/home/boat/a.ts', 12)).toBe('vscode://file/home/boat/a.ts:12')
  expect(hrefInEditor(template, '/a b/$&#?%\uD800.ts', null)).toBe('vscode://file/a%20b/%24%26%23%3F%25%EF%BF%BD.ts:1')
  expect(hrefInEditor('x://open?file={path}', '/a', 1)).toBe('x://open?file=/a')
})

test('a touch from outside leads nowhere', () => {
  expect(hrefOfTouch({ sessionId: '', itemId: '' })).toBeUndefined()
  expect(hrefOfTouch({ sessionId: 'a', itemId: '1.0' })).toBe('/sessions/a#1.0')
})
