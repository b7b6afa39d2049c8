import { expect, test } from 'bun:test'
import { readFilter, writeFilter } from './filter-address.ts'
import { builtInViews, readViews, tidyName } from './saved-views.ts'

test('each given view is an address that says the same when it is read', () => {
  for (const { search } of builtInViews) expect(writeFilter(readFilter(search))).toBe(search)
})

test('kept views come back', () => {
  const kept = [{ name: 'Night crew', search: '?since=today&agent=openclaw:forge' }]
  expect(readViews(JSON.stringify(kept))).toEqual(kept)
})

for (const text of [null, '', 'not json', '{}', '[null, 1, {"name":3}, {"name":" ","search":""}]'])
  test(`what was not kept by us is no view: ${text}`, () => expect(readViews(text)).toEqual([]))

test('a kept view that says more than there is, says what there is', () =>
  expect(readViews('[{"name":"x","search":"?state=bogus&since=today&evil=1"}]')).toEqual([
    { name: 'x', search: '?since=today' },
  ]))

test('a name is one line of forty characters', () =>
  expect(tidyName(`  a\n b ${'x'.repeat(90)}`)).toBe(`a b ${'x'.repeat(36)}`))
