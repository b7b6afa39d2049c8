/** What one bar holds. */
export type Step = 'hour' | 'day' | 'week' | 'month'

type Height = { usd: number | null }

/** What a usual period costs: the median of those that cost something. The last one is not over yet and left out. */
export function typical(bars: Height[]): number | undefined {
  const spent = bars
    .slice(0, -1)
    .flatMap(({ usd }) => (usd !== null && usd > 0 ? [usd] : []))
    .sort((a, b) => a - b)
  if (spent.length < 3) return undefined
  const middle = spent.length >> 1
  return spent.length % 2 === 1 ? spent[middle] : (spent[middle - 1]! + spent[middle]!) / 2
}

/** The one past bar worth a word: the highest, when it is half as high again as a typical one. */
export function peakOf(bars: Height[]): number | undefined {
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
export function namesUnder(step: Step, bars: { firstDay: string }[], atMost: number, current: string) {
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
