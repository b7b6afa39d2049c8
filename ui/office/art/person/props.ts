import { createPixels, type Pixels } from '../pixels.ts'
import type { Facing, Prop } from '../poses.ts'

/** What a person holds, from each side. From behind, only what stands out beside the body is seen. */
export function propOf(prop: Prop, facing: Facing, dy: number): Pixels {
  const b = createPixels()
  if (facing === 'down') drawBefore(b, prop, dy)
  else if (facing === 'right') drawAside(b, prop, dy)
  else drawBehind(b, prop, dy)
  return b
}

function drawBefore(b: Pixels, prop: Prop, dy: number) {
  if (prop === 'book' || prop === 'turningBook')
    b.rect(11, 22 + dy, 10, 5, 'ac1')
      .hl(11, 22 + dy, 10, 'ac0')
      .vl(15, 22 + dy, 5, 'ac3')
      .vl(16, 22 + dy, 5, 'ac2')
      .hl(12, 21 + dy, 8, 'slate5')
      .hl(12, 24 + dy, 2, 'ac0')
      .vl(20, 23 + dy, 4, 'ac2')
  if (prop === 'turningBook') b.vl(15, 18 + dy, 4, 'slate5').rect(16, 19 + dy, 2, 3, 'slate4')
  if (prop === 'papers')
    b.rect(12, 20 + dy, 8, 5, 'slate5')
      .hl(13, 21 + dy, 5, 'slate2')
      .hl(13, 23 + dy, 4, 'slate2')
      .vl(19, 20 + dy, 5, 'slate3')
      .hl(12, 24 + dy, 8, 'slate3')
  if (prop === 'mug')
    b.rect(17, 20 + dy, 4, 4, 'slate5')
      .vl(20, 20 + dy, 4, 'slate3')
      .hl(17, 20 + dy, 3, 'wood2')
      .vl(21, 21 + dy, 2, 'slate3')
  if (prop === 'cup' || prop === 'cupAtMouth') {
    const [x, y] = prop === 'cup' ? [17, 20 + dy] : [15, 16 + dy]
    b.rect(x, y, 4, 4, 'slate5')
      .vl(x + 3, y, 4, 'slate3')
      .hl(x, y, 3, 'wood2')
      .vl(x + 4, y + 1, 2, 'slate3')
  }
  if (prop === 'mugAtMouth')
    b.rect(15, 17 + dy, 4, 4, 'slate5')
      .vl(18, 17 + dy, 4, 'slate3')
      .hl(15, 20 + dy, 4, 'slate3')
}

function drawAside(b: Pixels, prop: Prop, dy: number) {
  if (prop === 'book' || prop === 'turningBook')
    b.rect(18, 19 + dy, 2, 6, 'ac1')
      .vl(20, 18 + dy, 6, 'slate5')
      .vl(21, 19 + dy, 5, 'slate4')
      .vl(18, 19 + dy, 6, 'ac0')
  if (prop === 'turningBook') b.rect(22, 18 + dy, 2, 4, 'slate5')
  if (prop === 'papers')
    b.rect(18, 19 + dy, 5, 4, 'slate5')
      .hl(18, 22 + dy, 5, 'slate3')
      .hl(19, 20 + dy, 3, 'slate2')
  if (prop === 'mug')
    b.rect(19, 20 + dy, 4, 4, 'slate5')
      .vl(22, 20 + dy, 4, 'slate3')
      .hl(19, 20 + dy, 3, 'wood2')
  if (prop === 'mugAtMouth') b.rect(20, 17 + dy, 4, 4, 'slate5').vl(23, 17 + dy, 4, 'slate3')
}

function drawBehind(b: Pixels, prop: Prop, dy: number) {
  if (prop === 'book') b.rect(20, 19 + dy, 3, 4, 'slate4')
  if (prop === 'turningBook') b.rect(20, 18 + dy, 3, 5, 'slate5').rect(9, 19 + dy, 3, 4, 'slate4')
  if (prop === 'papers') b.rect(20, 20 + dy, 3, 3, 'slate4')
}
