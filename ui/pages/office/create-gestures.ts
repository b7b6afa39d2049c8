import type { Point } from '../../office/world/layout.ts'

type Gestures = {
  /** The picture is dragged by so many CSS pixels. */
  onPan(dx: number, dy: number): void
  /** Nearer (1) or farther (-1), at a point of the element. */
  onZoom(steps: number, at: Point): void
  /** Whether a pointer drags it just now. */
  onHold(isHeld: boolean): void
}

/** How far a pointer moves before it drags, so that a click stays a click. */
const dragFrom = 4
/** How much two fingers spread before the zoom changes. */
const pinchStep = 1.35
/** How much a wheel turns until the zoom changes, and how long turns are added up. */
const wheelStep = 60
const wheelPauseMs = 250

/** Dragging, pinching and the wheel on an element. The answer stops listening. */
export function createGestures(element: HTMLElement, { onPan, onZoom, onHold }: Gestures) {
  const pointers = new Map<number, Point>()
  let isDragging = false
  let started: Point | undefined
  let spread: number | undefined
  let turned = 0
  let turnedAt = 0
  const abort = new AbortController()
  const listen = <Kind extends keyof HTMLElementEventMap>(
    kind: Kind,
    handle: (event: HTMLElementEventMap[Kind]) => void,
    options: AddEventListenerOptions = {},
  ) => element.addEventListener(kind, handle, { ...options, signal: abort.signal })

  const inElement = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
  const fingers = () => {
    const [a, b] = [...pointers.values()]
    return a && b
      ? { far: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } }
      : undefined
  }

  listen('pointerdown', (event) => {
    if (event.button !== 0) return
    pointers.set(event.pointerId, inElement(event))
    started = inElement(event)
    spread = fingers()?.far
  })
  listen('pointermove', (event) => {
    const before = pointers.get(event.pointerId)
    if (!before || !started) return
    // It was let go outside of the element.
    if (event.buttons === 0) return release(event)
    const now = inElement(event)
    pointers.set(event.pointerId, now)
    const two = fingers()
    if (two && spread !== undefined) {
      const steps = two.far > spread * pinchStep ? 1 : two.far < spread / pinchStep ? -1 : 0
      if (steps !== 0) {
        spread = two.far
        onZoom(steps, two.middle)
      }
    }
    if (!isDragging && Math.hypot(now.x - started.x, now.y - started.y) < dragFrom) return
    if (!isDragging) {
      isDragging = true
      element.setPointerCapture(event.pointerId)
      element.dataset.dragging = ''
      onHold(true)
    }
    onPan((now.x - before.x) / pointers.size, (now.y - before.y) / pointers.size)
  })
  const release = (event: PointerEvent) => {
    pointers.delete(event.pointerId)
    if (pointers.size > 0) return
    if (isDragging) onHold(false)
    isDragging = false
    started = undefined
    spread = undefined
    // The click that ends a drag is none.
    setTimeout(() => {
      delete element.dataset.dragging
    })
  }
  listen('pointerup', release)
  listen('pointercancel', release)
  listen(
    'click',
    (event) => {
      if (element.dataset.dragging !== undefined) event.stopPropagation()
    },
    { capture: true },
  )
  listen(
    'wheel',
    (event) => {
      event.preventDefault()
      // Some browsers turn a wheel with Shift sideways by themselves.
      if (event.shiftKey) return onPan(-(event.deltaX || event.deltaY), 0)
      if (event.timeStamp - turnedAt > wheelPauseMs) turned = 0
      turnedAt = event.timeStamp
      turned += event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1)
      if (Math.abs(turned) < wheelStep) return
      onZoom(turned > 0 ? -1 : 1, inElement(event))
      turned = 0
    },
    { passive: false },
  )
  return () => abort.abort()
}
