import { createPixels, type Pixels } from '../pixels.ts'
import type { Face, View } from '../poses.ts'

/** The head of a robot: a screen for a face and an antenna. `light` is the colour of both. */
export function headOf(model: number, view: View, light: string, dy: number): Pixels {
  const { frame, facing } = view
  const { asleep } = frame
  const b = createPixels()
  const isAside = facing === 'right'
  const width = isAside ? 11 : 14
  const x = (isAside ? 11 : 9) + (frame.headX ?? 0) + (asleep !== undefined && isAside ? 2 : 0)
  const y = 11 + dy + (frame.headY ?? 0) + (asleep === undefined ? 0 : 3 + asleep)

  const mast = x + (isAside ? 4 : 7)
  b.vl(mast, y - 2, 2, 'slate2')
    .rect(mast - 1, y - 4, 2, 2, light)
    .px(mast - 1, y - 4, 'slate5')
  if (model === 2 && !isAside) for (const horn of [x + 2, x + 11]) b.vl(horn, y - 2, 2, 'slate2').px(horn, y - 3, light)
  b.rrect(x, y, width, 10, 'slate4')
    .hl(x + 1, y, width - 2, 'slate5')
    .vl(x, y + 1, 7, 'slate5')
    .vl(x + width - 1, y + 1, 8, 'slate3')
    .hl(x + 1, y + 9, width - 2, 'slate2')
    .hl(x + 1, y + 8, width - 2, 'slate3')
  if (facing === 'up')
    b.rect(x + 3, y + 3, 8, 4, 'slate3')
      .hl(x + 4, y + 4, 6, 'slate1')
      .hl(x + 4, y + 6, 6, 'slate1')
  else drawScreen(b, isAside ? x + 3 : x + 2, y, frame.face, light, isAside)
  if (isAside) b.rect(x + 1, y + 3, 2, 4, 'to1')
  else b.vl(x - 1, y + 3, 4, 'to1').vl(x + 14, y + 3, 4, 'to2')
  return b
}

/** How wide the mouth of each face is; the others have none. */
const mouths: Partial<Record<Face, number>> = { talk: 1, open: 2, talkBig: 3, happyOpen: 3, smile: 3, happy: 3 }

function drawScreen(b: Pixels, x: number, y: number, face: Face | undefined, light: string, isAside: boolean) {
  const width = isAside ? 8 : 10
  b.rrect(x, y + 2, width, 6, 'ink1').hl(x + 1, y + 2, width - 3, 'ink2')
  for (const eye of isAside ? [x + 2, x + 5] : [x + 2, x + 6]) drawEye(b, eye, y, face, light, isAside)
  const mouth = face && mouths[face]
  if (mouth) b.hl(x + width / 2 - 1, y + 6, mouth, light)
}

function drawEye(b: Pixels, x: number, y: number, face: Face | undefined, light: string, isAside: boolean) {
  if (face === 'blink' || face === 'sleep') b.hl(x, y + 5, 2, light)
  else if (face === 'happy' || face === 'talkBig' || face === 'happyOpen') {
    b.hl(x, y + 4, 2, light)
      .px(isAside ? x : x - 1, y + 5, light)
      .px(isAside ? x + 1 : x + 2, y + 5, light)
  } else if (face === 'shock') {
    const left = isAside ? x : x - 1
    b.px(left, y + 3, light)
      .px(x + 1, y + 3, light)
      .px(x, y + 4, light)
      .px(left, y + 5, light)
      .px(x + 1, y + 5, light)
  } else if (face === 'focus') b.hl(x, y + 4, 2, light).hl(x, y + 5, 2, 'teal2')
  else if (face === 'down') b.hl(x, y + 5, 2, light).hl(x, y + 6, 2, 'teal2')
  else if (face === 'lookL') b.rect(x - 1, y + 3, 2, 2, light)
  else if (face === 'lookR') b.rect(x + 1, y + 3, 2, 2, light)
  else b.rect(x, y + 3, 2, 3, light).hl(x, y + 5, 2, light === 'teal3' ? 'teal2' : light)
}
