import { expect, test } from 'bun:test'
import { requiredLetters } from './required-letters.ts'

const rows: [source: string, flags: string, letters: string[]][] = [
  ['paint', '', ['paint']],
  ['Paint', '', ['paint']],
  ['marl\\w+-\\d{4}', '', ['marl', '-']],
  ['import .* from', '', ['import ', ' from']],
  ['colou?r', '', ['colo', 'r']],
  ['ab+c', '', ['ab', 'c']],
  ['ab{0,3}c', '', ['a', 'c']],
  ['a{2', '', ['2']],
  ['hull|keel', '', []],
  ['the (hull|keel) of', '', ['the ', ' of']],
  ['(?:x|y)*z', '', ['z']],
  ['[abc]hull[^x\\]y]', '', ['hull']],
  ['a\\.b\\(', '', ['a.b(']],
  ['\\bship\\b', '', ['ship']],
  ['\\u0061hoy', '', []],
  ['(\\u0061)hoy', '', []],
  ['(?<name>x)\\k<name>', '', []],
  ['ship', 'i', ['ship']],
  ['ship and boat', 'iu', []],
  ['boat.ship', 'iu', ['boat']],
  ['^$', '', []],
]

for (const [source, flags, letters] of rows)
  test(`whatever /${source}/${flags} matches has ${letters.length > 0 ? letters.join(' and ') : 'no letters that are sure'}`, () => {
    new RegExp(source, flags)
    expect(requiredLetters(source, flags)).toEqual(letters)
  })
