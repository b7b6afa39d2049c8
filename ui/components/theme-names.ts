import type { Theme } from '../platform/theme.ts'

/** What each theme is called, and a word about it. */
export const themeNames: Record<Theme, { name: string; about: string }> = {
  night: { name: 'Night watch', about: 'default' },
  daylight: { name: 'Daylight', about: 'a paper chart' },
  midnight: { name: 'Midnight', about: 'true black' },
  nord: { name: 'Nord', about: 'dark' },
  mocha: { name: 'Mocha', about: 'Catppuccin' },
  latte: { name: 'Latte', about: 'Catppuccin' },
  solarized: { name: 'Solarized', about: 'light' },
  github: { name: 'GitHub', about: 'light' },
}
