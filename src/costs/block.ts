import { nothing, type ReportRow } from './report.ts'

/** One answer as far as blocks are concerned. */
export type BlockRow = {
  at: number
  source: string
  cost: number | null
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  total: number
}

const hourMs = 3_600_000
export const blockMs = 5 * hourMs

/**
 * Five-hour blocks as subscriptions count them: a block begins at the full UTC hour of its first answer, and the
 * next one with the first answer after five hours have passed since then. `rows` are ordered by time. Keys are block
 * starts in ms.
 */
export function blocksOf(rows: BlockRow[]): ReportRow[] {
  const blocks: ReportRow[] = []
  let start = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    if (row.at - start >= blockMs) {
      start = Math.floor(row.at / hourMs) * hourMs
      blocks.push({ key: String(start), label: new Date(start).toISOString(), ...nothing })
    }
    const block = blocks.at(-1)!
    block.calls++
    block.inputTokens += row.input
    block.outputTokens += row.output
    block.cacheReadTokens += row.cacheRead
    block.cacheWriteTokens += row.cacheWrite
    block.totalTokens += row.total
    if (row.cost !== null) block.costUsd = (block.costUsd ?? 0) + row.cost
    if (row.source === 'unpriced') block.unpricedTokens += row.total
    if (row.source === 'bound') block.boundTokens += row.total
  }
  return blocks
}
