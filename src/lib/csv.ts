/** One line of a table for spreadsheets; an unknown value is an empty cell. */
export const csvLine = (cells: (string | number | null)[]) => `${cells.map(cell).join(',')}\r\n`

/** Titles are foreign: an apostrophe keeps a spreadsheet from calculating one. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[\s\u200b\ufeff]*[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
