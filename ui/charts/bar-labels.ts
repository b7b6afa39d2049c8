/** The period that one bar stands for. */
export type Step = 'hour' | 'day' | 'week' | 'month'

type Height = { usd: number | null }

/** The cost of a typical period: the median of those that cost something. The last one is not over and is left out. */
export function typicalUsd(bars: Height[]): number | undefined {
  const spent = bars
    .slice(0, -1)
    .flatMap(({ usd }) => (usd !== null && usd > 0 ? [usd] : []))
    .sort((a, b) => a - b)
  if (spent.length < 3) return undefined
  const middle = spent.length >> 1
  return spent.length % 2 === 1 ? spent[middle] : (spent[middle - 1]! + spent[middle]!) / 2
}

/** The index of the highest past bar, where it is at least half as high again as a typical one. */
export function peakOf(bars: Height[]): number | undefined {
  const usual = typicalUsd(bars)
  if (usual === undefined) return undefined
  const past = bars.slice(0, -1).map(({ usd }) => usd ?? 0)
  const at = past.indexOf(Math.max(...past))
  return past[at]! > usual * 1.5 ? at : undefined
}

const part = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))

/** The full name of a bar: `Fri 20 Nov`, `week of 16 Nov`, `November 2026`. */
export function barName(step: Step, firstDay: string): string {
  if (step === 'month') return part(firstDay, { month: 'long', year: 'numeric' })
  const day = part(firstDay, { day: 'numeric', month: 'short' })
  return step === 'week' ? `week of ${day}` : `${part(firstDay, { weekday: 'short' })} ${day}`
}

/**
 * The labels below the bars, evenly apart and `maxLabels` at most. The month is named where it changes. The last bar
 * always has the label `current`.
 */
export function barLabels(step: Step, bars: { firstDay: string }[], maxLabels: number, current: string) {
  const last = bars.length - 1
  const nearest = last - Math.ceil(bars.length / maxLabels)
  const apart = [1, 2, 7, 14, 28].find((size) => bars.length / size <= maxLabels) ?? Math.ceil(bars.length / maxLabels)
  const labels: { index: number; text: string }[] = []
  let before = ''
  for (let index = 0; index <= nearest; index += apart) {
    const { firstDay } = bars[index]!
    const around = firstDay.slice(0, step === 'month' ? 4 : 7)
    const words: Intl.DateTimeFormatOptions =
      step === 'month'
        ? { month: 'short', ...(around === before ? {} : { year: 'numeric' }) }
        : { day: 'numeric', ...(around === before ? {} : { month: 'short' }) }
    labels.push({ index, text: part(firstDay, words) })
    before = around
  }
  return [...labels, { index: last, text: current }]
}
