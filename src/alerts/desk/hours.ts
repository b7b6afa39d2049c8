import { quarterMs } from '../../lib/timezone.ts'

/** The hour of the day of a moment in a zone, 0 to 23. A quarter of an hour lies in one hour, so each is asked for once. */
export function createHours(timezone: string) {
  const known = new Map<number, number>()
  let format: Intl.DateTimeFormat | undefined
  return function hourOf(at: number): number {
    const quarter = Math.floor(at / quarterMs)
    let hour = known.get(quarter)
    if (hour === undefined) {
      format ??= new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' })
      hour = Number(format.format(quarter * quarterMs)) % 24
      if (known.size > 5_000) known.clear()
      known.set(quarter, hour)
    }
    return hour
  }
}
