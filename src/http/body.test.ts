import { expect, test } from 'bun:test'
import { Refusal } from '../lib/refusal.ts'
import { parseBody } from './body.ts'

const refusalOf = (text: string) => {
  try {
    return parseBody(text)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

test('JSON within its bounds is what JSON.parse makes of it', () => {
  for (const text of [
    '{}',
    'null',
    '"[[[["',
    '{"a":"\\"[{,"}',
    '[1,2,{"b":[true]}]',
    '"\\\\"',
    `${'['.repeat(32)}${']'.repeat(32)}`,
  ])
    expect(parseBody(text)).toEqual(JSON.parse(text))
})

test('depth is refused before it is parsed, whole or torn', () => {
  const tooDeep = 'The body is nested more than 32 levels deep.'
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const)
    for (const depth of [33, 100_000]) {
      expect(refusalOf(open.repeat(depth) + close.repeat(depth))).toBe(tooDeep)
      expect(refusalOf(open.repeat(depth))).toBe(tooDeep)
    }
})

test('a great number of values is refused, as items or as keys', () => {
  const tooMany = 'The body has more than 10000 values.'
  expect(refusalOf(`[${Array.from({ length: 10_001 }, () => 1).join()}]`)).toBe(tooMany)
  expect(refusalOf(`{${Array.from({ length: 10_001 }, (_, at) => `"${at}":1`).join()}}`)).toBe(tooMany)
  expect(refusalOf(`[${'[],'.repeat(10_000)}[]]`)).toBe(tooMany)
})

test('what is no JSON is refused without being repeated', () => {
  for (const text of ['{', '"', '[1', 'secret', '{"a":1}{', '\u0000'])
    expect(refusalOf(text)).toBe('The body is not JSON.')
})
