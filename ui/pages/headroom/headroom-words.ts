import type { BreakerAct } from '../../../src/breaker/act.ts'
import type { Measure } from '../../../src/breaker/guard.ts'
import type { Headroom } from '../../../src/breaker/headroom.ts'
import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'
import type { RehearsedAct } from '../../../src/breaker/rehearsal.ts'
import { clock, duration, percent, relativeTime } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import type { Mark } from '../../components/state-mark.tsx'

/** What is done, and when, as the note below its name. */
export function measureNote(measure: Measure, { kind }: Pick<ShownGauge, 'kind'>, atPercent: number): string {
  const at = `at ${percent(atPercent)}`
  const early = kind === 'window' ? ', or when it will be full 30 min early' : ''
  switch (measure) {
    case 'notify':
      return `${at}${early}`
    case 'hold-crons':
      return `${at}${early}; they are on again when it begins anew`
    case 'stop-sessions':
      return `${at}: ends what its sessions do just then, once`
    case 'pause':
      return `${at}: ends it, and again where it goes on, until it begins anew`
  }
}

/** The share of the time of a gauge that has passed, from 0 to 1; null where it is not known. */
export function elapsedOf({ startsAt, endsAt }: Pick<ShownGauge, 'startsAt' | 'endsAt'>, now: number): number | null {
  if (startsAt === null || endsAt === null || endsAt <= startsAt) return null
  return Math.min(1, Math.max(0, (now - startsAt) / (endsAt - startsAt)))
}

/** The largest figure of the page, and the words below it. */
export function headlineOf(gauge: ShownGauge, now: number): { figure: string; words: string; isShort: boolean } {
  const { usedPercent, outlook, endsAt } = gauge
  if (usedPercent === null)
    return { figure: '–', words: 'not known: nothing was said of it in the last hour', isShort: false }
  if (usedPercent >= 100) return { figure: percent(usedPercent), words: `used up${resets(gauge, now)}`, isShort: true }
  const fullAt = outlook?.fullAt?.mid
  if (fullAt !== undefined && endsAt !== null)
    return {
      figure: duration(Math.max(60_000, Math.round((fullAt - now) / 60_000) * 60_000)),
      words: `until it is full, ${duration(Math.max(60_000, Math.round((endsAt - fullAt) / 60_000) * 60_000))} too early`,
      isShort: true,
    }
  const words = outlook ? `used; at this pace it lasts until it resets` : `used${resets(gauge, now)}`
  return { figure: percent(usedPercent), words, isShort: false }
}

const resets = ({ endsAt }: ShownGauge, now: number) =>
  endsAt === null ? '' : `, begins anew ${relativeTime(endsAt, now)}`

export function markOf({ usedPercent, outlook }: ShownGauge): { mark: Mark; label: string } {
  if (usedPercent === null) return { mark: 'unknown', label: 'not known' }
  if (usedPercent >= 100) return { mark: 'stopped', label: 'used up' }
  if (usedPercent >= 80 || outlook?.fullAt) return { mark: 'waiting', label: 'runs short' }
  return { mark: 'healthy', label: 'has room' }
}

/** When a gauge begins anew: `resets 21:05`. */
export const resetWords = ({ endsAt, kind }: ShownGauge, now: number, timezone: string) =>
  endsAt === null
    ? 'reset not known'
    : `${kind === 'budget' ? 'begins anew' : 'resets'} ${endsAt - now < 86_400_000 ? clock(endsAt, timezone) : relativeTime(endsAt, now, timezone)}`

/** What to look at first: what a rule acts on, then what will be full first, then what is used
 * fastest. */
export function mostPressing(
  { gauges, trips }: Pick<Headroom, 'gauges' | 'trips'>,
  now: number,
): ShownGauge | undefined {
  const open = new Set(trips.filter(({ ended }) => ended === null).map(({ subject }) => subject))
  const rankOf = (gauge: ShownGauge) => [
    open.has(gauge.subject) ? 0 : 1,
    gauge.outlook?.fullAt ? Math.max(0, gauge.outlook.fullAt.mid - now) : Number.MAX_SAFE_INTEGER,
    // What is used beyond the time that has passed.
    (elapsedOf(gauge, now) ?? 0) * 100 - (gauge.usedPercent ?? -1_000),
  ]
  return gauges.toSorted((a, b) => {
    const [one, other] = [rankOf(a), rankOf(b)]
    const n = one.findIndex((rank, at) => rank !== other[at])
    return n === -1 ? 0 : one[n]! - other[n]!
  })[0]
}

/** What was done, as the title of its row. */
export function doneWords({ kind, target, subjectName }: Pick<BreakerAct, 'kind' | 'target' | 'subjectName'>): string {
  const name = oneLine(target)
  switch (kind) {
    case 'trip':
      return `${oneLine(subjectName)} runs short`
    case 'reach':
      return `${oneLine(subjectName)} reached its limit`
    case 'end':
      return `${oneLine(subjectName)} is over`
    case 'hold':
      return `Held ${name}`
    case 'release':
      return `Released ${name}`
    case 'leave':
      return `${name} was switched on`
    case 'stop':
      return `Stopped ${name}`
  }
}

/** What would have been done. */
export function rehearsedWords({ kind, target, runs, reason }: RehearsedAct): string {
  const name = oneLine(target)
  switch (kind) {
    case 'trip':
      return reason ?? 'ran short'
    case 'reach':
      return 'reached its limit'
    case 'end':
      return 'over'
    case 'hold':
      return `held ${name}${runs ? `, ${runs === 1 ? 'one run' : `${runs} runs`} would have waited` : ''}`
    case 'release':
      return `released ${name}`
    case 'leave':
      return `${name} switched on`
    case 'stop':
      return `stopped ${name}`
  }
}
