import { createPixels, type Pixels } from './pixels.ts'
import type { Arm, Face, Pose } from './poses.ts'

const key = {
  a: 'red4',
  A: 'red3',
  b: 'red2',
  c: 'red1',
  d: 'red0',
  P: 'skin3',
  p: 'skin2',
  q: 'skin1',
  W: 'slate5',
  w: 'slate4',
  v: 'slate3',
  N: 'blue1',
  n: 'blue0',
  Y: 'gold2',
  K: 'ink0',
}
const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((row) => row.trim())

const body = rows(`
  ....AAAbbb....
  ..AAAAbbbbbb..
  .AAaAbbbbbbbb.
  .AAAbbbbbbbbc.
  AAAbbbbbbbbbbc
  AAbbbbbbbbbbbc
  Abbbbbbbbbbbcc
  bbbbbbbbbbbbcc
  .bbbbbbbbbbcc.
  .cbbbbbbbbccc.
  ..cccccccccc..
  ..bPPPPPPPpc..
  ..bpqqqqqqpc..
  ..bPPPPPPPpc..
  ..cpqqqqqqpc..
  ...cPPPPPpc...
  ...bcbccbcc...`)

const cap = rows(`
  ...WWWWw...
  .WWWWWWwwv.
  WWWWWYwwwwv
  .NNNYYYNNn.
  .nNNNYNNnn.
  ..KKKKKKK..`)

const claws = {
  open: rows(`
    .AA....b.
    AaAb..bbc
    AAb...bbc
    Abbb.bbbc
    Abbbbbbcc
    .bbbbbcc.
    ..bbccc..`),
  shut: rows(`
    ..AAAb...
    .AaAbdbb.
    .AAbbdbc.
    .Abbbdbc.
    .Abbbbcc.
    ..bbbcc..
    ...bcc...`),
}

/** The place of the left claw for each arm, and whether it is open. */
const claw: Record<Arm, readonly [number, number, boolean]> = {
  idle: [1, 16, false],
  type: [6, 22, false],
  typeUp: [6, 20, true],
  hold: [4, 19, false],
  raise: [1, 5, false],
  wave: [1, 4, true],
  head: [2, 10, true],
  chin: [6, 16, false],
  cross: [5, 20, false],
  talk0: [1, 15, true],
  talk1: [1, 12, false],
  fold: [6, 22, false],
}
const inFront: readonly Arm[] = ['type', 'typeUp', 'hold', 'chin', 'cross', 'fold', 'head']

