import { addUp, nothing, type Report, type ReportRow, type Totals } from '../../../src/costs/report.ts'
import { addDays, monthOf, weekOf } from '../../../src/lib/zone.ts'

export const ranges = ['7d', '30d', '90d', 'month', 'all'] as const
export type Range = (typeof ranges)[number]

/** How a range is named on its button, and in a sentence. */
export const rangeWords: Record<Range, { short: string; long: string }> = {
  '7d': { short: '7 days', long: 'last 7 days' },
  '30d': { short: '30 days', long: 'last 30 days' },
  '90d': { short: '90 days', long: 'last 90 days' },
  month: { short: 'Month', long: 'this month' },
  all: { short: 'All', long: 'all time' },
}

/** The days a range asks for, both included; today is always one of them. */
export function daysOf(range: Range, today: string): { since?: string; until?: string } {
  switch (range) {
    case '7d':
      return { since: addDays(today, -6), until: today }
    case '30d':
      return { since: addDays(today, -29), until: today }
    case '90d':
      return { since: addDays(today, -89), until: today }
    case 'month':
      return { since: `${monthOf(today)}-01`, until: today }
    case 'all':
      return {}
  }
}

export type Step = 'day' | 'week' | 'month'

/** One bar of the chart. A period nobody asked anything in cost nothing; one without any price is a gap, null. */
export type Bar = Totals & { key: string; firstDay: string; usd: number | null }

const mostBars = 100

/** A report by day as bars, up to today: days while they can be told apart, then weeks, then months. */
export function barsOf(report: Pick<Report, 'since' | 'rows'>, today: string): { step: Step; bars: Bar[] } {
  const rows = new Map(report.rows.map((row) => [row.key, row]))
  const days: string[] = []
  for (let day = report.since ?? report.rows[0]?.key ?? today; day <= today; day = addDays(day, 1)) days.push(day)
  const step = days.length <= mostBars ? 'day' : days.length <= 7 * mostBars ? 'week' : 'month'
  const periodOf = { day: (day: string) => day, week: weekOf, month: monthOf }[step]

  const periods = new Map<string, { firstDay: string; rows: ReportRow[] }>()
  for (const day of days) {
    const key = periodOf(day)
    const period = periods.get(key) ?? { firstDay: day, rows: [] }
    const row = rows.get(day)
    if (row) period.rows.push(row)
    periods.set(key, period)
  }
  const bars = [...periods].map(([key, { firstDay, rows }]) => {
    const totals = rows.length > 0 ? addUp(rows) : nothing
    return { ...totals, key, firstDay, usd: totals.calls === 0 ? 0 : totals.costUsd }
  })
  return { step, bars }
}

/** What a usual period costs: the median of those that cost something. The last one is not over yet and left out. */
export function typical(bars: Pick<Bar, 'usd'>[]): number | undefined {
  const spent = bars
    .slice(0, -1)
    .flatMap(({ usd }) => (usd !== null && usd > 0 ? [usd] : []))
    .sort((a, b) => a - b)
  if (spent.length < 3) return undefined
  const middle = spent.length >> 1
  return spent.length % 2 === 1 ? spent[middle] : (spent[middle - 1]! + spent[middle]!) / 2
}

/** The one past bar worth a word: the highest, when it is half as high again as a typical one. */
export function peakOf(bars: Pick<Bar, 'usd'>[]): number | undefined {
  const usual = typical(bars)
  if (usual === undefined) return undefined
  const past = bars.slice(0, -1).map(({ usd }) => usd ?? 0)
  const at = past.indexOf(Math.max(...past))
  return past[at]! > usual * 1.5 ? at : undefined
}

const part = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))

/** A bar's name in full: `Fri 20 Nov`, `week of 16 Nov`, `November 2026`. */
export function nameOf(step: Step, firstDay: string): string {
  if (step === 'month') return part(firstDay, { month: 'long', year: 'numeric' })
  const day = part(firstDay, { day: 'numeric', month: 'short' })
  return step === 'week' ? `week of ${day}` : `${part(firstDay, { weekday: 'short' })} ${day}`
}

/**
 * The names under the bars, at most so many and evenly apart; the month is said where it changes. The last bar always
 * has its own, `current`.
 */
export function namesUnder(step: Step, bars: Pick<Bar, 'firstDay'>[], atMost: number, current: string) {
  const last = bars.length - 1
  const nearest = last - Math.ceil(bars.length / atMost)
  const apart = [1, 2, 7, 14, 28].find((size) => bars.length / size <= atMost) ?? Math.ceil(bars.length / atMost)
  const names: { index: number; text: string }[] = []
  let before = ''
  for (let index = 0; index <= nearest; index += apart) {
    const { firstDay } = bars[index]!
    const around = firstDay.slice(0, step === 'month' ? 4 : 7)
    const words: Intl.DateTimeFormatOptions =
      step === 'month'
        ? { month: 'short', ...(around === before ? {} : { year: 'numeric' }) }
        : { day: 'numeric', ...(around === before ? {} : { month: 'short' }) }
    names.push({ index, text: part(firstDay, words) })
    before = around
  }
  return [...names, { index: last, text: current }]
}
