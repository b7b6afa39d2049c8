import type { Pixels } from '../pixels.ts'
import type { Face } from '../poses.ts'

/** An eyeball on a stalk. `x` and `y` are its top left. */
export function drawEye(b: Pixels, x: number, y: number, face: Face | undefined) {
  b.rect(x + 1, y + 4, 2, 3, 'red2').vl(x + 2, y + 5, 2, 'red1')
  const ball = () =>
    b
      .rrect(x, y, 4, 5, 'slate5')
      .px(x + 3, y + 3, 'slate4')
      .px(x + 2, y + 4, 'slate4')
  const lid = () => b.rrect(x, y, 4, 5, 'red2').px(x + 1, y, 'red3')
  if (face === 'blink') lid().hl(x, y + 3, 4, 'ink0')
  else if (face === 'sleep') lid().hl(x, y + 4, 4, 'ink0')
  else if (face === 'happy' || face === 'talkBig' || face === 'happyOpen')
    lid()
      .hl(x + 1, y + 2, 2, 'ink0')
      .px(x, y + 3, 'ink0')
      .px(x + 3, y + 3, 'ink0')
  else if (face === 'shock') b.rect(x, y - 1, 4, 6, 'slate5').rect(x + 1, y + 1, 2, 2, 'ink0')
  else if (face === 'focus')
    ball()
      .hl(x, y, 4, 'red2')
      .hl(x, y + 1, 4, 'red1')
      .rect(x + 1, y + 2, 2, 2, 'ink0')
  else if (face === 'down')
    ball()
      .rect(x, y, 4, 2, 'red2')
      .rect(x + 1, y + 3, 2, 2, 'ink0')
  else if (face === 'lookL') ball().rect(x, y, 2, 3, 'ink0').px(x, y, 'slate5')
  else if (face === 'lookR')
    ball()
      .rect(x + 2, y, 2, 3, 'ink0')
      .px(x + 3, y, 'slate5')
  else
    ball()
      .rect(x + 1, y + 1, 2, 3, 'ink0')
      .px(x + 1, y + 1, 'slate5')
}

/** Mouth and cheeks from the front. */
export function drawMouth(b: Pixels, x: number, y: number, face: Face | undefined) {
  b.hl(x + 10, y - 1, 2, 'pink1').hl(x + 20, y - 1, 2, 'pink0')
  if (face === 'talk' || face === 'ask') b.rect(x + 15, y - 1, 2, 2, 'ink0')
  else if (face === 'shock') b.rect(x + 14, y - 1, 4, 3, 'ink0').hl(x + 15, y + 1, 2, 'pink0')
  else if (face === 'talkBig' || face === 'happyOpen' || face === 'open')
    b.rect(x + 14, y - 1, 4, 2, 'red0').hl(x + 15, y, 2, 'pink1')
  else if (face === 'sleep' || face === 'focus' || face === 'down') b.hl(x + 15, y, 2, 'red0')
  else
    b.px(x + 13, y - 1, 'red0')
      .hl(x + 14, y, 4, 'red0')
      .px(x + 18, y - 1, 'red0')
}

export function drawMouthAside(b: Pixels, x: number, y: number, face: Face | undefined) {
  if (face === 'talk' || face === 'ask' || face === 'shock') b.rect(x + 20, y - 1, 2, 2, 'ink0')
  else if (face === 'talkBig' || face === 'happyOpen')
    b.hl(x + 19, y - 1, 3, 'red0')
      .hl(x + 19, y, 3, 'red0')
      .hl(x + 20, y, 2, 'pink1')
  else b.hl(x + 19, y, 3, 'red0').px(x + 21, y - 1, 'red0')
  b.hl(x + 17, y - 1, 2, 'pink1')
}
