import { kept } from './storage.ts'
import { densityFor, motionFor, type Theme, themeFor } from './theme.ts'

const prefers = (wish: string) => matchMedia(`(prefers-${wish})`)
const light = prefers('color-scheme: light')
const dark = prefers('color-scheme: dark')
const still = prefers('reduced-motion: reduce')

/** What the computer may change its mind about. */
export const wishes = [light, dark, still]

/** What this browser remembers, under which name. */
export const keys = {
  theme: 'wheelhouse.theme',
  density: 'wheelhouse.density',
  motion: 'wheelhouse.motion',
  letters: 'wheelhouse.letters',
  window: 'wheelhouse.window',
} as const

/** Puts on the page what was chosen, and what the computer wishes where nothing was. Says which theme that is. */
export function wear(): Theme {
  const worn = document.documentElement.dataset
  const theme = themeFor(kept.read(keys.theme), light.matches, dark.matches, new Date().getHours())
  worn.theme = theme
  worn.density = densityFor(kept.read(keys.density))
  worn.motion = motionFor(kept.read(keys.motion), still.matches)
  return theme
}
