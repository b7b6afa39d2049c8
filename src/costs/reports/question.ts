import { runtimes } from '../../facts/runtimes.ts'
import { Refusal } from '../../lib/refusal.ts'
import { addDays, isDay, isTimezone, quarterMs, startOfDay } from '../../lib/timezone.ts'
import { always, type Range } from '../ledger/where.ts'
import type { CostFilter } from './report.ts'

/**
 * Which calls are asked for. Both days are included, in the zone. `from` and `to` (ms, the end not included) ask for
 * less than days, such as an hour or a block; they must be full quarters of an hour.
 */
export type Question = CostFilter & {
  since?: string
  until?: string
  timezone?: string
  from?: number
  to?: number
}

/** The quarters of an hour that a question asks for. Throws a Refusal that names the word that is wrong. */
export function rangeOf(
  { since, until, timezone, from, to, runtime }: Question,
  ownZone: string,
): Range & { zone: string } {
  const zone = timezone ?? ownZone
  if (!isTimezone(zone))
    throw new Refusal('bad-input', `There is no time zone “${zone}”. Use a name like Europe/Vienna or UTC.`)
  for (const [name, day] of Object.entries({ since, until }))
    if (day !== undefined && !isDay(day))
      throw new Refusal('bad-input', `${name} must be a day like 2026-11-20, not “${day}”.`)
  if (since !== undefined && until !== undefined && since > until)
    throw new Refusal('bad-input', `since (${since}) is after until (${until}).`)
  if (runtime !== undefined && !(runtimes as readonly string[]).includes(runtime))
    throw new Refusal('bad-input', `There is no runtime “${runtime}”. Known: ${runtimes.join(', ')}.`)
  for (const [name, at] of Object.entries({ from, to }))
    if (at !== undefined && (!Number.isSafeInteger(at) || at % quarterMs !== 0))
      throw new Refusal('bad-input', `${name} must be a full quarter of an hour in milliseconds, not “${at}”.`)
  const first = since === undefined ? 0 : startOfDay(since, zone) / quarterMs
  const end = until === undefined ? always.to : startOfDay(addDays(until, 1), zone) / quarterMs
  return {
    zone,
    from: Math.max(first, (from ?? 0) / quarterMs),
    to: Math.min(end, to === undefined ? always.to : to / quarterMs),
  }
}
