import type { Schedule } from '../facts/fact.ts'

/** A schedule as OpenClaw writes it, in our form. What it is not, is unknown. */
export function fromRuntime(value: unknown): Schedule {
  if (typeof value !== 'object' || value === null) return { kind: 'unknown' }
  const { kind, expr, tz, everyMs, anchorMs, at } = value as Record<string, unknown>
  if (kind === 'cron' && typeof expr === 'string')
    return { kind, expr: expr.slice(0, 200), timezone: typeof tz === 'string' && tz !== '' ? tz.slice(0, 100) : null }
  if (kind === 'every' && typeof everyMs === 'number')
    return { kind, everyMs, anchorMs: typeof anchorMs === 'number' && anchorMs > 0 ? anchorMs : null }
  const when = kind === 'at' ? (typeof at === 'number' ? at : Date.parse(String(at))) : Number.NaN
  return Number.isFinite(when) ? { kind: 'at', at: when } : { kind: 'unknown' }
}

/** The same of a schedule that is written as JSON. */
export function fromText(text: string): Schedule {
  try {
    return fromRuntime(JSON.parse(text))
  } catch {
    // What is typed is no JSON at every moment.
    return { kind: 'unknown' }
  }
}
