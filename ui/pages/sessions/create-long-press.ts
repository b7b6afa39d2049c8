import { onCleanup } from 'solid-js'

const holdMs = 450
/** A finger that moves further scrolls, in CSS pixels. */
const maxMove = 10

/** Handlers of an element that call `run` with what a finger was held on. The click that would follow is swallowed. */
export function createLongPress(run: (target: Element) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  let isHeld = false
  const stop = () => clearTimeout(timer)
  onCleanup(stop)
  return {
    onPointerDown(event: PointerEvent) {
      stop()
      isHeld = false
      if (event.pointerType !== 'touch') return
      from = { x: event.clientX, y: event.clientY }
      const target = event.target as Element
      timer = setTimeout(() => {
        isHeld = true
        run(target)
      }, holdMs)
    },
    onPointerMove(event: PointerEvent) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > maxMove) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    /** The menu of a link would open over what was held. */
    onContextMenu(event: MouseEvent) {
      if (isHeld) event.preventDefault()
    },
    'on:click': {
      handleEvent(event: MouseEvent) {
        if (!isHeld) return
        isHeld = false
        event.preventDefault()
        event.stopPropagation()
      },
      capture: true,
    },
  } as const
}
