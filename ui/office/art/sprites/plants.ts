import type { Pixels } from '../pixels.ts'
import { type AddSprite, noise } from './add-sprite.ts'
import type { Shades } from './shapes.ts'

const pot = (b: Pixels, x: number, y: number, w: number, h: number, c: Shades) => {
  b.rect(x, y, w, 2, c[0])
    .rect(x + 1, y + 2, w - 2, h - 2, c[1])
    .vl(x + 1, y + 2, h - 2, c[0])
    .vl(x + w - 2, y + 2, h - 2, c[2])
    .hl(x + 1, y + 2, w - 2, c[2])
    .hl(x + w - 3, y, 3, c[1])
}

const leaf = (b: Pixels, x0: number, y0: number, path: readonly number[], isLit: boolean) => {
  for (let at = 0; at + 3 < path.length; at += 2) {
    const [fromX = 0, fromY = 0, toX = 0, toY = 0] = path.slice(at, at + 4)
    b.line(x0 + fromX, y0 + fromY, x0 + toX, y0 + toY, isLit ? 'green3' : 'green2').line(
      x0 + fromX,
      y0 + fromY + 1,
      x0 + toX,
      y0 + toY + 1,
      isLit ? 'green2' : 'green1',
    )
  }
}

export function addPlants(add: AddSprite) {
  add('plant.tall', 22, 38, { foot: [1, 1], frames: 2, stepMs: 1400 }, (b, frame) => {
    pot(b, 6, 27, 10, 9, ['slate5', 'slate4', 'slate3'])
    const s = frame ? 1 : 0
    for (const [isLit, ...path] of [
      [false, 0, 0, -4, -7, -8, -9, -9, -6],
      [false, 0, 0, 4, -7, 8, -10, 10, -7],
      [true, 0, 0, -3, -12, -7, -17, -9, -16 + s],
      [true, 0, 0, 3, -12, 6, -18, 9, -17 + s],
      [true, 0, 0, -1, -14, -3, -22, -5 + s, -24],
      [false, 0, 0, 1, -14, 3, -23 + s, 5, -22],
      [true, 0, 0, 0, -18, 0, -25, 1, -26],
      [false, 0, 0, -5, -3, -8, -3, -9, -1],
      [true, 0, 0, 5, -4, 8, -3, 9, 0],
    ] as const)
      leaf(b, 11, 26, path, isLit)
    for (const [x, y] of [
      [4, 13],
      [8, 6],
      [15, 9],
      [11, 4],
      [17, 16],
    ] as const)
      b.px(x, y, 'green4')
    b.outline()
  })
  add('plant.bush', 20, 26, { foot: [1, 1] }, (b) => {
    pot(b, 5, 16, 10, 8, ['red3', 'gold0', 'red1'])
    b.ell(10, 9, 8.5, 7.5, 'green1').ell(9, 8, 7.5, 6.5, 'green2').ell(7, 6, 4.5, 3.5, 'green3')
    for (let k = 0; k < 16; k++) {
      const x = 3 + ((noise(k, 1, 2) * 14) | 0)
      const y = 2 + ((noise(k, 2, 2) * 13) | 0)
      b.px(x, y, y < 8 ? 'green4' : 'green3').px(x + 1, y + 1, 'green1')
    }
    b.outline()
  })
  // A cactus.
  add('plant.small', 12, 16, { layer: 'desk' }, (b) => {
    pot(b, 3, 9, 6, 6, ['gold2', 'gold1', 'gold0'])
    b.rrect(4, 2, 4, 8, 'green2', 1)
      .vl(4, 3, 6, 'green3')
      .rect(2, 4, 2, 3, 'green2')
      .px(2, 3, 'green3')
      .rect(8, 5, 2, 2, 'green1')
      .px(9, 4, 'green2')
      .px(5, 1, 'pink1')
      .px(6, 1, 'pink0')
    b.outline()
  })
  add('plant.hanging', 16, 26, { layer: 'wall' }, (b) => {
    b.line(8, 0, 4, 7, 'slate1')
      .line(8, 0, 11, 7, 'slate1')
      .rect(3, 7, 10, 5, 'wood3')
      .hl(3, 7, 10, 'wood4')
      .hl(3, 11, 10, 'wood2')
    for (const [x, l] of [
      [3, 8],
      [5, 12],
      [8, 6],
      [10, 10],
      [12, 7],
    ] as const)
      for (let k = 0; k < l; k++)
        b.px(x + ((k >> 1) & 1), 9 + k, k % 3 ? 'green2' : 'green3').px(x + 1 - ((k >> 1) & 1), 9 + k, 'green1')
    b.outline()
  })
}
