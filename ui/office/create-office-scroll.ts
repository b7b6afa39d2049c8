import { createEffect, createSignal, on, onCleanup, onMount } from 'solid-js'
import type { NameLabel } from './world/name-labels.ts'
import type { Layout } from './world/office-strip-layout.ts'

type Size = { scale: number; room: number }
type Deps = {
  scroller(): HTMLElement
  layout(): Layout
  /** The desks by seat, then the places to rest. */
  places(): readonly { x: number }[]
  labels(): { label: NameLabel }[]
  neediestSeat(): number | undefined
  size(): Size
  setSize(size: Size): void
}

/**
 * Where the office is scrolled to. Until a person scrolls it, it shows the agent that most needs somebody, or the
 * captain where everybody fits, a little to the side where only so everybody is seen.
 */
export function createOfficeScroll({ scroller, layout, places, labels, neediestSeat, size, setSize }: Deps) {
  const [hidden, setHidden] = createSignal({ left: 0, right: 0 }, { equals: isSame })
  let isHeld = false

  function centre() {
    const { scale } = size()
    const { seats, width } = layout()
    const room = scroller().clientWidth
    const from = Math.min(...labels().map(({ label }) => label.x - label.width / 2))
    const to = Math.max(...labels().map(({ label }) => label.x + label.width / 2))
    const left = seats[0]!.x - room / scale / 2
    const x =
      to - from <= room / scale
        ? Math.min(Math.max(left, to - room / scale), from)
        : places()[neediestSeat() ?? 0]!.x - room / scale / 2
    scroller().scrollLeft = Math.max(0, Math.min(Math.round(x * scale), width * scale - room))
    count()
  }

  /** Counts the labels that are out of view. */
  function count() {
    const { scale } = size()
    const from = scroller().scrollLeft / scale
    const to = from + scroller().clientWidth / scale
    const xs = labels().map(({ label }) => label.x)
    setHidden({ left: xs.filter((x) => x < from).length, right: xs.filter((x) => x > to).length })
  }

  onMount(() => {
    const measure = () => {
      const scale = Number(getComputedStyle(scroller()).getPropertyValue('--px')) || 3
      setSize({ scale, room: Math.ceil(scroller().clientWidth / scale) })
    }
    const resized = new ResizeObserver(measure)
    resized.observe(scroller())
    onCleanup(() => resized.disconnect())
    measure()
    createEffect(on([size, layout, neediestSeat], () => (isHeld ? count() : centre())))
  })

  return {
    /** How many agents are out of view on each side. */
    hidden,
    onScroll: count,
    /** Leaves the office where it is from now on. */
    hold() {
      isHeld = true
    },
    /** Scrolls most of a page to one side. */
    scrollBy(side: -1 | 1) {
      isHeld = true
      const behavior = document.documentElement.dataset.motion === 'reduced' ? 'auto' : 'smooth'
      scroller().scrollBy({ left: side * scroller().clientWidth * 0.8, behavior })
    },
  }
}

export const isSame = <T extends Record<string, number>>(a: T, b: T) => Object.keys(a).every((key) => a[key] === b[key])
