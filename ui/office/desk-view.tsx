import { createMemo, createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { preferences } from '../platform/appearance.ts'
import { isVisible } from '../platform/visibility.ts'
import { createOfficeCanvas } from './create-office-canvas.ts'
import { createOfficeScene } from './create-office-scene.ts'
import { OfficeLabel } from './office-labels.tsx'

/** The height of the whole office in art pixels. */
const officeHeight = 96

/** A part of the office as large as its frame: one agent where it is now, in its state and in the light of the hour. */
export function DeskView(props: { agents: Agent[]; agentId: string; timezone: string; stale: boolean }) {
  let frame!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  const [room, setRoom] = createSignal({ scale: 5, width: 324, height: 230 })
  const { layout, places, sitters, scene, labels } = createOfficeScene({
    agents: () => props.agents,
    timezone: () => props.timezone,
    isStale: () => props.stale,
    size: () => ({ scale: room().scale, room: 0 }),
  })
  createOfficeCanvas({
    canvas: () => canvas,
    scene,
    sitters,
    isAnimated: () =>
      isVisible() &&
      !props.stale &&
      // Reading the preferences makes this run again when another motion is chosen.
      preferences() !== undefined &&
      document.documentElement.dataset.motion !== 'reduced',
  })
  onMount(() => {
    const measure = () => {
      const scale = Number(getComputedStyle(frame).getPropertyValue('--px')) || 5
      setRoom({ scale, width: frame.clientWidth, height: frame.clientHeight })
    }
    const resized = new ResizeObserver(measure)
    resized.observe(frame)
    onCleanup(() => resized.disconnect())
    measure()
  })

  const own = createMemo(() => labels().find(({ agent }) => agent.id === props.agentId))
  /** The place in the office that is the top left of the frame, in art pixels. */
  const corner = createMemo(() => {
    const { scale, width, height } = room()
    const label = own()?.label
    const place = places()[label?.seat ?? 0]!
    const [across, down] = [width / scale, height / scale]
    const top = (label?.bottom ?? place.y - 22) - 10
    return {
      x: Math.round(Math.max(0, Math.min(place.x - across / 2, layout().width - across))),
      y: Math.round(Math.max(0, Math.min(top, officeHeight - down))),
    }
  })

  return (
    <div class="desk-view" ref={frame} data-theme="night" data-stale={props.stale ? '' : undefined}>
      <div
        class="desk-strip"
        style={{
          width: `${layout().width * room().scale}px`,
          height: `${officeHeight * room().scale}px`,
          transform: `translate(${-corner().x * room().scale}px, ${-corner().y * room().scale}px)`,
        }}
      >
        <canvas ref={canvas} />
        <Show when={own()}>
          {(own) => (
            <span
              class="desk-label"
              style={{
                left: `${own().label.x * room().scale}px`,
                top: `${own().label.bottom * room().scale - 20}px`,
              }}
            >
              <OfficeLabel agent={own().agent} />
            </span>
          )}
        </Show>
      </div>
    </div>
  )
}
