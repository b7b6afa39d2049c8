import { dayOf } from '../../../src/lib/timezone.ts'
import type { FoundSession } from '../../../src/search/answer.ts'

/** A month of sessions that were active last in it, with their hits; its days are those of a filter. */
export type Month = { name: string; letter: string; hits: number; since: string; before: string }

const shownMonths = 9

/** The last months until now, the oldest first. */
export function monthsOf(
  sessions: readonly Pick<FoundSession, 'lastAt' | 'hits'>[],
  now: number,
  timezone: string,
): Month[] {
  const hits = new Map<string, number>()
  for (const session of sessions) {
    if (session.lastAt === null) continue
    const since = firstOf(dayOf(session.lastAt, timezone), 0)
    hits.set(since, (hits.get(since) ?? 0) + session.hits.length)
  }
  const today = dayOf(now, timezone)
  return Array.from({ length: shownMonths }, (_, at) => {
    const since = firstOf(today, at - shownMonths + 1)
    const name = monthName.format(new Date(`${since}T12:00:00Z`))
    return { name, letter: name[0]!, hits: hits.get(since) ?? 0, since, before: firstOf(since, 1) }
  })
}

const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** The first day of the month so many months away. */
function firstOf(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number)
  return new Date(Date.UTC(year!, month! - 1 + months, 1)).toISOString().slice(0, 10)
}
