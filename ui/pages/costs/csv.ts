import type { ReportRow } from '../../../src/costs/report.ts'

const columns: [string, (row: ReportRow) => string | number | null][] = [
  ['key', (row) => row.key],
  ['name', (row) => row.label],
  ['cost_usd', (row) => row.costUsd],
  ['unpriced_tokens', (row) => row.unpricedTokens],
  ['placeholder_tokens', (row) => row.boundTokens],
  ['total_tokens', (row) => row.totalTokens],
  ['input_tokens', (row) => row.inputTokens],
  ['output_tokens', (row) => row.outputTokens],
  ['cache_read_tokens', (row) => row.cacheReadTokens],
  ['cache_write_tokens', (row) => row.cacheWriteTokens],
  ['answers', (row) => row.calls],
]

/** The rows of a report as a table for spreadsheets; an unknown cost is an empty cell. */
export const csvOf = (rows: ReportRow[]) =>
  [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => cell(of(row))))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('')

/** Titles come from others: one that a spreadsheet would calculate is kept a text by an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
