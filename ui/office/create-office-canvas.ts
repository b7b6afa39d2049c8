import { createEffect, onCleanup } from 'solid-js'
import { around, paintOfficeStrip, type Rect } from './renderer/draw-office-strip.ts'
import { type Scene, type Sitter, stepAt } from './world/office-strip-scene.ts'

/** Two drawings a second are enough to type, and cost next to nothing on a machine without a graphics card. */
const tickMs = 500

type Deps = {
  canvas(): HTMLCanvasElement
  scene(): Scene
  sitters(): readonly (Sitter | undefined)[]
  /** Whether characters may move. */
  isAnimated(): boolean
}

/** Paints a scene on a canvas, and each step of its characters over it: only the rectangle that changed. */
export function createOfficeCanvas({ canvas, scene, sitters, isAnimated }: Deps) {
  let painted: ReturnType<typeof paintOfficeStrip> | undefined
  let image: ImageData
  createEffect(() => {
    painted = paintOfficeStrip(scene())
    const { width, height, data } = painted.picture
    image = new ImageData(data, width, height)
    canvas().width = width
    canvas().height = height
    canvas().getContext('2d')!.putImageData(image, 0, 0)
  })

  let tick = 0
  createEffect(() => {
    if (!isAnimated() || !sitters().some((sitter) => sitter && sitter.depiction.steps.length > 1)) return
    const timer = setInterval(() => {
      tick++
      let changed: Rect | undefined
      for (const [seat, sitter] of sitters().entries()) {
        const rect = sitter && painted?.step(seat, stepAt(sitter.depiction, seat, tick))
        if (rect) changed = around(changed, rect)
      }
      if (changed)
        canvas().getContext('2d')!.putImageData(image, 0, 0, changed.x, changed.y, changed.width, changed.height)
    }, tickMs)
    onCleanup(() => clearInterval(timer))
  })
}
