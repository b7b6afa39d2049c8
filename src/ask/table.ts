import { oneLine } from '../lib/plain-text.ts'
import type { Reading } from './answer.ts'
import { type Figure, type FigureUnit, figureWords } from './figure.ts'

/** A number, the same in words of its own (`≥$0.02`), a text, or nothing. */
export type Cell = number | { value: number; words: string } | string | null
export type Column = { name: string; unit: FigureUnit | 'text' }

/** `unit` is that of all its numbers, where they are not those of the columns. */
type TableRow = { label: string; href?: string; unit?: FigureUnit | undefined; cells: Cell[] }

/** What a tool has read: a table of names and numbers, with the page that shows it. */
export type Table = {
  title: string
  href: string
  columns: Column[]
  rows: TableRow[]
  /** How many rows there are; `rows` may be the first of them. */
  rowCount: number
  /** The sum of all rows, where they have one. */
  total?: TableRow
  /** What has to be known about it, in a sentence. */
  note?: string
  /** Whether its rows are one after the other in time, so that they can be drawn. */
  isByTime?: true
  /** How its number was worked out, where it was. */
  formula?: string
}

const maxRows = 40
const maxText = 8_000
const maxLabel = 120

/** The figures of one answer, numbered as they are read. */
export function createFigures() {
  const all: Figure[] = []
  return {
    all: () => all,
    byRef: (ref: string) => all.find((figure) => figure.ref === ref),
    add(figure: Omit<Figure, 'ref' | 'words' | 'formula'> & { words?: string; formula?: string }): Figure {
      const { words = figureWords(figure.value, figure.unit), formula = null } = figure
      const added = { ...figure, ref: `f${all.length + 1}`, words, formula }
      all.push(added)
      return added
    },
  }
}
export type Figures = ReturnType<typeof createFigures>

/** A name from elsewhere on one line, without what a table or a reference is made of. */
export const labelOf = (text: string) =>
  oneLine(text)
    .replace(/\|/g, '/')
    .replace(/[{}[\]]{2,}/g, '')
    .trim()
    .slice(0, maxLabel)

/** Gives every number of a table its reference, and writes what the model gets of it. */
export function readingOf(tool: string, table: Table, figures: Figures): Reading {
  const bars: NonNullable<Reading['bars']> = []
  const lines: string[] = []
  const title = labelOf(table.title)
  let size = 0

  function add({ label, href = table.href, unit: own, cells }: TableRow, isTotal = false): boolean {
    const name = labelOf(label) || 'nothing'
    const words = cells.map((cell, index) => {
      const column = table.columns[index]!
      const unit = column.unit === 'text' ? 'text' : (own ?? column.unit)
      if (cell === null) return 'unknown'
      if (typeof cell === 'string') return labelOf(cell)
      if (unit === 'text') return labelOf(String(typeof cell === 'number' ? cell : cell.words))
      const { value, words } = typeof cell === 'number' ? { value: cell, words: undefined } : cell
      const what = `${capital(column.name)}, ${name}; ${title}`
      const figure = figures.add({
        value,
        unit,
        what,
        href,
        ...(words !== undefined && { words }),
        ...(table.formula !== undefined && { formula: table.formula }),
      })
      if (table.isByTime && index === 0 && !isTotal) bars.push({ label: name, value, ref: figure.ref })
      return `${figure.ref} = ${figure.words}`
    })
    const line = [name, ...words].join(' | ')
    size += line.length + 1
    if (size > maxText) return false
    lines.push(line)
    return true
  }

  for (const row of table.rows.slice(0, maxRows)) if (!add(row)) break
  const shown = lines.length
  if (table.total) add(table.total, true)
  const head = `${title}: ${table.rowCount === 1 ? '1 row' : `${table.rowCount} rows`}${shown < table.rowCount ? `, the first ${shown} here` : ''}`
  const sent = [
    head,
    ...(table.note ? [table.note] : []),
    ...(lines.length > 0 ? [['name', ...table.columns.map(({ name }) => name)].join(' | '), ...lines] : []),
  ].join('\n')
  return {
    tool,
    title,
    href: table.href,
    rows: table.rowCount,
    bars: bars.length > 1 ? bars : null,
    sent,
    isRefused: false,
  }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
