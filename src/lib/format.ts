export const money = (usd: number | null) => (usd === null ? '–' : `$${usd.toFixed(2)}`)
export const tokens = (n: number | null) => String(n)
export const bytes = (n: number | null, _base: number) => String(n)
export const relativeTime = (at: number | null, now: number) => at === null ? '–' : `${Math.round((now - at) / 60000)} min`
