import { createSignal, onCleanup, onMount } from 'solid-js'

/** An act that harms is inert for so long after what it stands on has appeared or moved. */
const restMs = 400

/**
 * Whether an element has stood still for long enough to be pressed on purpose. It is asked as the element appears, and
 * each time the list around it changes its size and the element its place there.
 */
export function createStillness(element: () => HTMLElement | undefined, list: () => HTMLElement | undefined) {
  const [isStill, setStill] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let place = Number.NaN

  function moved() {
    setStill(false)
    clearTimeout(timer)
    timer = setTimeout(() => setStill(true), restMs)
  }
  function look() {
    const now = element()?.offsetTop ?? 0
    if (now === place) return
    place = now
    moved()
  }
  onMount(() => {
    look()
    const around = list()
    if (!around) return
    const observer = new ResizeObserver(look)
    observer.observe(around)
    const mutations = new MutationObserver(look)
    mutations.observe(around, { childList: true })
    onCleanup(() => {
      observer.disconnect()
      mutations.disconnect()
    })
  })
  onCleanup(() => clearTimeout(timer))
  return isStill
}
