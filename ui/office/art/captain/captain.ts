import { createPixels, type Pixels } from '../pixels.ts'
import { type Arm, isBehindDesk, isHeldInBothHands, isMidStep, isSeated, type Prop, type View } from '../poses.ts'
import { armOf, clawOf, sideArmOf, sideClawOf } from './claws.ts'
import { drawEye, drawMouth, drawMouthAside } from './face.ts'
import { body, cap, letters } from './parts.ts'

/** The captain: a lobster in a ship's cap, as wide as the cell lets its claws be. */
export function drawCaptain(view: View): Pixels {
  const b = createPixels()
  const dy = loweringOf(view)
  if (!hidesLegs(view)) drawLegs(b, view)
  if (view.facing === 'right') {
    drawAside(b, view, dy)
    return b.outline()
  }
  drawUpright(b, view, dy)
  b.outline()
  if (view.frame.sweat !== undefined && view.facing === 'down') drawSweat(b, view.frame.sweat)
  return b
}

/** Behind a desk, and on the sofa of the strip. */
const hidesLegs = (view: View) => isBehindDesk(view) || (view.isPlain && isSeated(view))

function loweringOf(view: View): number {
  if (view.frame.leaps) return isSeated(view) ? 0 : -2
  return (isSeated(view) ? 1 : 0) + (view.frame.breath ? 1 : 0) - (isMidStep(view) ? 1 : 0)
}

/** Four little walkers, two of which are lifted in each drawing of a walk. */
function drawLegs(b: Pixels, { frame: { step } }: View) {
  for (const [k, x] of [10, 13, 17, 20].entries()) {
    const lift = step !== undefined && (k + step) & 1 ? 1 : 0
    b.rect(x, 26 - lift, 2, 4, k < 2 ? 'red2' : 'red1').px(x + 1, 29 - lift, 'red1')
  }
}

/** The arms that are before the body. */
const front: readonly Arm[] = ['type', 'typeUp', 'hold', 'mug', 'chin', 'cross', 'fold', 'head']

/** From the front or from behind. */
function drawUpright(b: Pixels, view: View, dy: number) {
  const { frame, facing } = view
  const isBehind = facing === 'up'
  const stampClaw = (arm: Arm, on: 'left' | 'right') => {
    if (frame.asleep === undefined || !isBehind) b.stamp(armOf(arm, on, dy))
    b.stamp(clawOf(arm, on, dy), true)
  }
  const stampArms = (isDrawn: (arm: Arm) => boolean) => {
    if (isDrawn(frame.left)) stampClaw(frame.left, 'left')
    if (isDrawn(frame.right)) stampClaw(frame.right, 'right')
  }
  stampArms((arm) => isBehind || !front.includes(arm))
  if (isBehind) {
    drawBack(b, view, 12 + dy)
    if (frame.left === 'head') {
      b.stamp(clawOf('head', 'left', dy))
      b.stamp(clawOf('head', 'right', dy))
    }
    return
  }
  drawFront(b, view, 12 + dy + (frame.asleep === undefined ? 0 : 4))
  const isBelowClaws = isHeldInBothHands(frame.prop)
  if (frame.prop && isBelowClaws) b.stamp(propOf(frame.prop, dy))
  stampArms((arm) => front.includes(arm))
  if (frame.prop && !isBelowClaws) b.stamp(propOf(frame.prop, dy))
}

function drawFront(b: Pixels, view: View, top: number) {
  const { frame, facing, number } = view
  const x = frame.headX ?? 0
  drawAntennas(b, x, top, number)
  const shell = createPixels()
    .grid(9 + x, top, body[facing], letters)
    .rect(0, hidesLegs(view) ? 27 : 30, 32, 5, 0)
  b.stamp(shell)
  b.stamp(createPixels().grid(11 + x, top - 7, cap.down, letters))
  for (const at of [9, 19]) {
    const eye = createPixels()
    drawEye(eye, at + x, top - 3, frame.face)
    b.stamp(eye)
  }
  drawMouth(b, x, top + 7, frame.face)
}

function drawBack(b: Pixels, { frame, number }: View, top: number) {
  const x = frame.headX ?? 0
  drawAntennas(b, x, top, number)
  b.stamp(
    createPixels()
      .grid(9 + x, top, body.up, letters)
      .rect(0, 30, 32, 2, 0),
  )
  const stalks = createPixels()
  for (const at of [9, 19])
    stalks
      .rect(at + 1 + x, top + 1, 2, 2, 'red1')
      .rrect(at + x, top - 3, 4, 5, 'red2')
      .px(at + 1 + x, top - 3, 'red3')
  b.stamp(stalks)
  b.stamp(createPixels().grid(11 + x, top - 7, cap.up, letters))
}

