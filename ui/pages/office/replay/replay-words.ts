import { clock } from '../../../../src/lib/format.ts'
import { quarterMs } from '../../../../src/lib/timezone.ts'

/** The time of day to the second, `21:14:05`. Zones differ from UTC by whole minutes. */
export const preciseClock = (at: number, timezone: string) =>
  `${clock(at, timezone)}:${String(new Date(at).getUTCSeconds()).padStart(2, '0')}`

export const weekday = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: timezone }).format(at)

/** A day, `Sun 29 Nov`. */
export const dayWords = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: timezone })
    .format(at)
    .replace(',', '')

/** The moment of the past that an address names, in ms. Undefined where it names none. */
export const momentOf = (text: string | undefined, now: number) =>
  text !== undefined && /^\d{1,15}$/.test(text) && Number(text) < now ? Number(text) : undefined

const hourMs = 3_600_000

/** The hours that are written under a time: all of a short one, each third of a day. */
export function hoursIn({ since, until }: { since: number; until: number }, timezone: string) {
  const every = until - since > 10 * hourMs ? 3 : 1
  const hours: { at: number; words: string }[] = []
  for (let at = Math.ceil(since / quarterMs) * quarterMs; at <= until; at += quarterMs) {
    const words = clock(at, timezone)
    if (words.endsWith(':00') && Number(words.slice(0, 2)) % every === 0) hours.push({ at, words })
  }
  return hours
}

/** Since when what is shown is kept, where that is not the whole time; the rest is unknown. */
export function keptWords(
  { workFrom, waitsFrom }: { workFrom: number | null; waitsFrom: number | null },
  { since, until }: { since: number; until: number },
  timezone: string,
): string | undefined {
  const when = (at: number) => `${dayWords(at, timezone)}, ${clock(at, timezone)}`
  if (workFrom === null || workFrom >= until) return 'Nothing of this time is kept: how everybody was is unknown.'
  if (workFrom > since) return `Kept since ${when(workFrom)}. What was before is unknown.`
  if (waitsFrom === null || waitsFrom >= until) return 'Of this time it is not kept who waited.'
  return waitsFrom > since ? `Who waited is kept since ${when(waitsFrom)}.` : undefined
}
