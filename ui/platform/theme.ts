/** Every theme is one block of `style/tokens.css`. */
export const themes = ['night', 'daylight', 'midnight', 'nord', 'mocha', 'latte', 'solarized', 'github'] as const
export type Theme = (typeof themes)[number]
export type Density = 'compact' | 'comfortable'
export type Motion = 'full' | 'reduced'

const isTheme = (name: string | null): name is Theme => themes.includes(name as Theme)

/** Without a choice the page follows the computer; one that does not say gets daylight from 07 to 19 h. */
export function themeFor(kept: string | null, prefersLight: boolean, prefersDark: boolean, hour: number): Theme {
  if (isTheme(kept)) return kept
  if (prefersLight !== prefersDark) return prefersLight ? 'daylight' : 'night'
  return hour >= 7 && hour < 19 ? 'daylight' : 'night'
}

export const densityFor = (kept: string | null): Density => (kept === 'compact' ? 'compact' : 'comfortable')

/** A page may move less than its computer allows, never more. */
export const motionFor = (kept: string | null, prefersReduced: boolean): Motion =>
  kept === 'reduced' || prefersReduced ? 'reduced' : 'full'
