import { createEffect, createRoot, createSignal, on } from 'solid-js'
import { isVisible } from './visibility.ts'

/** The time in ms, anew every second while the page is seen: for ages and clocks. */
const [now, setNow] = createSignal(Date.now())
setInterval(() => {
  if (isVisible()) setNow(Date.now())
}, 1_000)
createRoot(() => createEffect(on(isVisible, () => setNow(Date.now()), { defer: true })))

export { now }
