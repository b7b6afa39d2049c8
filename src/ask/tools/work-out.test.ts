import { expect, test } from 'bun:test'
import type { Figure, FigureUnit } from '../figure.ts'
import { createFigures } from '../table.ts'
import type { Asked } from './tool.ts'
import { workOut, workOutTool } from './work-out.ts'

const figure = (value: number, words = `$${value}`, unit: FigureUnit = 'usd'): Figure => ({
  ref: 'f1',
  value,
  unit,
  words,
  what: '',
  href: '/costs',
  formula: null,
})

test.each([
  ['sum', [2, 3, 4], 9],
  ['mean', [2, 3, 4], 3],
  ['median', [9, 2, 4], 4],
  ['median', [9, 2, 4, 6], 5],
  ['difference', [5, 2], 3],
  ['ratio', [6, 2], 3],
  ['share', [1, 4], 25],
] as const)('the %s of %j is %d', (kind, values, result) => {
  expect(
    workOut(
      kind,
      values.map((value) => figure(value)),
    ).value,
  ).toBe(result)
})

test('what makes no sense is refused in a sentence', () => {
  expect(() => workOut('ratio', [figure(1), figure(0)])).toThrow('nothing can be divided by it')
  expect(() => workOut('sum', [figure(1), figure(1, '1k', 'tokens')])).toThrow('of different kinds')
  expect(() => workOut('share', [figure(1)])).toThrow('of two numbers')
})

test('what comes of lower bounds says that it is one, or that it is at most so much', async () => {
  const figures = createFigures()
  const add = (words: string, value: number) => figures.add({ value, unit: 'usd', words, what: '', href: '/costs' }).ref
  const [bound, whole] = [add('≥$2.00', 2), add('$4.00', 4)]
  const words = async (kind: string, of: string[]) => {
    const { rows } = await workOutTool.read({ kind, of, what: 'it' }, { figures } as unknown as Asked)
    return (rows[0]!.cells[0] as { words: string }).words
  }
  expect(await words('sum', [bound, whole])).toBe('≥$6.00')
  expect(await words('share', [whole, bound])).toBe('≤200%')
  expect(await words('ratio', [bound, whole])).toBe('≥0.5×')
  expect(await words('ratio', [bound, bound])).toBe('≈1.0×')
  expect(await words('mean', [whole, whole])).toBe('$4.00')
})

test('a number that was not read cannot be worked with', () => {
  const asked = { figures: createFigures() } as unknown as Asked
  expect(workOutTool.read({ kind: 'sum', of: ['f9'], what: 'it' }, asked)).rejects.toThrow('There is no number f9.')
})
