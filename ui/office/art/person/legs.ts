import { grid } from '../grid.ts'
import type { Pixels } from '../pixels.ts'
import { isBehindDesk, isMidStep, isSeated, type View } from '../poses.ts'
import { letters } from './parts/letters.ts'
import type { Outfit } from './parts/outfits.ts'

const front = {
  stand: grid(`
ijjlijjk
ijjlijjk
jjkljjkk
qrrsrrrs`),
  0: grid(`
ijjlijjk
ijjljjkk
jjklrrss
qrrs____`),
  2: grid(`
ijjlijjk
ijjljjkk
qrrsjjkk
____rrrs`),
  sit: grid(`
ijjjlijjk
jjjklijjk
qrrs_rrrs`),
}

const side = {
  stand: grid(`
.ijjk..
.ijjk..
.jjkk..
.qrrrs.`),
  0: grid(`
....ijjjk....
..kkkjjjjjk..
.kkk....ijjk.
.sss.....qrrr`),
  1: grid(`
....ijjk.....
....ijjk.....
...lijjk.....
...sqrrrs....`),
  2: grid(`
....ijjkk....
..ijjjkkkkk..
.ijj....kkkk.
.qrr.....ssss`),
  3: grid(`
....ijjkk....
....ijjkl....
....jjkk.....
....qrrrss...`),
  sit: grid(`
.ijjjjjk.
.jjjjkkkk
......qrrr`),
}

const seatedFromBehind = grid(`
jjjljjjk
jjklkjjk
.ss..ss.`)

/** Legs and shoes, and what of the outfit hangs over them. A desk hides them from the front. */
export function drawLegs(b: Pixels, outfit: Outfit, view: View) {
  if (isBehindDesk(view)) return
  const { facing, frame } = view
  const isAside = facing === 'right'
  if (isSeated(view)) {
    if (facing === 'up') b.grid(12, 27, seatedFromBehind, letters)
    else if (isAside) b.grid(12, 27, side.sit, letters)
    else b.grid(11, 27, front.sit, letters)
    return
  }
  const step = frame.step ?? 'stand'
  const rows = isAside ? side[step] : front[step === 1 || step === 3 ? 'stand' : step]
  const x = isAside && step !== 'stand' ? 9 : 12
  // The body is higher between two steps, so the legs are longer.
  if (isMidStep(view)) b.grid(x, 25, rows.slice(0, 1), letters)
  b.grid(x, frame.leaps ? 24 : 26, rows, letters)
  if (outfit.skirt && !view.isPlain) drawSkirt(b, outfit, view)
}

/** The lower end of a robe or a coat. */
function drawSkirt(b: Pixels, { coat }: Outfit, view: View) {
  const y = isMidStep(view) || view.frame.leaps ? 25 : 26
  const height = coat ? 1 : 2
  const [lit, plain, shaded] = coat ? ['slate5', 'slate4', 'slate3'] : ['to0', 'to1', 'to2']
  if (view.facing === 'right') {
    b.rect(12, y, 7, height, plain!).rect(12, y, 2, height, lit!)
    return
  }
  b.rect(11, y, 10, height, plain!).rect(11, y, 2, height, lit!).rect(18, y, 3, height, shaded!)
  if (coat && view.facing === 'down') b.hl(15, 26, 2, 'bo1')
}
