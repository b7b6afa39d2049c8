import type { TimelineSpan as Stretch } from '../../../src/agents/agent.ts'

export type { Stretch }

const dayMs = 24 * 3_600_000
const hourMs = 3_600_000

export type DrawnSpan = Stretch & { left: number; width: number }

/** Where the stretches stand on a ribbon that ends now, in percent of it; what lies outside is cut off. */
export function drawnOn(stretches: Stretch[], now: number): DrawnSpan[] {
  const begin = now - dayMs
  return stretches.flatMap((stretch) => {
    const from = Math.max(stretch.from, begin)
    const to = Math.min(Math.max(stretch.to, stretch.from), now)
    if (to < from || stretch.to < begin || stretch.from > now) return []
    return [{ ...stretch, left: ((from - begin) / dayMs) * 100, width: ((to - from) / dayMs) * 100 }]
  })
}

/** The full hours to write below it, every four hours of the clock in `timezone`. */
export function hoursUnder(now: number, timezone: string): { left: number; text: string }[] {
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

const lengthOf = (stretches: DrawnSpan[]) => stretches.reduce((sum, { width }) => sum + (width / 100) * dayMs, 0)

/** How long it worked and waited, and how often it failed. */
export function summaryOf(drawn: DrawnSpan[]) {
  const of = (state: Stretch['state']) => drawn.filter((stretch) => stretch.state === state)
  return { workingMs: lengthOf(of('working')), waitingMs: lengthOf(of('waiting')), failures: of('failed').length }
}
