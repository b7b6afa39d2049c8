import type { LimitFact } from '../../facts/fact.ts'
import { id as idOf, problemWithTime, record, word } from '../common/parse-values.ts'

/** The windows of a subscription in a token count; none where it holds nothing plausible. */
export function limitsIn(value: unknown, at: number | null, now: number): LimitFact[] {
  const limits = record(value)
  if (!limits || at === null || problemWithTime(at, now) !== undefined) return []
  const id = idOf(limits.limit_id)
  const isUsual = id === null || id === 'codex'
  return ['primary', 'secondary'].flatMap((name) => {
    const window = record(limits[name])
    const usedPercent = window?.used_percent
    if (!window || typeof usedPercent !== 'number' || !(usedPercent >= 0 && usedPercent <= 10_000)) return []
    const windowMinutes = positive(window.window_minutes)
    const label = windowMinutes === null ? name : nameOf(windowMinutes)
    return {
      kind: 'limit' as const,
      id: isUsual ? `codex:${name}` : `codex:${id}-${name}`,
      runtime: 'codex' as const,
      name: isUsual ? label : `${word(limits.limit_name) ?? id}: ${label}`,
      usedPercent,
      windowMinutes,
      resetsAt: resetOf(window, at),
      plan: word(limits.plan_type),
      at,
    }
  })
}

const positive = (value: unknown) => (typeof value === 'number' && value > 0 && value < 1e7 ? value : null)

function resetOf(window: Record<string, unknown>, at: number): number | null {
  const { resets_at: seconds, resets_in_seconds: inSeconds } = window
  if (typeof seconds === 'number' && seconds > 0 && seconds < 1e11) return Math.round(seconds * 1_000)
  if (typeof inSeconds === 'number' && inSeconds >= 0 && inSeconds < 1e9) return at + Math.round(inSeconds * 1_000)
  return null
}

/** The name of a window. Its minutes are not always exact: 299 of them are five hours. */
function nameOf(minutes: number) {
  const hours = Math.round(minutes / 60)
  if (hours < 1) return `${Math.round(minutes)} minutes`
  if (hours < 24) return hours === 1 ? 'hour' : `${hours} hours`
  const days = Math.round(hours / 24)
  return days === 1 ? 'day' : days === 7 ? 'week' : days >= 28 && days <= 31 ? 'month' : `${days} days`
}
