import { createSignal } from 'solid-js'
import { keys, wear, wishes } from './apply-appearance.ts'
import { kept } from './storage.ts'

/** How often the clock is asked, for a page that follows it. */
const clockMs = 60_000

const readChoices = () => ({
  theme: kept.read(keys.theme) ?? 'auto',
  density: kept.read(keys.density) ?? 'comfortable',
  motion: kept.read(keys.motion) ?? 'system',
  /** Whether single letters do something. */
  letters: kept.read(keys.letters) ?? 'on',
  /** Whether the Bridge has its window; nothing is told there alone. */
  window: kept.read(keys.window) ?? 'shown',
})

const [worn, setWorn] = createSignal(wear())
const [choices, setChoices] = createSignal(readChoices())

/** The theme the page wears, chosen or not: what draws for itself takes its colours anew when it changes. */
export { worn as theme }

/** What was chosen in this browser; `auto` and `system` leave it to the computer. */
export { choices }

/** Remembered in this browser and seen at once, in its other tabs, too. */
export function choose(what: keyof typeof keys, value: string) {
  kept.keep(keys[what], value)
  wearAnew()
}

function wearAnew() {
  setChoices(readChoices())
  setWorn(wear())
}

/** Follows the computer, the clock and the other tabs, for as long as the page lives. */
export function followAppearance() {
  for (const wish of wishes) wish.addEventListener('change', wearAnew)
  window.addEventListener('storage', ({ key }) => {
    if (key === null || Object.values<string>(keys).includes(key)) wearAnew()
  })
  setInterval(wearAnew, clockMs)
}
