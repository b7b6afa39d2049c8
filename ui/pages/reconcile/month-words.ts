const months = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })
const monthsOfYears = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `2026-11` → `November`. */
export const monthName = (month: string) => months.format(Date.parse(`${month}-01`))

/** `2026-11` → `Nov 2026`. */
export const monthOfYear = (month: string) => monthsOfYears.format(Date.parse(`${month}-01`))

/** `2026-11-20` → `20 Nov`. */
export const dayName = (day: string) => days.format(Date.parse(day))
