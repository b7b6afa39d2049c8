import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { DigestMark } from '../../../../../src/facts/transcript-digest.ts'
import { mapScaleOf, positionAtShare, shareOfPosition } from './map-scale.ts'
import { linePitch, mapLinesOf } from './minimap-lines.ts'

const width = 20
/** While the map is dragged it goes to another place no more often than this. */
const dragEveryMs = 120
/** PageUp and PageDown on the map go a tenth of it. */
const step = 0.1

/** The whole transcript as a narrow map beside its text. A press goes to a place, dragging leafs through. */
export function Minimap(props: {
  marks: readonly DigestMark[]
  isWorking: boolean
  /** The positions of the first and last lines in the window. */
  view: { first: number; last: number } | undefined
  /** The positions at which the words that are looked for stand. */
  hits: readonly number[]
  onGo(position: number): void
}) {
  const [height, setHeight] = createSignal(0)
  let root!: HTMLDivElement
  onMount(() => {
    const resize = new ResizeObserver(() => setHeight(root.clientHeight))
    resize.observe(root)
    onCleanup(() => resize.disconnect())
  })
  const scale = createMemo(() => mapScaleOf(props.marks, Math.floor((height() - 8) / linePitch)))
  const lines = createMemo(() => (height() > 0 ? mapLinesOf(scale(), props.isWorking) : []))
  const mapHeight = () => lines().length * linePitch
  const yOf = (position: number) => 4 + shareOfPosition(scale(), position) * mapHeight()
  const box = createMemo(() => {
    const { view } = props
    if (!view || lines().length === 0) return undefined
    const top = yOf(view.first)
    return { top: Math.max(0, top - 3), height: Math.max(16, yOf(view.last) + linePitch - top) }
  })

  let wentAt = 0
  let last: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(last))
  function go(event: PointerEvent) {
    const y = event.clientY - root.getBoundingClientRect().top - 4
    const position = positionAtShare(scale(), y / Math.max(1, mapHeight()))
    if (position === undefined) return
    clearTimeout(last)
    const wait = wentAt + dragEveryMs - Date.now()
    const now = () => {
      wentAt = Date.now()
      props.onGo(position)
    }
    if (wait <= 0) now()
    else last = setTimeout(now, wait)
  }
  const share = () => (props.view ? shareOfPosition(scale(), props.view.first) : 0)
  const goToShare = (share: number) => {
    const position = positionAtShare(scale(), share)
    if (position !== undefined) props.onGo(position)
  }

  return (
    <div
      ref={root}
      class="minimap"
      role="scrollbar"
      tabIndex={0}
      aria-label="Map of the transcript"
      aria-controls="transcript"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share() * 100)}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        root.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={(event) => root.hasPointerCapture(event.pointerId) && go(event)}
      onKeyDown={(event) => {
        const steps: Record<string, number> = { PageUp: -step, PageDown: step, ArrowUp: -step / 5, ArrowDown: step / 5 }
        const by = steps[event.key]
        if (by !== undefined) goToShare(share() + by)
        else if (event.key === 'Home') goToShare(0)
        else return
        event.preventDefault()
      }}
    >
      <svg width={width} height={height()} aria-hidden="true">
        <For each={lines()}>
          {(line, at) => (
            <rect
              data-kind={line.isLive ? 'live' : line.kind}
              x="0"
              y={4 + at() * linePitch}
              width={Math.round(line.width * width)}
              height="3"
              rx="1"
            />
          )}
        </For>
      </svg>
      <For each={props.hits}>{(position) => <i class="map-hit" style={{ top: `${yOf(position)}px` }} />}</For>
      <Show when={box()}>
        {(box) => <div class="map-view" style={{ top: `${box().top}px`, height: `${box().height}px` }} />}
      </Show>
    </div>
  )
}
