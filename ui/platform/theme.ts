/** The themes. Each is one block of `style/tokens.css`. */
export const themes = ['night', 'daylight', 'midnight', 'nord', 'mocha', 'latte', 'solarized', 'github'] as const
export type Theme = (typeof themes)[number]
export type Density = 'compact' | 'comfortable'
export type Motion = 'full' | 'reduced'

const isTheme = (name: string | null): name is Theme => themes.includes(name as Theme)

/**
 * The theme for a stored choice. Without one the page follows the operating system; where that has no preference, it is
 * daylight from 07 to 19 h.
 */
export function themeFor(stored: string | null, prefersLight: boolean, prefersDark: boolean, hour: number): Theme {
  if (isTheme(stored)) return stored
  if (prefersLight !== prefersDark) return prefersLight ? 'daylight' : 'night'
  return hour >= 7 && hour < 19 ? 'daylight' : 'night'
}

export const densityFor = (stored: string | null): Density => (stored === 'compact' ? 'compact' : 'comfortable')

/** A page may move less than the operating system allows, never more. */
export const motionFor = (stored: string | null, prefersReduced: boolean): Motion =>
  stored === 'reduced' || prefersReduced ? 'reduced' : 'full'
