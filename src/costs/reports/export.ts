import { csvLine } from '../../lib/csv.ts'
import type { PricedCall } from './breakdown.ts'
import type { Report, ReportRow } from './report.ts'

type Column<Row> = [name: string, of: (row: Row) => string | number | null]

const reportColumns: Column<ReportRow>[] = [
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
  ['subscription_usd', (row) => row.subscriptionUsd],
  ['subscription_tokens', (row) => row.subscriptionTokens],
]

const callColumns: Column<PricedCall>[] = [
  ['time', (row) => new Date(row.at).toISOString()],
  ['runtime', (row) => row.runtime],
  ['agent', (row) => row.agent],
  ['session', (row) => row.session],
  ['session_id', (row) => row.sessionId],
  ['model', (row) => row.model],
  ['provider', (row) => row.provider],
  ['cost_usd', (row) => row.costUsd],
  ['cost_source', (row) => row.costSource],
  ['billing', (row) => row.billing],
  ['input_tokens', (row) => row.inputTokens],
  ['output_tokens', (row) => row.outputTokens],
  ['cache_read_tokens', (row) => row.cacheReadTokens],
  ['cache_write_5m_tokens', (row) => row.cacheWrite5mTokens],
  ['cache_write_1h_tokens', (row) => row.cacheWrite1hTokens],
  ['reasoning_tokens', (row) => row.reasoningTokens],
  ['unsplit_tokens', (row) => row.unclassifiedTokens],
  ['web_searches', (row) => row.searches],
  ['price', (row) => (row.price ? `${row.price.source} ${row.price.entry}` : null)],
  ['formula', (row) => row.formula],
]

const head = <Row>(columns: Column<Row>[]) => csvLine(columns.map(([name]) => name))
const line = <Row>(columns: Column<Row>[], row: Row) => csvLine(columns.map(([, of]) => of(row)))

/** A report as a table for spreadsheets; with a breakdown it has a line for each model of each row, the model first. */
export function reportAsCsv({ rows }: Pick<Report, 'rows'>): string {
  const isByModel = rows.some(({ breakdown }) => breakdown)
  const columns: Column<ReportRow & { model: string }>[] = [
    ...(isByModel ? [['model', (row) => row.model] as Column<ReportRow & { model: string }>] : []),
    ...reportColumns,
  ]
  const lines = rows.flatMap((row) =>
    isByModel
      ? (row.breakdown ?? []).map((part) =>
          line(columns, { ...part, key: row.key, label: row.label, model: part.label }),
        )
      : [line(columns, { ...row, model: '' })],
  )
  return [head(columns), ...lines].join('')
}

/** Calls as the text of a file, piece by piece: there may be very many. */
export function* exportCalls(format: 'csv' | 'json', pages: Iterable<PricedCall[]>): Generator<string> {
  if (format === 'csv') {
    yield head(callColumns)
    for (const page of pages) yield page.map((row) => line(callColumns, row)).join('')
    return
  }
  let isFirst = true
  yield '{"items":['
  for (const page of pages) {
    yield `${isFirst ? '' : ','}\n${page.map((row) => JSON.stringify(row)).join(',\n')}`
    isFirst = false
  }
  yield '\n],"nextCursor":null}\n'
}
