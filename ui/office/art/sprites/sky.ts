import { type AddSprite, noise } from './add-sprite.ts'

const times = ['day', 'dusk', 'night', 'dawn'] as const

const houses = {
  day: { far: 'blue3', near: 'blue2', roof: 'blue3' },
  dusk: { far: 'purple1', near: 'purple0', roof: 'pink0' },
  night: { far: 'blue0', near: 'ink1', roof: 'blue0' },
  dawn: { far: 'purple1', near: 'blue1', roof: 'pink0' },
}

const skies = {
  day: ['blue3', 'blue3', 'blue4', 'slate5'],
  dusk: ['purple1', 'pink0', 'gold1', 'gold2'],
  night: ['ink0', 'ink1', 'blue0', 'blue1'],
  dawn: ['blue1', 'purple2', 'pink1', 'gold3'],
}

export function addSky(add: AddSprite) {
  for (const t of times)
    for (let v = 0; v < 3; v++)
      add(`sky.${t}.${v}`, 40, 22, { layer: 'wall' }, (b) => {
        const c = skies[t]
        for (let y = 0; y < 22; y++) {
          const k = (y / 22) * (c.length - 1)
          const i = Math.floor(k)
          b.hl(0, y, 40, c[i]!)
          const next = c[i + 1]
          if (next && k - i > 0.62) b.dith(0, y, 40, 1, next, (k - i - 0.62) * 2.2)
        }
        if (t === 'day') {
          const X = 4 + v * 11
          b.ell(X + 6, 7, 6, 2.4, 'slate5')
            .ell(X + 10, 6, 4, 3, 'slate5')
            .ell(X + 2, 8, 4, 1.6, 'slate4')
            .hl(X - 1, 9, 14, 'slate4')
          if (v === 2) b.ell(8, 5, 3.5, 3.5, 'gold3').ell(8, 5, 2.5, 2.5, 'slate5')
        }
        if (t === 'dusk' || t === 'dawn') {
          b.hl(3 + v * 9, 6, 12, 'pink1')
            .hl(8 + v * 8, 8, 8, 'pink2')
            .hl(2, 11, 9, 'gold2')
          if (v === 1) b.ell(27, 14, 4.5, 4.5, 'gold3').ell(27, 14, 3, 3, 'slate5')
        }
        if (t === 'night') {
          for (let k = 0; k < 16; k++)
            b.px((noise(k, v, 1) * 40) | 0, (noise(k, v, 2) * 14) | 0, k % 3 ? 'slate3' : 'slate5')
          if (v === 1) b.ell(30, 6, 4, 4, 'gold3').ell(32, 5, 3.4, 3.4, 'ink0').px(27, 5, 'slate5')
        }
        // The houses far off, then the near ones with their windows.
        const { far, near, roof } = houses[t]
        let x = -3 + v * -5
        for (let k = 0; x < 40; k++) {
          const w = 5 + ((noise(k, v, 4) * 5) | 0)
          const h = 4 + ((noise(k, v, 6) * 6) | 0)
          b.rect(x, 22 - h - 2, w, h + 2, far)
          x += w + 1
        }
        x = -2 - v * 7
        for (let k = 0; x < 40; k++) {
          const w = 6 + ((noise(k, v, 14) * 6) | 0)
          const h = 2 + ((noise(k, v, 16) * 6) | 0)
          b.rect(x, 22 - h, w, h, near).hl(x, 22 - h, w, roof)
          for (let yy = 22 - h + 2; yy < 21; yy += 2)
            for (let xx = x + 1; xx < x + w - 1; xx += 2)
              if (t !== 'day' && noise(xx, yy, v) > (t === 'night' ? 0.45 : 0.7))
                b.px(xx, yy, noise(xx, yy, 9) > 0.4 ? 'gold2' : 'gold3')
              else if (t === 'day') b.px(xx, yy, 'blue3')
          x += w + 2
        }
      })
}
