import type { Stretch, TimelineSpan } from '../../../src/agents/agent.ts'

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

/** The room that a label takes at the least, and the distance to its neighbour, in percent. */
const labelRoom = 9
const labelGap = 1

type StretchLabel = { stretch: Stretch; left: number; room: number; isAtEnd: boolean }

/**
 * The labels above the stretches of work, from left to right. Where there is no room for all, the dearest are named. A
 * label near the end of the timeline ends where that ends.
 */
export function stretchLabels(stretches: readonly Stretch[], now: number): StretchLabel[] {
  const begin = now - dayMs
  const percentAt = (at: number) => ((Math.min(Math.max(at, begin), now) - begin) / dayMs) * 100
  const placed: StretchLabel[] = []
  for (const stretch of stretches.toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0) || b.to - a.to)) {
    if (stretch.to <= begin || stretch.from > now) continue
    const at = percentAt(stretch.from)
    const isAtEnd = at > 100 - labelRoom
    const left = isAtEnd ? 100 - labelRoom : at
    if (placed.every((other) => Math.abs(other.left - left) >= labelRoom + labelGap))
      placed.push({ stretch, left, room: labelRoom, isAtEnd })
  }
  placed.sort((a, b) => a.left - b.left)
  return placed.map((label, number) => {
    const next = placed[number + 1]
    return { ...label, room: (next ? next.left - labelGap : 100) - label.left }
  })
}

type DrawnHour = { at: number; left: number; width: number; height: number }

/** What each hour cost, as bars in percent of the timeline and of the dearest hour. */
export function hourBars(hours: readonly { at: number; usd: number | null }[], now: number): DrawnHour[] {
  const begin = now - dayMs
  const most = Math.max(...hours.map(({ usd }) => usd ?? 0), 0)
  if (most === 0) return []
  return hours.flatMap(({ at, usd }) => {
    const from = Math.max(at, begin)
    const to = Math.min(at + hourMs, now)
    if (to <= from || !usd) return []
    return [
      { at, left: ((from - begin) / dayMs) * 100, width: ((to - from) / dayMs) * 100, height: (usd / most) * 100 },
    ]
  })
}

/** The labels below the timeline, every two hours of local time in `timezone`. */
export function hourLabels(now: number, timezone: string): { left: number; text: string }[] {
  const begin = now - dayMs
  const hourOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: timezone })
  const hours: { left: number; text: string }[] = []
  for (let at = Math.ceil(begin / hourMs) * hourMs; at <= now; at += hourMs) {
    const hour = Number(hourOf.format(at))
    const left = ((at - begin) / dayMs) * 100
    if (hour % 2 === 0 && left < 96) hours.push({ left, text: `${String(hour).padStart(2, '0')}:00` })
  }
  return hours
}

const lengthOf = (spans: DrawnSpan[]) => spans.reduce((sum, { width }) => sum + (width / 100) * dayMs, 0)

/** How long an agent worked and waited, and how often it failed. */
export function summaryOf(drawn: DrawnSpan[]) {
  const of = (state: TimelineSpan['state']) => drawn.filter((span) => span.state === state)
  return { workingMs: lengthOf(of('working')), waitingMs: lengthOf(of('waiting')), failures: of('failed').length }
}
