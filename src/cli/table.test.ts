import { expect, test } from 'bun:test'
import { type Column, drawTable, plainText } from './table.ts'

type Row = { name: string; cost: string }
const columns: Column<Row>[] = [
  { head: 'Name', of: (row) => row.name },
  { head: 'Cost', of: (row) => row.cost, right: true },
]
const draws = (rows: Row[], lines: string[], foot?: Row) =>
  expect(drawTable(columns, rows, { foot })).toBe(`${lines.join('\n')}\n`)

test('columns are as wide as their widest cell, and numbers stand at the right', () =>
  draws(
    [
      { name: 'a', cost: '$1.00' },
      { name: 'longer', cost: '$10.00' },
    ],
    ['Name      Cost', 'a        $1.00', 'longer  $10.00'],
  ))
test('wide and combined characters keep the columns straight', () =>
  draws(
    [
      { name: '日本語', cost: '1' },
      { name: '🦞', cost: '22' },
      { name: 'e\u0301', cost: '3' },
      { name: 'abcde', cost: '4' },
    ],
    ['Name    Cost', '日本語     1', '🦞        22', 'e\u0301          3', 'abcde      4'],
  ))
test('a sum stands under a line', () =>
  draws([{ name: 'a', cost: '1' }], ['Name   Cost', 'a         1', '───────────', 'Total     1'], {
    name: 'Total',
    cost: '1',
  }))
test('without rows there are heads', () => draws([], ['Name  Cost']))
test('colour changes no width', () => {
  const coloured = drawTable(columns, [{ name: 'a', cost: '1' }], { foot: { name: 'T', cost: '1' }, colour: true })
  expect(coloured).toContain('\x1b[')
  expect(Bun.stripANSI(coloured)).toBe(
    drawTable(columns, [{ name: 'a', cost: '1' }], { foot: { name: 'T', cost: '1' } }),
  )
})

const plain = (text: string, expected: string) => expect(plainText(text)).toBe(expected)

test('plain text stays', () => plain('Look after the logs (ä, 日本, 🦞)', 'Look after the logs (ä, 日本, 🦞)'))
test('colours are taken out', () => plain('\x1b[31mred\x1b[0m', 'red'))
test('a cursor is not moved, nor a screen cleared', () => plain('a\x1b[2J\x1b[Hb\x1b[1;1H', 'ab'))
test('a title and a link are not set', () => plain('\x1b]0;root@host\x07a\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\', 'ab'))
test('what is left of a torn sequence cannot act', () => {
  for (const text of [
    '\x1b[',
    '\x1b]0;x',
    'a\x1b',
    '\x9b31m',
    '\x1b[\x1b[31m31mred',
    '\x1bP',
    'a\x08\x08b',
    'a\rb',
    'a\x00b',
    'a\x7fb',
  ])
    expect([text, /[\x00-\x1f\x7f-\x9f]/.test(plainText(text))]).toEqual([text, false])
})
test('text is not turned around', () => plain('abc\u202edef\u2066ghi', 'abc def ghi'))
test('lines become one', () => plain('a\n\n b\r\n\tc\u2028d', 'a b c d'))
test('a long text ends in an ellipsis, as wide as it may be', () => {
  expect(plainText('x'.repeat(60))).toBe('x'.repeat(60))
  expect(plainText('x'.repeat(61))).toBe(`${'x'.repeat(59)}…`)
  expect(Bun.stringWidth(plainText('日'.repeat(100), 20))).toBeLessThanOrEqual(20)
  expect(plainText('日'.repeat(100), 20)).toBe(`${'日'.repeat(9)}…`)
})
test('no character is cut in two', () => expect(plainText('🦞'.repeat(40), 10)).toBe(`${'🦞'.repeat(4)}…`))
