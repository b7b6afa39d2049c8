import { addDays, dayOf, isDay, startOfDay } from '../../../src/lib/timezone.ts'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** The days that have a name: the first day of what they name. */
export const momentWords = ['today', 'yesterday', 'week', 'month', ...weekdays] as const

/** A day by its name, or as `YYYY-MM-DD`. A name means another day tomorrow, also in an address that was kept. */
export type Moment = (typeof momentWords)[number] | (string & {})

export const isMoment = (text: string): text is Moment =>
  (momentWords as readonly string[]).includes(text) || isDay(text)

/** How a chip says it behind `since`. */
export const momentLabel = (moment: Moment) =>
  moment === 'week' ? 'the last 7 days' : moment === 'month' ? 'the last 30 days' : capitalDay(moment)

/** How a chip says that something was active last before it. */
export const beforeLabel = (moment: Moment) =>
  moment === 'week' ? 'over 7 days ago' : moment === 'month' ? 'over 30 days ago' : `before ${capitalDay(moment)}`

const capitalDay = (moment: Moment) =>
  (weekdays as readonly string[]).includes(moment) ? `${moment[0]!.toUpperCase()}${moment.slice(1)}` : moment

/** When it begins, in ms: the first moment of its day in a zone. A weekday is the last one that has begun. */
export function momentMs(moment: Moment, now: number, timezone: string): number {
  // Nothing is known of the time before 1970.
  return Math.max(0, startOfDay(dayNamed(moment, dayOf(now, timezone)), timezone))
}

function dayNamed(moment: Moment, today: string): string {
  switch (moment) {
    case 'today':
      return today
    case 'yesterday':
      return addDays(today, -1)
    case 'week':
      return addDays(today, -6)
    case 'month':
      return addDays(today, -29)
  }
  const weekday = weekdays.indexOf(moment as (typeof weekdays)[number])
  if (weekday === -1) return moment
  const passed = (new Date(`${today}T12:00:00Z`).getUTCDay() - weekday + 7) % 7
  return addDays(today, -passed)
}
