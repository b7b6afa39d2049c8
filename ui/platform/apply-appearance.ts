import { storage } from './storage.ts'
import { densityFor, motionFor, type Theme, themeFor } from './theme.ts'

const prefers = (wish: string) => matchMedia(`(prefers-${wish})`)
const light = prefers('color-scheme: light')
const dark = prefers('color-scheme: dark')
const still = prefers('reduced-motion: reduce')

/** What the computer may change its mind about. */
export const wishes = [light, dark, still]

/** What this browser remembers, under which name. */
export const storageKeys = {
  theme: 'wheelhouse.theme',
  density: 'wheelhouse.density',
  motion: 'wheelhouse.motion',
  letters: 'wheelhouse.letters',
  window: 'wheelhouse.window',
} as const

/** Puts on the page what was chosen, and what the computer wishes where nothing was. Says which theme that is. */
export function applyAppearance(): Theme {
  const worn = document.documentElement.dataset
  const theme = themeFor(storage.read(storageKeys.theme), light.matches, dark.matches, new Date().getHours())
  worn.theme = theme
  worn.density = densityFor(storage.read(storageKeys.density))
  worn.motion = motionFor(storage.read(storageKeys.motion), still.matches)
  return theme
}
