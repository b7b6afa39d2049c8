import { createSignal, onCleanup, onMount } from 'solid-js'
import { sprite } from './art/sprites.ts'
import { createOfficeCanvas } from './create-office-canvas.ts'
import { layOfficeStrip } from './world/office-strip-layout.ts'
import { sceneOf } from './world/office-strip-scene.ts'

/** So many desks stand in the office of a page that does not say who works there. */
const desks = 10

/** The office by night with its lamps lit and nobody in it: for pages that may not say who is here. */
export function NightWindow() {
  let frame!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  const [room, setRoom] = createSignal({ scale: 6, width: 1440 })
  const layout = layOfficeStrip(desks)
  const sitters: undefined[] = []
  createOfficeCanvas({
    canvas: () => canvas,
    scene: () => ({ ...sceneOf({ layout, sitters, time: 'night', hour: 21, isLit: true, sizeOf: sprite }), signs: [] }),
    sitters: () => sitters,
    isAnimated: () => false,
  })
  onMount(() => {
    const measure = () => {
      // A wide window sees larger pixels, so that the office always fills it.
      const scale = Math.max(3, Math.ceil(frame.clientWidth / 300))
      setRoom({ scale, width: frame.clientWidth })
    }
    const resized = new ResizeObserver(measure)
    resized.observe(frame)
    onCleanup(() => resized.disconnect())
    measure()
  })
  const left = () => Math.round(room().width / 2 - layout.seats[0]!.x * room().scale)
  return (
    <div class="night-window" ref={frame} aria-hidden="true">
      <div style={{ width: `${layout.width * room().scale}px`, transform: `translateX(${left()}px)` }}>
        <canvas ref={canvas} />
      </div>
    </div>
  )
}
