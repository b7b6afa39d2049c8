import { oneLine } from '../lib/plain-text.ts'

type Foreign = Record<string, unknown>

const recordIn = (value: unknown): Foreign =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : {}

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined

/** From this share on it is said when a window begins anew. */
const highPercent = 80

/**
 * Our own status line for what Claude Code hands to one: `Opus 4.5 · $0.42 · context 38% · 5 h 42% · week 12%`. `now` in ms.
 * What is not stated is left out.
 */
export function statuslineText(payload: Foreign, now: number): string {
  const limits = recordIn(payload.rate_limits)
  const usd = numberIn(recordIn(payload.cost).total_cost_usd)
  const context = numberIn(recordIn(payload.context_window).used_percentage)
  const parts = [
    oneLine(String(recordIn(payload.model).display_name ?? '').slice(0, 60)),
    usd === undefined ? '' : `$${usd.toFixed(2)}`,
    context === undefined ? '' : `context ${Math.round(context)}%`,
    windowText('5 h', recordIn(limits.five_hour), now),
    windowText('week', recordIn(limits.seven_day), now),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Wheelhouse' : parts.join(' · ')
}

function windowText(label: string, window: Foreign, now: number): string {
  const used = numberIn(window.used_percentage)
  if (used === undefined) return ''
  const resetsAt = numberIn(window.resets_at)
  const leftMinutes = resetsAt === undefined ? 0 : Math.round((resetsAt * 1_000 - now) / 60_000)
  const isTold = used >= highPercent && leftMinutes > 0 && leftMinutes < 8 * 1_440
  return `${label} ${Math.round(used)}%${isTold ? `, resets in ${spanText(leftMinutes)}` : ''}`
}

const spanText = (minutes: number) =>
  minutes < 60
    ? `${minutes} min`
    : minutes < 1_440
      ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
      : `${Math.floor(minutes / 1_440)} d`
