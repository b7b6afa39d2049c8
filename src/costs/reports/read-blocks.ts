import type { Runtime } from '../../facts/runtimes.ts'
import { addDays, quarterMs } from '../../lib/timezone.ts'
import { hasUsageOf } from '../ledger/read-sums.ts'
import { callAtEdge } from '../ledger/read-usage.ts'
import { activeBlockOf, type BlockLimit, blockMs, type Coming } from './block.ts'
import type { Forecasts, Measure } from './read-forecasts.ts'
import type { Totals } from './report.ts'
import type { ReportContext } from './report-context.ts'
import type { Reports } from './reports.ts'
import type { Block, Summary } from './summary.ts'
import { quartersOf } from './wall-clock.ts'

const recentDays = 7

/** The blocks of Claude Code where it is used, else of everything. `day` is today, `at` now (ms). */
export function readBlocks(
  { index, timezone, kept }: ReportContext,
  { report, forecasts }: Reports & { forecasts: Forecasts },
  { day, at, limit }: { day: string; at: number; limit: BlockLimit },
): Summary['blocks'] {
  const runtime: Runtime | null = hasUsageOf(index, 'claude-code') ? 'claude-code' : null
  const all = report({ by: 'block', ...(runtime !== null && { runtime }) }).rows
  // The edges of a block of long ago are kept once they are read.
  const { to, sums: edges } = kept.settled('block edges', runtime ?? '', () => new Map<string, number>())
  const readEdge = (start: number, edge: 'first' | 'last') =>
    callAtEdge(index, edge, { runtime, from: start, to: start + blockMs }) ?? start
  function edgeOf(start: number, edge: 'first' | 'last') {
    if (start + blockMs > to * quarterMs) return readEdge(start, edge)
    const name = `${start} ${edge}`
    const at = edges.get(name) ?? readEdge(start, edge)
    edges.set(name, at)
    return at
  }
  const recentFrom = quartersOf(addDays(day, 1 - recentDays), timezone).first * quarterMs
  const recent = all
    .filter(({ key }) => Number(key) + blockMs > recentFrom)
    .map(({ key, label: _, ...totals }): Block => {
      const startAt = Number(key)
      const [firstAt, lastAt] = [edgeOf(startAt, 'first'), edgeOf(startAt, 'last')]
      const endAt = startAt + blockMs
      return {
        startAt,
        endAt,
        firstAt,
        lastAt,
        isActive: at < endAt && at - lastAt < blockMs,
        totals,
        usd: wholeUsd(totals),
        tokens: totals.totalTokens,
      }
    })
    .reverse()
  const active = recent.find(({ isActive }) => isActive)
  const before = all.filter(({ key }) => Number(key) !== active?.startAt)
  const priced = before.flatMap((row) => wholeUsd(row) ?? [])
  // A spread of very many would not fit on the stack.
  const highestUsd = priced.length === 0 ? null : priced.reduce((max, usd) => Math.max(max, usd), 0)
  const highestTokens = before.reduce((max, { totalTokens }) => Math.max(max, totalTokens), 0)
  const coming = (endAt: number, measure: Measure): Coming => ({
    outlook: forecasts.between(at, endAt, { runtime, measure }),
    path: forecasts.path(at, endAt, { runtime, measure }),
  })
  return {
    runtime,
    active: active
      ? activeBlockOf(active, at, { highestUsd, highestTokens }, limit, {
          usd: coming(active.endAt, 'usd'),
          tokens: coming(active.endAt, 'tokens'),
        })
      : null,
    recent,
    highestUsd,
    highestTokens,
  }
}

/** The money of a block, whoever pays it; null where nothing has a price. */
const wholeUsd = ({ costUsd, subscriptionUsd }: Totals) =>
  costUsd === null && subscriptionUsd === null ? null : (costUsd ?? 0) + (subscriptionUsd ?? 0)
