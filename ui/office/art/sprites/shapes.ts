import type { Pixels } from '../pixels.ts'
import { noise } from './add-sprite.ts'

/** A colour in the light, as it is, and in the shade. */
export type Shades = readonly [lit: string, plain: string, dark: string]

export const lightWood: Shades = ['wood5', 'wood4', 'wood3']
export const darkWood: Shades = ['wood3', 'wood2', 'wood1']
export const white: Shades = ['slate5', 'slate4', 'slate3']
export const steel: Shades = ['slate4', 'slate3', 'slate2']

/** A box with a top that is lit and a front. */
export const block = (
  b: Pixels,
  x: number,
  y: number,
  w: number,
  top: number,
  front: number,
  [topLit, topPlain, topDark]: Shades,
  [frontLit, frontPlain, frontDark]: Shades,
) =>
  b
    .rect(x, y, w, top, topPlain)
    .hl(x, y, w, topLit)
    .vl(x, y, top, topLit)
    .vl(x + w - 1, y + 1, top - 1, topDark)
    .rect(x, y + top, w, front, frontPlain)
    .hl(x, y + top, w, frontLit)
    .vl(x + w - 1, y + top, front, frontDark)
    .hl(x, y + top + front - 1, w, frontDark)

/** The wooden top of a console or a chart table, with its grain. */
export const consoleTop = (b: Pixels, w: number, h: number, T: Shades) => {
  b.rect(1, 1, w - 2, h, T[1])
    .hl(1, 1, w - 2, T[0])
    .vl(1, 1, h, T[0])
    .hl(1, h, w - 2, T[2])
    .vl(w - 2, 2, h - 1, T[2])
  for (let k = 0; k < w / 8; k++)
    b.hl(3 + ((noise(k, w, 51) * (w - 12)) | 0), 3 + ((noise(k, w, 52) * (h - 4)) | 0), 4, k & 1 ? T[0] : T[2])
}
