import type { Pixels } from '../pixels.ts'
import { isSeated, type View } from '../poses.ts'

/** The legs of a robot; the second model rolls on a tread. */
export function drawLegs(b: Pixels, model: number, view: View) {
  const { facing, frame } = view
  const y = frame.leaps && !isSeated(view) ? 24 : 26
  const step = frame.step ?? 1
  if (model === 1) drawTread(b, facing === 'right', y, frame.step ?? 0)
  else if (facing === 'right') drawStride(b, y, [-3, 0, 3, 0][step]!)
  else drawFeet(b, y, step === 2 ? 1 : 0, step === 0 ? 1 : 0)
}

function drawTread(b: Pixels, isAside: boolean, y: number, step: number) {
  const x = isAside ? 10 : 11
  b.rrect(x, y, isAside ? 12 : 10, 4, 'slate0')
  for (let k = 0; k < 5; k++) {
    const plate = x + 1 + k * 2 + (step & 1)
    b.px(plate, y + 2, 'slate2').px(plate, y + 1, 'slate1')
  }
}

/** Two legs from the side: how far the near foot is in front. */
function drawStride(b: Pixels, y: number, stride: number) {
  const half = Math.trunc(stride / 2)
  b.rect(14 - half, y, 2, 2, 'slate1')
    .rect(13 - stride, y + 2, 4, 2, 'slate1')
    .rect(15 + half, y, 2, 2, 'slate2')
    .rect(14 + stride, y + 2, 4, 2, 'slate3')
    .hl(14 + stride, y + 3, 4, 'slate2')
}

/** Two legs from the front or from behind, and how far each foot is lifted. */
function drawFeet(b: Pixels, y: number, left: number, right: number) {
  b.rect(12, y, 2, 2, 'slate2')
    .rect(18, y, 2, 2, 'slate1')
    .rect(11, y + 2 - left, 4, 2, 'slate3')
    .hl(11, y + 3 - left, 4, 'slate2')
    .rect(17, y + 2 - right, 4, 2, 'slate2')
    .hl(17, y + 3 - right, 4, 'slate1')
}
