import type { Runtime } from '../facts/runtimes.ts'
import { percentOf } from '../lib/percent-of.ts'

/** What a row of a session says of its context; `contextLimit` is the window that the runtime itself states. */
export type ContextRow = {
  runtime: Runtime
  model: string | null
  contextTokens: number | null
  contextLimit: number | null
}

/** The context window of a session in tokens; null where it is unknown. */
export type WindowOf = (row: ContextRow) => number | null

/** Where nothing else is known, the window is the one that the runtime states. */
export const statedWindow: WindowOf = ({ contextLimit }) => contextLimit

/** How full a context is; null where that is unknown. Every view of a session asks this. */
export const contextPercentOf = (row: ContextRow, windowOf: WindowOf): number | null =>
  row.contextTokens === null ? null : percentOf(row.contextTokens, windowOf(row))
