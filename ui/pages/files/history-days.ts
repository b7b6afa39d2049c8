import type { FileTouch } from '../../../src/files/file.ts'
import { dayOf } from '../../../src/lib/timezone.ts'

type Day = { name: string; touches: FileTouch[] }

/** Touches that are in the order of time, by the days on which they happened. */
export function daysOf(touches: readonly FileTouch[], timezone: string): Day[] {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: timezone } as const
  const format = new Intl.DateTimeFormat('en-GB', options)
  return [...Map.groupBy(touches, ({ at }) => dayOf(at, timezone)).values()].map((own) => ({
    name: format.format(own[0]!.at),
    touches: own,
  }))
}
