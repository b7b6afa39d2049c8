import type { Pixels } from '../pixels.ts'
import type { Face } from '../poses.ts'

type Gaze = Exclude<Face, 'smile' | 'happyOpen' | 'talk' | 'open' | 'talkBig' | 'ask'> | 'open'

/** The eyes of each face that has not a look of its own. */
const gazes: Partial<Record<Face, Gaze>> = {
  smile: 'open',
  talk: 'open',
  ask: 'open',
  talkBig: 'happy',
  happyOpen: 'happy',
}

/** The eyes of a face; from the side only one is seen. `x` and `y` are the top left of the head. */
export function drawEyes(b: Pixels, x: number, y: number, face: Face | undefined, isAside: boolean, isBright: boolean) {
  const gaze = (face && gazes[face]) ?? (face as Gaze | undefined) ?? 'open'
  if (!isAside) drawEye(b, x + 2, y, gaze, 'left', isBright)
  drawEye(b, x + 8, y, gaze, isAside ? 'side' : 'right', isBright)
}

function drawEye(b: Pixels, x: number, y: number, gaze: Gaze, at: 'left' | 'right' | 'side', isBright: boolean) {
  if (gaze === 'blink') b.hl(x, y + 7, 2, 'ink0')
  else if (gaze === 'sleep') b.hl(x, y + 7, 2, 'ink0').px(at === 'right' ? x + 2 : x - 1, y + 6, 'sk3')
  else if (gaze === 'happy')
    b.hl(x, y + 6, 2, 'ink0')
      .px(x - 1, y + 7, 'ink0')
      .px(x + 2, y + 7, 'ink0')
  else if (gaze === 'shock')
    b.rect(at === 'right' ? x - 1 : x, y + 4, 3, 4, 'slate5').vl(at === 'right' ? x : x + 1, y + 5, 2, 'ink0')
  else if (gaze === 'down')
    b.hl(x, y + 6, 2, 'sk3')
      .hl(x, y + 7, 2, 'ink0')
      .px(x, y + 8, 'ey0')
      .px(x + 1, y + 8, 'ink0')
  else if (gaze === 'focus')
    b.hl(x, y + 5, 2, 'sk3')
      .px(x, y + 6, 'slate5')
      .px(x, y + 7, 'ey0')
      .vl(x + 1, y + 6, 2, 'ink0')
  else if (gaze === 'lookL')
    b.hl(x, y + 4, 2, 'ink0')
      .px(x, y + 5, 'ink0')
      .px(x, y + 6, 'ey0')
      .vl(x + 1, y + 5, 2, 'slate5')
  else if (gaze === 'lookR')
    b.hl(x, y + 4, 2, 'ink0')
      .vl(x, y + 5, 2, 'slate5')
      .px(x + 1, y + 5, 'ink0')
      .px(x + 1, y + 6, 'ey0')
  else
    b.hl(x, y + 5, 2, 'ink0')
      .px(x, y + 6, 'slate5')
      .px(x, y + 7, isBright ? 'slate5' : 'ey0')
      .vl(x + 1, y + 6, 2, 'ink0')
}
