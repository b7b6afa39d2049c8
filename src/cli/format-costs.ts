import type { Outlook } from '../costs/reports/forecast.ts'
import { type Grouping, groupingWords, type Report, type ReportRow } from '../costs/reports/report.ts'
import type { ActiveBlock, Summary } from '../costs/reports/summary.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { clock, cost, duration, money, percent, tokens } from '../lib/format.ts'
import { type Column, drawTable, plainText } from './table.ts'

type Screen = { colour: boolean; width?: number | undefined }

/** Groupings whose row names are dates, which are short and must not be cut. */
const times = new Set<Grouping>(['day', 'week', 'month', 'block'])

/** Formats a report as a table; with a breakdown the models stand under each row. */
export function formatReport(report: Report, by: Grouping, { colour, width }: Screen): string {
  if (report.rows.length === 0) return 'No model was asked anything in that time.\n'
  const isSubscribed = report.totals.subscriptionTokens > 0
  const columns: Column<ReportRow>[] = [
    { head: groupingWords[by], of: (row) => plainText(row.label, 50), shrinks: !times.has(by) },
    { head: 'Answers', of: (row) => String(row.calls), right: true, drop: 1 },
    { head: 'Input', of: (row) => tokens(row.inputTokens), right: true, drop: 3 },
    { head: 'Output', of: (row) => tokens(row.outputTokens), right: true, drop: 2 },
    { head: 'Cache write', of: (row) => tokens(row.cacheWriteTokens), right: true, drop: 6 },
    { head: 'Cache read', of: (row) => tokens(row.cacheReadTokens), right: true, drop: 5 },
    { head: 'Tokens', of: (row) => tokens(row.totalTokens), right: true, drop: 4 },
    ...(isSubscribed
      ? [
          {
            head: 'Subscription',
            of: (row: ReportRow) =>
              row.subscriptionTokens === 0 ? '–' : cost(row.subscriptionUsd, row.subscriptionUnsureTokens > 0),
            right: true,
            drop: 0,
          },
        ]
      : []),
    { head: 'Cost', of: costOfRow, right: true },
  ]
  const parts = new Set<ReportRow>()
  const rows = report.rows.flatMap((row) => {
    const under = (row.breakdown ?? []).map((part) => ({ ...part, label: `  ${part.label}` }))
    for (const part of under) parts.add(part)
    return [row, ...under]
  })
  const table = drawTable(columns, rows, {
    foot: { key: '', label: 'Total', ...report.totals },
    colour,
    width,
    isPart: (row) => parts.has(row),
  })
  const { unpricedTokens, boundTokens, subscriptionUsd } = report.totals
  const notes = [
    ...(unpricedTokens > 0
      ? [`${tokens(unpricedTokens)} tokens have no known price: ≥ is what the rest costs, at least.`]
      : []),
    ...(boundTokens > 0
      ? [
          `${tokens(boundTokens)} tokens are of answers that broke off or are priced in part: ≥ holds what is known of them.`,
        ]
      : []),
    ...(isSubscribed
      ? [`A subscription pays what would cost ${money(subscriptionUsd)} by use; it is beside the total, not in it.`]
      : []),
  ]
  return notes.length === 0 ? table : `${table}\n${notes.join('\n')}\n`
}

/** The cost of a row; a dash where a subscription pays all of it, since another column has that. */
const costOfRow = (row: ReportRow) =>
  row.calls === 0 || (row.subscriptionTokens > 0 && row.subscriptionTokens === row.totalTokens)
    ? '–'
    : cost(row.costUsd, row.unpricedTokens + row.boundTokens > 0)

/** Formats the five-hour block that is running. */
export function formatActiveBlock({ blocks, timezone, at }: Pick<Summary, 'blocks' | 'timezone' | 'at'>): string {
  const { active, runtime } = blocks
  const whose = runtime === null ? 'all runtimes' : runtimeName(runtime)
  if (!active) return `No five-hour block is running (${whose}).\n`
  const lines: [string, string][] = [
    [
      'Block',
      `${clock(active.startAt, timezone)}–${clock(active.endAt, timezone)}, ${duration(active.endAt - at)} left`,
    ],
    ['Of', whose],
    [
      'So far',
      `${cost(active.usd, isUnsure(active))}, ${tokens(active.tokens)} tokens, ${active.totals.calls} answers`,
    ],
  ]
  if (active.burn)
    lines.push([
      'Burns',
      `${tokens(active.burn.tokensPerMinute)} tokens a minute${active.burn.usdPerHour === null ? '' : `, ${money(active.burn.usdPerHour)} an hour`}`,
    ])
  if (active.forecast)
    lines.push([
      'At its end',
      [
        active.forecast.usd &&
          `${cost(active.forecast.usd.mid, isUnsure(active))}${between(active.forecast.usd, money)}`,
        `${tokens(active.forecast.tokens.mid)} tokens${between(active.forecast.tokens, tokens)}`,
      ]
        .filter(Boolean)
        .join(', '),
    ])
  if (active.limit) lines.push(['Used', limitWords(active.limit, timezone)])
  return `${lines.map(([name, words]) => `${name.padEnd(12)}${words}`).join('\n')}\n`
}

const between = ({ low, high }: Outlook, words: (value: number) => string) =>
  words(low) === words(high) ? '' : ` (${words(low)}–${words(high)})`

const isUnsure = ({ totals }: ActiveBlock) =>
  totals.unpricedTokens + totals.boundTokens + totals.subscriptionUnsureTokens > 0

const limitWords = ({ of, measure, limit, usedPercent, fullAt }: NonNullable<ActiveBlock['limit']>, zone: string) =>
  `${percent(usedPercent)} of ${of} (${measure === 'usd' ? money(limit) : `${tokens(limit)} tokens`})${fullAt === null ? '' : `, full at ${clock(fullAt, zone)}`}`
