export type Column<Row> = {
  head: string
  of(row: Row): string
  right?: boolean
  /** The order in which columns are dropped from a narrow terminal, highest first; columns without it stay. */
  drop?: number
  /** Whether the column may be cut where dropping others is not enough. */
  shrinks?: boolean
}

type Options<Row> = {
  foot?: Row | undefined
  colour?: boolean
  /** The width of the terminal in characters; unlimited where it is unknown. */
  width?: number | undefined
  /** Rows that belong to the row above them, drawn dimmed. */
  isPart?: (row: Row) => boolean
}

const gap = 2
const narrowest = 8

/**
 * Draws rows under their heads, columns as wide as their widest cell, `foot` below a rule. Where the table is wider
 * than the terminal, columns are dropped, and then the shrinkable one is cut.
 */
export function drawTable<Row>(
  columns: Column<Row>[],
  rows: Row[],
  { foot, colour = false, width, isPart = () => false }: Options<Row> = {},
): string {
  const cells = [...rows, ...(foot === undefined ? [] : [foot])].map((row) => columns.map((column) => column.of(row)))
  const widths = columns.map((column, number) =>
    cells.reduce((most, line) => Math.max(most, Bun.stringWidth(line[number]!)), Bun.stringWidth(column.head)),
  )
  const shown = fitting(columns, widths, width)
  const tooWide = shown.reduce((sum, number) => sum + widths[number]! + gap, -gap) - (width ?? Number.POSITIVE_INFINITY)
  const cut = shown.find((number) => columns[number]!.shrinks)
  if (tooWide > 0 && cut !== undefined) widths[cut] = Math.max(narrowest, widths[cut]! - tooWide)
  const draw = (line: string[]) =>
    shown
      .map((number) =>
        pad(
          number === cut ? plainText(line[number]!, widths[number]) : line[number]!,
          widths[number]!,
          columns[number]!.right === true,
        ),
      )
      .join(' '.repeat(gap))
      .trimEnd()
  const quiet = (text: string) => (colour ? `\x1b[2m${text}\x1b[22m` : text)
  const bold = (text: string) => (colour ? `\x1b[1m${text}\x1b[22m` : text)
  const lines = [
    quiet(draw(columns.map((column) => column.head))),
    ...rows.map((row, number) => (isPart(row) ? quiet(draw(cells[number]!)) : draw(cells[number]!))),
  ]
  if (foot !== undefined)
    lines.push(
      quiet('─'.repeat(shown.reduce((sum, number) => sum + widths[number]! + gap, -gap))),
      bold(draw(cells.at(-1)!)),
    )
  return `${lines.join('\n')}\n`
}

/** The columns that fit, after dropping others one by one. */
function fitting<Row>(columns: Column<Row>[], widths: number[], width = Number.POSITIVE_INFINITY): number[] {
  const shown = new Set(columns.keys())
  const least = (number: number) => (columns[number]!.shrinks ? Math.min(widths[number]!, 20) : widths[number]!)
  const needed = () => [...shown].reduce((sum, number) => sum + least(number) + gap, -gap)
  const dropped = [...columns.keys()]
    .filter((number) => columns[number]!.drop !== undefined)
    .sort((a, b) => columns[b]!.drop! - columns[a]!.drop!)
  for (const number of dropped) {
    if (needed() <= width) break
    shown.delete(number)
  }
  return [...shown]
}

function pad(text: string, width: number, right: boolean) {
  const space = ' '.repeat(Math.max(0, width - Bun.stringWidth(text)))
  return right ? space + text : text + space
}

/** Foreign text for a terminal: free of control sequences, and cut to `most` characters. */
export function plainText(text: string, most = 60) {
  const indent = /^ {2}(?=\S)/.test(text) ? '  ' : ''
  const plain =
    indent +
    Bun.stripANSI(text)
      .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  if (Bun.stringWidth(plain) <= most) return plain
  let kept = ''
  let width = 1
  for (const { segment } of characters.segment(plain)) {
    width += Bun.stringWidth(segment)
    if (width > most) break
    kept += segment
  }
  return `${kept}…`
}

const characters = new Intl.Segmenter()
