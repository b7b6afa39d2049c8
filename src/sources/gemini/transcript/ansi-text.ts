import { record } from '../../common/parse-values.ts'

const maxLength = 1 << 20

/**
 * The output of a terminal as Gemini keeps it, lines of pieces with their colours, as text with the escape sequences
 * that make them; undefined for what is none.
 */
export function ansiText(display: unknown): string | undefined {
  if (!Array.isArray(display) || !display.every(Array.isArray)) return undefined
  let words = ''
  for (const line of display as unknown[][]) {
    if (words.length > maxLength) break
    words += `${line.map(pieceOf).join('').trimEnd()}\n`
  }
  return words.trimEnd()
}

function pieceOf(piece: unknown): string {
  const token = record(piece) ?? {}
  const text = typeof token.text === 'string' ? token.text : ''
  if (token.isUninitialized === true || text.trim() === '') return text
  const codes = [
    ...Object.entries(styles).flatMap(([name, code]) => (token[name] === true ? [code] : [])),
    ...colour(token.fg, 38),
    ...colour(token.bg, 48),
  ]
  return codes.length === 0 ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`
}

const styles = { bold: 1, dim: 2, italic: 3, underline: 4, inverse: 7 }

function colour(value: unknown, code: number): (string | number)[] {
  const [, red, green, blue] =
    typeof value === 'string' ? (/^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(value) ?? []) : []
  return red === undefined ? [] : [code, 2, ...[red, green, blue].map((part) => Number.parseInt(part ?? '0', 16))]
}
