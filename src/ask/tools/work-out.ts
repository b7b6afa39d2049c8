import { z } from 'zod'
import { Refusal } from '../../lib/refusal.ts'
import { type Figure, type FigureUnit, figureWords } from '../figure.ts'
import type { Table } from '../table.ts'
import { defineTool } from './tool.ts'

const kinds = ['sum', 'difference', 'ratio', 'share', 'mean', 'median'] as const

/** Whether a number is at least what it says, because a part of it has no price. */
const isBound = ({ words }: Figure) => words.startsWith('≥')

/** What has to stand before a number that comes of such ones. */
function signOf(kind: (typeof kinds)[number], [first, second, ...rest]: readonly Figure[]): string {
  const isOfTwo = kind === 'difference' || kind === 'ratio' || kind === 'share'
  if (!isOfTwo) return [first, second, ...rest].some((one) => one && isBound(one)) ? '≥' : ''
  if (first && isBound(first)) return second && isBound(second) ? '≈' : '≥'
  return second && isBound(second) ? '≤' : ''
}

/** What comes out, in which unit, and how it is written down. Throws a Refusal for what makes no sense. */
export function workOut(kind: (typeof kinds)[number], of: readonly Figure[]) {
  const [first, second] = of
  const units = new Set(of.map(({ unit }) => unit))
  if (!first || (kind !== 'ratio' && units.size > 1))
    throw new Refusal('bad-input', 'These numbers are of different kinds, so nothing comes of them together.')
  const isOfTwo = kind === 'difference' || kind === 'ratio' || kind === 'share'
  if (isOfTwo && (of.length !== 2 || !second)) throw new Refusal('bad-input', `A ${kind} is of two numbers.`)
  const values = of.map(({ value }) => value)
  const words = of.map((figure) => figure.words)
  const sum = values.reduce((all, value) => all + value, 0)
  const unit: FigureUnit = first.unit
  if ((kind === 'ratio' || kind === 'share') && second!.value === 0)
    throw new Refusal('bad-input', 'The second number is 0: nothing can be divided by it.')
  switch (kind) {
    case 'sum':
      return { value: sum, unit, formula: words.join(' + ') }
    case 'mean':
      return { value: sum / values.length, unit, formula: `(${words.join(' + ')}) ÷ ${values.length}` }
    case 'median': {
      const sorted = values.toSorted((a, b) => a - b)
      const middle = sorted.length >> 1
      const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
      return { value, unit, formula: `the middle of ${words.join(', ')}` }
    }
    case 'difference':
      return { value: first.value - second!.value, unit, formula: `${words[0]} − ${words[1]}` }
    case 'ratio':
      return { value: first.value / second!.value, unit: 'times' as const, formula: `${words[0]} ÷ ${words[1]}` }
    case 'share':
      return {
        value: (100 * first.value) / second!.value,
        unit: 'percent' as const,
        formula: `${words[0]} of ${words[1]}`,
      }
  }
}

export const workOutTool = defineTool({
  name: 'work_out',
  doing: 'Reckons',
  description:
    'Works a number out of others: sum, mean or median of some, or difference, ratio (first ÷ second) or share (first of second, in percent) of two. Give their references. The answer has a reference of its own.',
  input: z.object({
    kind: z.enum(kinds),
    of: z.array(z.string().max(12)).min(1).max(60),
    what: z.string().min(1).max(120).describe('what the number is, in a few words'),
  }),
  async read({ kind, of, what }, { figures }): Promise<Table> {
    const found = of.map((ref) => {
      const figure = figures.byRef(ref.replace(/[^f\d]/g, ''))
      if (!figure) throw new Refusal('not-found', `There is no number ${ref}.`)
      return figure
    })
    const { value, unit, formula } = workOut(kind, found)
    const words = signOf(kind, found) + figureWords(value, unit)
    return {
      title: `${formula} = ${words}`,
      href: found[0]!.href,
      columns: [{ name: kind, unit }],
      rows: [{ label: what, cells: [{ value, words }] }],
      rowCount: 1,
      formula,
    }
  },
})
