import type { Avatar } from '../avatar.ts'
import { createPixels, type Pixels } from '../pixels.ts'
import { type Arm, isBehindDesk, isHeldInBothHands, isMidStep, isSeated, type Prop, type View } from '../poses.ts'
import { headOf } from './head.ts'
import { drawLegs } from './legs.ts'

type Grippers = Readonly<Record<Arm, readonly [x: number, y: number]>>

/** Where the gripper on the left of the screen is for each position of an arm, from the front and from behind. */
const grippers: Grippers = {
  idle: [9, 25],
  forward: [10, 24],
  back: [8, 25],
  type: [12, 26],
  typeUp: [12, 25],
  hold: [11, 24],
  mug: [11, 23],
  raise: [8, 11],
  wave: [6, 12],
  cheerLow: [6, 14],
  cheerHigh: [7, 11],
  head: [9, 13],
  chin: [12, 21],
  cross: [13, 24],
  talk0: [6, 22],
  talk1: [6, 19],
  fold: [12, 26],
}

/** The near gripper of who faces right. */
const sideGrippers: Grippers = {
  idle: [15, 25],
  forward: [18, 24],
  back: [12, 24],
  type: [20, 24],
  typeUp: [20, 23],
  hold: [19, 23],
  mug: [19, 23],
  raise: [22, 12],
  wave: [23, 13],
  cheerLow: [22, 15],
  cheerHigh: [22, 11],
  head: [13, 13],
  chin: [19, 20],
  cross: [19, 24],
  talk0: [21, 22],
  talk1: [21, 19],
  fold: [20, 25],
}

const raised: readonly Arm[] = ['raise', 'wave', 'cheerLow', 'cheerHigh', 'head']
/** The arms that are before the body and the head. */
const front: readonly Arm[] = [...raised, 'type', 'typeUp', 'hold', 'mug', 'chin', 'cross', 'fold']

/** A sub-agent: a small robot with a screen for a face. Its casing has the colour of the top. */
export function drawRobot({ model }: Avatar, view: View): Pixels {
  const b = createPixels()
  const { frame, facing } = view
  const dy = loweringOf(view)
  const light = lightOf(view)
  if (!isBehindDesk(view)) drawLegs(b, model, view)
  b.stamp(bodyOf(view, light, 21 + dy))
  const head = headOf(model, view, light, dy)
  if (facing === 'right') {
    b.stamp(head)
    if (frame.prop)
      b.stamp(
        createPixels()
          .rect(20, 20 + dy, 4, 4, 'slate5')
          .vl(23, 20 + dy, 4, 'slate3'),
      )
    b.stamp(sideArmOf(view, dy))
  } else stampUpright(b, view, head, dy)
  b.outline()
  if (frame.sweat !== undefined && facing !== 'up') drawSparks(b, frame.sweat, dy)
  return b
}

function loweringOf(view: View): number {
  if (view.frame.leaps) return isSeated(view) ? 1 : -2
  return (isSeated(view) ? 1 : 0) + (view.frame.breath ? 1 : 0) - (isMidStep(view) ? 1 : 0)
}

/** The colour of its screen and its antenna. */
function lightOf({ frame: { asleep, face } }: View): string {
  if (asleep !== undefined) return 'teal0'
  return face === 'shock' ? 'red3' : face === 'ask' ? 'gold2' : 'teal3'
}

function bodyOf(view: View, light: string, y: number): Pixels {
  const { facing, frame } = view
  const isTyping = frame.face === 'focus'
  const [x, width] = facing === 'right' ? [12, 8] : [11, 10]
  const b = createPixels()
    .rrect(x, y, width, 6, 'to1')
    .hl(x + 1, y, width - 2, 'to0')
    .vl(x, y + 1, 4, 'to0')
    .vl(x + width - 1, y + 1, 4, 'to2')
    .hl(x + 1, y + 5, width - 2, 'to2')
  if (facing === 'down')
    b.rect(14, y + 2, 4, 2, 'ink1')
      .px(14, y + 2, light)
      .px(16, y + 3, isTyping && frame.left === 'typeUp' ? 'gold2' : 'teal1')
      .px(17, y + 2, isTyping ? 'green4' : 'teal1')
  if (facing === 'up') b.rect(13, y + 1, 6, 3, 'to2').hl(14, y + 2, 4, 'to3')
  return isBehindDesk(view) ? b.rect(0, 27, 32, 5, 0) : b
}

/** Arms, head and what is held, from the front or from behind. */
function stampUpright(b: Pixels, { frame, facing }: View, head: Pixels, dy: number) {
  const stampArms = (isDrawn: (arm: Arm) => boolean) => {
    if (isDrawn(frame.left)) b.stamp(armOf(frame.left, dy))
    if (isDrawn(frame.right)) b.stamp(armOf(frame.right, dy).flip())
  }
  const isBehind = facing === 'up'
  stampArms((arm) => isBehind || !front.includes(arm))
  b.stamp(head)
  if (frame.prop && !isBehind) b.stamp(propOf(frame.prop, dy))
  stampArms((arm) => (isBehind ? raised : front).includes(arm))
}

function propOf(prop: Prop, dy: number): Pixels {
  if (!isHeldInBothHands(prop))
    return createPixels()
      .rect(18, 21 + dy, 4, 4, 'slate5')
      .vl(21, 21 + dy, 4, 'slate3')
  const [cover, edge, back] = prop === 'papers' ? ['slate5', 'slate5', 'slate4'] : ['ac1', 'ac0', 'ac2']
  return createPixels()
    .rect(11, 22 + dy, 10, 5, cover!)
    .hl(11, 22 + dy, 10, edge!)
    .vl(15, 22 + dy, 5, back!)
}

/** A thin tube with a gripper. */
function tubeOf(fromX: number, [x, y]: readonly [number, number], dy: number): Pixels {
  return createPixels()
    .line(fromX, 22 + dy, x, y - 1 + dy, 'slate2')
    .rect(x - 1, y - 1 + dy, 3, 2, 'slate4')
    .px(x + 1, y + dy, 'slate3')
}

const armOf = (arm: Arm, dy: number) => tubeOf(10, grippers[arm], dy)

/** The near arm in each drawing of a walk. */
const swings: readonly Arm[] = ['back', 'idle', 'forward', 'idle']

function sideArmOf({ frame: { left, right, prop, step } }: View, dy: number): Pixels {
  const arm = step !== undefined && !prop ? swings[step]! : right === 'idle' ? left : right
  return tubeOf(15, sideGrippers[arm], dy)
}

const sparks = [
  [
    [6, 6],
    [25, 9],
  ],
  [
    [7, 8],
    [24, 6],
  ],
] as const

function drawSparks(b: Pixels, at: 0 | 1, dy: number) {
  for (const [x, y] of sparks[at])
    b.px(x, y + dy, 'gold3')
      .px(x + 1, y + 1 + dy, 'gold2')
      .px(x, y + 2 + dy, 'gold2')
}