/** Both antennas; they sway in opposite directions from one drawing to the next. */
function drawAntennas(b: Pixels, x: number, top: number, number: number) {
  const sway = number & 1
  drawAntenna(b, 9 + x, top + 2, -1, sway)
  drawAntenna(b, 22 + x, top + 2, 1, 1 - sway)
}

function drawAntenna(b: Pixels, x: number, y: number, side: -1 | 1, sway: number) {
  const points = [
    [0, 0],
    [2, -3],
    [4, -6],
    [6, -9 + sway],
    [8, -10 + sway],
  ] as const
  for (let k = 0; k < points.length - 1; k++) {
    const [x0, y0] = points[k]!
    const [x1, y1] = points[k + 1]!
    b.line(x + side * x0, y + y0, x + side * x1, y + y1, k < 2 ? 'red2' : 'red3')
  }
}

function propOf(prop: Prop, dy: number): Pixels {
  const b = createPixels()
  if (prop === 'book' || prop === 'turningBook')
    b.rect(10, 20 + dy, 12, 6, 'blue1')
      .hl(10, 20 + dy, 12, 'blue2')
      .rect(15, 20 + dy, 2, 6, 'blue0')
      .hl(11, 19 + dy, 10, 'slate5')
  if (prop === 'turningBook') b.rect(15, 16 + dy, 3, 3, 'slate5')
  if (prop === 'papers')
    b.rect(11, 20 + dy, 10, 5, 'slate5')
      .hl(12, 21 + dy, 6, 'slate2')
      .hl(12, 23 + dy, 5, 'slate2')
      .hl(11, 24 + dy, 10, 'slate3')
  if (prop === 'mug')
    b.rect(21, 15 + dy, 5, 4, 'slate5')
      .vl(25, 15 + dy, 4, 'slate3')
      .hl(21, 15 + dy, 4, 'wood2')
  if (prop === 'mugAtMouth') b.rect(17, 16 + dy, 5, 4, 'slate5').vl(21, 16 + dy, 4, 'slate3')
  return b
}

/** The near arm in each drawing of a walk. */
const swings: readonly Arm[] = ['back', 'idle', 'forward', 'idle']

function drawAside(b: Pixels, { frame, number }: View, dy: number) {
  const x = frame.headX ?? 0
  const top = 12 + dy
  const sway = number & 1
  b.line(20 + x, top + 1, 24 + x, top - 5, 'red2')
    .line(24 + x, top - 5, 28 + x, top - 6 + sway, 'red3')
    .px(29 + x, top - 5 + sway, 'red3')
  const shell = createPixels()
    .grid(8 + x, top, body.right, letters)
    .rect(0, 30, 32, 2, 0)
  b.stamp(shell)
  b.stamp(createPixels().grid(9 + x, top - 7, cap.right, letters))
  const eye = createPixels()
  drawEye(eye, 18 + x, top - 3, frame.face)
  b.stamp(eye)
  drawMouthAside(b, x, top + 7, frame.face)

  const { left, right, prop, step } = frame
  const arm = step !== undefined && !prop ? swings[step]! : right === 'idle' ? left : right
  if (isHeldInBothHands(prop)) {
    const [cover, edge] = prop === 'papers' ? ['slate5', 'slate3'] : ['blue1', 'slate5']
    b.stamp(
      createPixels()
        .rect(24, 18 + dy, 5, 6, cover!)
        .vl(28, 18 + dy, 6, edge!),
    )
  }
  b.stamp(sideArmOf(arm, dy))
  b.stamp(sideClawOf(arm, dy), true)
  if (prop && !isHeldInBothHands(prop))
    b.stamp(
      createPixels()
        .rect(24, 14 + dy, 5, 4, 'slate5')
        .vl(28, 14 + dy, 4, 'slate3'),
    )
}

const drops = [
  [
    [28, 6],
    [3, 2],
  ],
  [
    [27, 3],
    [4, 4],
  ],
] as const

function drawSweat(b: Pixels, at: 0 | 1) {
  for (const [x, y] of drops[at]) b.px(x, y, 'blue3').px(x, y + 1, 'blue2')
}
