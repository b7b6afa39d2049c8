import { cost } from '../lib/format.ts'
import { addDays, dayOf } from '../lib/timezone.ts'
import type { Channel } from './channel.ts'
import type { Notice } from './notice.ts'
import { nextTime } from './quiet-hours.ts'

/** What a digest tells of: the day before, and what waits now. */
export type DigestFacts = {
  /** What that day cost; null where nothing is known. */
  costUsd: number | null
  isLowerBound: boolean
  /** How many notices were told in the last 24 hours, and how many of them have settled. */
  told: number
  settled: number
  /** The titles of what waits now, the most urgent first. */
  waits: string[]
}

const hourMs = 3_600_000
/** A digest that could not be made in the morning is none in the afternoon. */
const lateMs = 6 * hourMs
const maxNamed = 10

/** When the digest of a channel was due last, where that is now: in ms; null where it is not. */
export function digestDue(
  { isOn, onSince, routing: { digestAt } }: Channel,
  at: number,
  timezone: string,
): number | null {
  if (!isOn || digestAt === null || onSince === null) return null
  const due = nextTime(at - lateMs, digestAt, timezone)
  return due <= at && due > onSince ? due : null
}

/** The day before that of a moment. */
export const dayBefore = (at: number, timezone: string) => addDays(dayOf(at, timezone), -1)

export function digestNotice(facts: DigestFacts, at: number, timezone: string): Notice {
  const { costUsd, isLowerBound, told, settled, waits } = facts
  const named = waits.slice(0, maxNamed).map((title) => `• ${title}`)
  const more = waits.length - named.length
  return {
    dedupeKey: `digest:${dayOf(at, timezone)}`,
    kind: 'digest',
    severity: 'info',
    subject: '',
    title:
      waits.length === 0
        ? 'Good morning: nothing waits for you'
        : `Good morning: ${waits.length} ${waits.length === 1 ? 'thing waits' : 'things wait'} for you`,
    text: [
      `Yesterday cost ${cost(costUsd, isLowerBound)}.`,
      told === 0
        ? 'Nothing needed you in the last 24 hours.'
        : `In the last 24 hours ${told} ${told === 1 ? 'thing' : 'things'} needed you; ${settled} of them ${settled === 1 ? 'has' : 'have'} settled.`,
      ...named,
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
    href: '/needs',
    at,
  }
}
