import { storage } from './storage.ts'
import { densityFor, motionFor, type Theme, themeFor } from './theme.ts'

const prefers = (preference: string) => matchMedia(`(prefers-${preference})`)
const light = prefers('color-scheme: light')
const dark = prefers('color-scheme: dark')
const reducedMotion = prefers('reduced-motion: reduce')

/** The preferences of the operating system. They may change while the page is open. */
export const mediaPreferences = [light, dark, reducedMotion]

/** The keys under which this browser stores what was chosen. */
export const storageKeys = {
  theme: 'wheelhouse.theme',
  density: 'wheelhouse.density',
  motion: 'wheelhouse.motion',
  letters: 'wheelhouse.letters',
  office: 'wheelhouse.window',
  officeLog: 'wheelhouse.office.log',
  officeSound: 'wheelhouse.office.sound',
} as const

/** Applies what was chosen to the page, and what the operating system prefers where nothing was. Answers the theme. */
export function applyAppearance(): Theme {
  const page = document.documentElement.dataset
  const theme = themeFor(storage.read(storageKeys.theme), light.matches, dark.matches, new Date().getHours())
  page.theme = theme
  page.density = densityFor(storage.read(storageKeys.density))
  page.motion = motionFor(storage.read(storageKeys.motion), reducedMotion.matches)
  return theme
}
