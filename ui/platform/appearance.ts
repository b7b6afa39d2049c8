import { createSignal } from 'solid-js'
import { applyAppearance, mediaPreferences, storageKeys } from './apply-appearance.ts'
import { storage } from './storage.ts'

/** How often a page that follows the clock looks at it. */
const clockMs = 60_000

const readPreferences = () => ({
  theme: storage.read(storageKeys.theme) ?? 'auto',
  density: storage.read(storageKeys.density) ?? 'comfortable',
  motion: storage.read(storageKeys.motion) ?? 'system',
  /** Whether keys without Ctrl do something. */
  letters: storage.read(storageKeys.letters) ?? 'on',
  /** Whether the Bridge shows the office. Nothing is shown only there. */
  office: storage.read(storageKeys.office) ?? 'shown',
  /** Whether the office tells at its foot what happens. */
  officeLog: storage.read(storageKeys.officeLog) ?? 'shown',
  /** Whether the office is heard when somebody waits or fails. */
  officeSound: storage.read(storageKeys.officeSound) ?? 'off',
})

const [theme, setTheme] = createSignal(applyAppearance())
const [preferences, setPreferences] = createSignal(readPreferences())

/** The theme of the page, whether it was chosen or not. What draws on a canvas draws again when it changes. */
export { theme }

/** What was chosen in this browser. `auto` and `system` leave the choice to the operating system. */
export { preferences }

/** Stores a choice in this browser and applies it at once, in its other tabs as well. */
export function setPreference(name: keyof typeof storageKeys, value: string) {
  storage.write(storageKeys[name], value)
  refresh()
}

function refresh() {
  setPreferences(readPreferences())
  setTheme(applyAppearance())
}

/** Follows the operating system, the clock and the other tabs for as long as the page lives. */
export function followAppearance() {
  for (const preference of mediaPreferences) preference.addEventListener('change', refresh)
  window.addEventListener('storage', ({ key }) => {
    if (key === null || Object.values<string>(storageKeys).includes(key)) refresh()
  })
  setInterval(refresh, clockMs)
}
