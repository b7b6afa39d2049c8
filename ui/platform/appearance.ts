import { createSignal } from 'solid-js'
import { applyAppearance, storageKeys, wishes } from './apply-appearance.ts'
import { storage } from './storage.ts'

/** How often the clock is asked, for a page that follows it. */
const clockMs = 60_000

const readChoices = () => ({
  theme: storage.read(storageKeys.theme) ?? 'auto',
  density: storage.read(storageKeys.density) ?? 'comfortable',
  motion: storage.read(storageKeys.motion) ?? 'system',
  /** Whether single letters do something. */
  letters: storage.read(storageKeys.letters) ?? 'on',
  /** Whether the Bridge has its window; nothing is told there alone. */
  window: storage.read(storageKeys.window) ?? 'shown',
})

const [worn, setWorn] = createSignal(applyAppearance())
const [choices, setChoices] = createSignal(readChoices())

/** The theme the page wears, chosen or not: what draws for itself takes its colours anew when it changes. */
export { worn as theme }

/** What was chosen in this browser; `auto` and `system` leave it to the computer. */
export { choices }

/** Remembered in this browser and seen at once, in its other tabs, too. */
export function choose(what: keyof typeof storageKeys, value: string) {
  storage.keep(storageKeys[what], value)
  wearAnew()
}

function wearAnew() {
  setChoices(readChoices())
  setWorn(applyAppearance())
}

/** Follows the computer, the clock and the other tabs, for as long as the page lives. */
export function followAppearance() {
  for (const wish of wishes) wish.addEventListener('change', wearAnew)
  window.addEventListener('storage', ({ key }) => {
    if (key === null || Object.values<string>(storageKeys).includes(key)) wearAnew()
  })
  setInterval(wearAnew, clockMs)
}
