import type { TimelineSpan } from '../../../src/agents/agent.ts'

export type { TimelineSpan }

const dayMs = 24 * 3_600_000
const hourMs = 3_600_000

type DrawnSpan = TimelineSpan & { left: number; width: number }

/** The spans on a timeline of 24 hours that ends now, with their places in percent. Parts outside of it are cut off. */
export function drawnOn(spans: TimelineSpan[], now: number): DrawnSpan[] {
  const begin = now - dayMs
  return spans.flatMap((span) => {
    const from = Math.max(span.from, begin)
    const to = Math.min(Math.max(span.to, span.from), now)
    if (to < from || span.to < begin || span.from > now) return []
    return [{ ...span, left: ((from - begin) / dayMs) * 100, width: ((to - from) / dayMs) * 100 }]
  })
}

/** The labels below the timeline, every four hours of local time in `timezone`. */
export function hourLabels(now: number, timezone: string): { left: number; text: string }[] {
  const begin = now - dayMs
  const hourOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: timezone })
  const hours: { left: number; text: string }[] = []
  for (let at = Math.ceil(begin / hourMs) * hourMs; at <= now; at += hourMs) {
    const hour = Number(hourOf.format(at))
    const left = ((at - begin) / dayMs) * 100
    if (hour % 4 === 0 && left < 96) hours.push({ left, text: `${String(hour).padStart(2, '0')}:00` })
  }
  return hours
}

const lengthOf = (spans: DrawnSpan[]) => spans.reduce((sum, { width }) => sum + (width / 100) * dayMs, 0)

/** How long an agent worked and waited, and how often it failed. */
export function summaryOf(drawn: DrawnSpan[]) {
  const of = (state: TimelineSpan['state']) => drawn.filter((span) => span.state === state)
  return { workingMs: lengthOf(of('working')), waitingMs: lengthOf(of('waiting')), failures: of('failed').length }
}