/** An eyeball on a stalk; `x`, `y` is its top left. */
function eye(b: Pixels, x: number, y: number, face: Face | undefined) {
  b.rect(x + 1, y + 4, 2, 3, 'red2').vl(x + 2, y + 5, 2, 'red1')
  const ball = () =>
    b
      .rrect(x, y, 4, 5, 'slate5')
      .px(x + 3, y + 3, 'slate4')
      .px(x + 2, y + 4, 'slate4')
  const lid = () => b.rrect(x, y, 4, 5, 'red2')
  if (face === 'blink')
    lid()
      .hl(x, y + 3, 4, 'ink0')
      .px(x + 1, y, 'red3')
  else if (face === 'sleep')
    lid()
      .hl(x, y + 4, 4, 'ink0')
      .px(x + 1, y, 'red3')
  else if (face === 'talkBig')
    lid()
      .hl(x + 1, y + 2, 2, 'ink0')
      .px(x, y + 3, 'ink0')
      .px(x + 3, y + 3, 'ink0')
      .px(x + 1, y, 'red3')
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

function mouth(b: Pixels, x: number, y: number, face: Face | undefined) {
  b.hl(x + 10, y - 1, 2, 'pink1').hl(x + 20, y - 1, 2, 'pink0')
  if (face === 'talk' || face === 'ask') b.rect(x + 15, y - 1, 2, 2, 'ink0')
  else if (face === 'shock') b.rect(x + 14, y - 1, 4, 3, 'ink0').hl(x + 15, y + 1, 2, 'pink0')
  else if (face === 'talkBig' || face === 'open') b.rect(x + 14, y - 1, 4, 2, 'red0').hl(x + 15, y, 2, 'pink1')
  else if (face === 'sleep' || face === 'focus' || face === 'down') b.hl(x + 15, y, 2, 'red0')
  else
    b.px(x + 13, y - 1, 'red0')
      .hl(x + 14, y, 4, 'red0')
      .px(x + 18, y - 1, 'red0')
}

/** The captain: a lobster in a ship's cap, as wide as the cell lets its claws be. */
export function drawCaptain(pose: Pose, seated: boolean, step: number): Pixels {
  const b = createPixels()
  const asleep = pose.asleep !== undefined
  const bob = (seated ? 1 : 0) + (pose.breath ? 1 : 0)
  const headX = pose.headX ?? 0
  const face = asleep ? 'sleep' : pose.face

  const clawOf = (name: Arm, right: boolean) => {
    const [x, y, open] = claw[name]
    const drawn = createPixels().grid(x, y + bob, open ? claws.open : claws.shut, key)
    return right ? drawn.flip() : drawn
  }
  const armOf = (name: Arm, right: boolean) => {
    const [x, y] = claw[name]
    const x1 = x + 4
    const y1 = y + 7 + bob
    const drawn = createPixels()
      .line(10, 20 + bob, x1, Math.min(y1, 24 + bob), 'red2')
      .line(10, 21 + bob, x1, Math.min(y1 + 1, 25 + bob), 'red1')
    if (y1 < 18)
      drawn
        .line(x1, y1, x1, 20 + bob, 'red2')
        .line(x1 + 1, y1, x1 + 1, 20 + bob, 'red1')
        .line(x1, 20 + bob, 10, 21 + bob, 'red1')
    return right ? drawn.flip() : drawn
  }
  const stampArms = (front: boolean) => {
    for (const [name, right] of [
      [pose.left, false],
      [pose.right, true],
    ] as const)
      if (inFront.includes(name) === front) b.stamp(armOf(name, right)).stamp(clawOf(name, right), true)
  }
  const antenna = (x: number, y: number, side: -1 | 1, wobble: number) => {
    const points = [
      [0, 0],
      [2, -3],
      [4, -6],
      [6, -9 + wobble],
      [8, -10 + wobble],
    ] as const
    for (let k = 0; k < points.length - 1; k++) {
      const [x0, y0] = points[k]!
      const [x1, y1] = points[k + 1]!
      b.line(x + side * x0, y + y0, x + side * x1, y + y1, k < 2 ? 'red2' : 'red3')
    }
  }

  if (!seated)
    for (const [k, x] of [10, 13, 17, 20].entries()) b.rect(x, 26, 2, 4, k < 2 ? 'red2' : 'red1').px(x + 1, 29, 'red1')
  stampArms(false)

  const top = 12 + bob + (asleep ? 4 : 0)
  const wobble = step & 1
  antenna(9 + headX, top + 2, -1, wobble)
  antenna(22 + headX, top + 2, 1, 1 - wobble)
  const shell = createPixels()
    .grid(9 + headX, top, body, key)
    .rect(0, 30, 32, 2, 0)
  if (seated) shell.rect(0, 27, 32, 5, 0)
  b.stamp(shell).stamp(createPixels().grid(11 + headX, top - 7, cap, key))
  for (const x of [9, 19]) {
    const drawn = createPixels()
    eye(drawn, x + headX, top - 3, face)
    b.stamp(drawn)
  }
  mouth(b, headX, top + 7, face)

  if (pose.book) {
    const drawn = createPixels()
      .rect(10, 20 + bob, 12, 6, 'blue1')
      .hl(10, 20 + bob, 12, 'blue2')
      .rect(15, 20 + bob, 2, 6, 'blue0')
      .hl(11, 19 + bob, 10, 'slate5')
    if (pose.book === 'turning') drawn.rect(15, 16 + bob, 3, 3, 'slate5')
    b.stamp(drawn)
  }
  stampArms(true)
  b.outline()
  if (pose.sweat !== undefined)
    for (const [x, y] of pose.sweat
      ? [
          [27, 3],
          [4, 4],
        ]
      : [
          [28, 6],
          [3, 2],
        ])
      b.px(x!, y!, 'blue3').px(x!, y! + 1, 'blue2')
  return b
}
