import type { FileTouch } from '../../../src/files/file.ts'
import { clock } from '../../../src/lib/format.ts'
import { addDays, dayOf } from '../../../src/lib/timezone.ts'

type Bar = { label: string; writes: number }

const hourMs = 3_600_000

/** How often sessions wrote a file on each of the last days, oldest first; of one day alone in each of its hours. */
export function writesOf(touches: readonly FileTouch[], now: number, days: number, timezone: string): Bar[] {
  const writes = touches.filter(({ how }) => how !== 'read' && how !== 'outside')
  if (days === 1) {
    const until = Math.floor(now / hourMs) * hourMs
    return Array.from({ length: 24 }, (_, index) => {
      const from = until - (23 - index) * hourMs
      return {
        label: clock(from, timezone),
        writes: writes.filter(({ at }) => at >= from && at < from + hourMs).length,
      }
    })
  }
  const counts = Map.groupBy(writes, ({ at }) => dayOf(at, timezone))
  const today = dayOf(now, timezone)
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(today, index - days + 1)
    return { label: nameOf(day), writes: counts.get(day)?.length ?? 0 }
  })
}

const nameOf = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(day))
