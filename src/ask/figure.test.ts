import { describe, expect, test } from 'bun:test'
import { type Figure, namesIn, plainAnswer, readAnswer } from './figure.ts'

const figure = (ref: string, words: string, href = '/costs'): Figure => ({
  ref,
  value: 1,
  unit: 'usd',
  words,
  what: 'a cost',
  href,
  formula: null,
})
const known = [
  figure('f1', '$26.80'),
  figure('f2', '2.4×'),
  figure('f3', '212'),
  figure('f4', '$5.00', '/a'),
  figure('f5', '$5.00', '/b'),
]
const read = (text: string, names: string[] = []) => readAnswer(text, known, { names })

test('a reference stands for its number, whichever brackets a model writes', () => {
  const { markdown, figures, loose } = read('It cost {{f1}}, [[f2]] a typical day, in {{ f3 }} turns.')
  expect(markdown).toBe('It cost `fig:f1`, `fig:f2` a typical day, in `fig:f3` turns.')
  expect([figures.map(({ ref }) => ref), loose]).toEqual([['f1', 'f2', 'f3'], []])
})

test('a number that a model wrote by itself is linked where one page shows it, and marked where none or several do', () => {
  expect(read('It cost $26.80 and not $27.').markdown).toBe('It cost `fig:f1` and not `num:$27`.')
  expect(read('$5.00').loose).toEqual(['$5.00'])
})

test.each([
  ['`$9,999.00`', '$9,999.00'],
  ['USD999.50', 'USD999.50'],
  ['the last 5000 calls', '5000'],
  ['top 700', '700'],
  ['May 50', '50'],
  ['at 45:10', '45'],
  ['９９９', '９９９'],
  ['€12', '€12'],
])('a number that hides is marked: %j', (text, number) => {
  expect(read(text).loose).toContain(number)
})

test('marks of ours that a model writes by itself are text', () => {
  expect(read('`fig:f1` and `num:x`')).toMatchObject({ markdown: 'fig:f1 and num:x', figures: [] })
})

test('a figure that reads as several words is one, references may stand in capitals and in a list', () => {
  const long = [...known, figure('f6', '24 min 9 s', '/agents/a')]
  expect(readAnswer('It took 24 min 9 s.', long)).toMatchObject({ markdown: 'It took `fig:f6`.', loose: [] })
  expect(readAnswer('{{F1}} and {{f2, f3}}', long).figures).toHaveLength(3)
})

test('a text of any length is read in a moment', () => {
  const begun = performance.now()
  for (const text of ['a'.repeat(60_000), `{{${' '.repeat(20_000)}`, '1 '.repeat(20_000), '`'.repeat(20_000)])
    readAnswer(text, known, { isWhole: false })
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('a reference to nothing is a question mark that is marked', () => {
  expect(read('{{f99}}')).toMatchObject({ markdown: '`num:?`', loose: ['?'] })
})

describe('what is no figure is left alone', () => {
  test.each([
    'on Thursday 12 November at 15:40',
    'on 2026-11-12 and Nov 3, 2026',
    'on the 12th',
    '1. first\n2. second',
    'opus-4.6 and gpt-5.1-codex and v2.3.1',
    'the last 30 days, and the top 3',
    'a 5-hour block',
    'in a block\n```\n$99\n```',
    'am 29. November um 14 Uhr, am 29.11.2026',
    '11月29日 14点',
    'in 2026',
    'the model `sonnet` did it',
  ])('%j', (text) => {
    expect(read(text)).toMatchObject({ markdown: text, loose: [] })
  })
  test('a name of a table, with what is written in it', () => {
    const names = namesIn(['Sessions: 1 row\nname | cost\nForge: from 180 to 420 ms (again) | f1 = $26.80'])
    expect(names).toEqual(['Forge: from 180 to 420 ms (again)'])
    expect(read('**Forge: from 180 to 420 ms (again)** took 420', names).loose).toEqual(['420'])
  })
})

test('an answer that grows ends before a reference that is not finished', () => {
  for (const tail of ['{', '{{', '{{f', '{{f1', '{{f1}', '[[f1', '[['])
    expect(readAnswer(`It cost ${tail}`, known, { isWhole: false }).markdown).toBe('It cost ')
})

test('as plain text it has the numbers in it', () => {
  expect(plainAnswer('It cost {{f1}}, {{f77}}.', known)).toBe('It cost $26.80, ?.')
})
