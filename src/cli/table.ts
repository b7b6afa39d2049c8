export type Column<Row> = { head: string; of(row: Row): string; right?: boolean }

/** Draws rows under their heads, columns as wide as their widest cell; `foot` stands under a line. */
export function drawTable<Row>(
  columns: Column<Row>[],
  rows: Row[],
  { foot, colour = false }: { foot?: Row | undefined; colour?: boolean } = {},
): string {
  const cells = [...rows, ...(foot === undefined ? [] : [foot])].map((row) => columns.map((column) => column.of(row)))
  const widths = columns.map((column, number) =>
    Math.max(Bun.stringWidth(column.head), ...cells.map((line) => Bun.stringWidth(line[number]!))),
  )
  const draw = (line: string[]) =>
    line
      .map((cell, number) => pad(cell, widths[number]!, columns[number]!.right === true))
      .join('  ')
      .trimEnd()
  const quiet = (text: string) => (colour ? `\x1b[2m${text}\x1b[22m` : text)
  const bold = (text: string) => (colour ? `\x1b[1m${text}\x1b[22m` : text)
  const lines = [quiet(draw(columns.map((column) => column.head))), ...cells.slice(0, rows.length).map(draw)]
  if (foot !== undefined)
    lines.push(quiet('─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))), bold(draw(cells.at(-1)!)))
  return `${lines.join('\n')}\n`
}

function pad(text: string, width: number, right: boolean) {
  const space = ' '.repeat(Math.max(0, width - Bun.stringWidth(text)))
  return right ? space + text : text + space
}

/** Foreign text for a terminal: without anything that could move its cursor or colour it, and not wider than `most`. */
export function plainText(text: string, most = 60) {
  const plain = Bun.stripANSI(text)
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
