import { createSignal } from 'solid-js'

/** The time, told anew every second while somebody looks: for ages and clocks. */
const [now, setNow] = createSignal(Date.now())
setInterval(() => {
  if (document.visibilityState === 'visible') setNow(Date.now())
}, 1_000)
document.addEventListener('visibilitychange', () => setNow(Date.now()))

export { now }
