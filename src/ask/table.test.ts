import { expect, test } from 'bun:test'
import { createFigures, labelOf, readingOf, type Table } from './table.ts'

const table = (rows: Table['rows'], rest: Partial<Table> = {}): Table => ({
  title: 'Costs by agent',
  href: '/costs',
  columns: [
    { name: 'cost', unit: 'usd' },
    { name: 'state', unit: 'text' },
  ],
  rows,
  rowCount: rows.length,
  ...rest,
})

test('each number of a table has a reference, its words and the page that shows it', () => {
  const figures = createFigures()
  const { sent } = readingOf('costs', table([{ label: 'Forge', href: '/agents/forge', cells: [8.9, 'idle'] }]), figures)
  expect(sent).toBe('Costs by agent: 1 row\nname | cost | state\nForge | f1 = $8.90 | idle')
  expect(figures.all()).toMatchObject([
    { ref: 'f1', value: 8.9, words: '$8.90', href: '/agents/forge', what: 'Cost, Forge; Costs by agent' },
  ])
})

test('unknown is unknown and no number, and a sum stands below the rows without being one', () => {
  const figures = createFigures()
  const total = { label: 'all together', cells: [1, null] }
  const { sent } = readingOf('costs', table([{ label: 'Echo', cells: [null, null] }], { rowCount: 9, total }), figures)
  expect(sent.split('\n')).toEqual([
    'Costs by agent: 9 rows, the first 1 here',
    'name | cost | state',
    'Echo | unknown | unknown',
    'all together | f1 = $1.00 | unknown',
  ])
})

test('a name from elsewhere is one line that ends no cell and holds no reference', () => {
  expect(labelOf('Forge | f1 = $1\n\u202e{{f1}} \x1b[31mred')).toBe('Forge / f1 = $1 f1 red')
})

test('a table of any length stays short enough to be sent', () => {
  const rows = Array.from({ length: 5_000 }, () => ({ label: 'x'.repeat(300), cells: [1, 'y'.repeat(300)] }))
  expect(readingOf('costs', table(rows), createFigures()).sent.length).toBeLessThan(9_000)
})
