import type { Avatar } from '../avatar.ts'
import { createPixels, type Pixels } from '../pixels.ts'
import { type Arm, isBehindDesk, isHeldInBothHands, isMidStep, isSeated, type View } from '../poses.ts'
import { armOf, sideArmOf } from './arms.ts'
import { headOf } from './head.ts'
import { drawLegs } from './legs.ts'
import { letters } from './parts/letters.ts'
import { type Outfit, outfits } from './parts/outfits.ts'
import { propOf } from './props.ts'
import { tailOf } from './tails.ts'

/** A person in one drawing: everything it is drawn from, and how far its upper body is moved down. */
type Figure = { avatar: Avatar; outfit: Outfit; view: View; dy: number }

/** A person from any side that is drawn. */
export function drawPerson(avatar: Avatar, view: View): Pixels {
  const figure = { avatar, outfit: outfits[avatar.outfit], view, dy: loweringOf(view) }
  if (view.frame.asleep !== undefined) return drawSleeper(figure, view.frame.asleep).outline()
  const b = createPixels()
  const tail = avatar.critter && !view.isPlain ? tailOf(avatar.critter, view, figure.dy) : undefined
  if (tail && view.facing !== 'up') b.stamp(tail)
  drawLegs(b, figure.outfit, view)
  if (view.facing === 'up') drawBehind(b, figure, tail)
  else if (view.facing === 'right') drawAside(b, figure)
  else drawBefore(b, figure)
  b.outline()
  if (view.frame.sweat !== undefined && view.facing !== 'up') drawSweat(b, view.frame.sweat, figure.dy)
  return b
}

function loweringOf(view: View): number {
  if (view.frame.leaps) return isSeated(view) ? 2 : -2
  return isSeated(view) ? 3 : isMidStep(view) ? -1 : 0
}

function stampTorso(b: Pixels, { outfit, view, dy }: Figure) {
  const drawn = createPixels().grid(12, 19 + dy, outfit[view.facing], letters)
  if (isBehindDesk(view)) drawn.rect(0, 27, 32, 5, 0)
  if (view.frame.breath) b.hl(12, 26 + dy, view.facing === 'right' ? 7 : 8, outfit.coat ? 'slate4' : 'to2')
  b.stamp(drawn)
}

function stampHead(b: Pixels, { avatar, view, dy }: Figure) {
  const { face, headX = 0, headY = 0, breath } = view.frame
  b.stamp(headOf(avatar, face, view.facing, 10 + headX, 8 + dy + headY + (breath ? 1 : 0)))
}

/** Draws those of the two arms that are held in a way like this. */
type StampArms = (isDrawn: (arm: Arm) => boolean) => void

const raised: readonly Arm[] = ['raise', 'wave', 'cheerLow', 'cheerHigh', 'head']
/** The arms that are before the body, which hides them from behind. */
const beforeBody: readonly Arm[] = ['type', 'typeUp', 'hold', 'mug', 'cross', 'fold']

function stampArmsOf(b: Pixels, { outfit, view, dy }: Figure): StampArms {
  const { left, right } = view.frame
  const facing = view.facing === 'up' ? 'up' : 'down'
  const drawn = [
    [left, armOf(outfit, facing, left, 'left', dy)],
    [right, armOf(outfit, facing, right, 'right', dy)],
  ] as const
  return (isDrawn) => {
    for (const [arm, pixels] of drawn) if (isDrawn(arm)) b.stamp(pixels)
  }
}

function drawBehind(b: Pixels, figure: Figure, tail: Pixels | undefined) {
  const stampArms = stampArmsOf(b, figure)
  const { prop } = figure.view.frame
  stampArms((arm) => beforeBody.includes(arm))
  stampTorso(b, figure)
  stampArms((arm) => !beforeBody.includes(arm))
  if (prop) b.stamp(propOf(prop, 'up', figure.dy))
  if (tail) b.stamp(tail, true)
  stampHead(b, figure)
  stampArms((arm) => raised.includes(arm))
}

/** The near arm in each drawing of a walk. */
const swings: readonly Arm[] = ['back', 'idle', 'forward', 'idle']

function drawAside(b: Pixels, figure: Figure) {
  const { outfit, view, dy } = figure
  const { left, right, prop, step } = view.frame
  if (left !== 'idle' && step === undefined) b.stamp(sideArmOf(outfit, left, 'far', dy))
  stampTorso(b, figure)
  if (prop) b.stamp(propOf(prop, 'right', dy))
  stampHead(b, figure)
  const near = step !== undefined && !prop ? swings[step]! : right === 'idle' ? left : right
  b.stamp(sideArmOf(outfit, near, 'near', dy))
}

/** From the front: the arms beside the body, those below what is held, and those over the head. */
const hanging: readonly Arm[] = ['idle', 'forward', 'back']
const belowProp: readonly Arm[] = ['cross', 'talk0', 'talk1', 'hold', 'mug']
const overHead: readonly Arm[] = [...raised, 'chin', 'type', 'typeUp']

function drawBefore(b: Pixels, figure: Figure) {
  const stampArms = stampArmsOf(b, figure)
  const { dy, view } = figure
  const { prop } = view.frame
  stampArms((arm) => hanging.includes(arm))
  stampTorso(b, figure)
  stampArms((arm) => hanging.includes(arm))
  stampArms((arm) => belowProp.includes(arm))
  if (prop === 'mug' || isHeldInBothHands(prop)) b.stamp(propOf(prop, 'down', dy))
  stampHead(b, figure)
  stampArms((arm) => overHead.includes(arm))
  if (prop === 'mugAtMouth') b.stamp(propOf(prop, 'down', dy))
  if (prop === 'cup' || prop === 'cupAtMouth') b.blit(propOf(prop, 'down', dy))
  // The fingers on what both hands hold.
  if (isHeldInBothHands(prop))
    b.vl(11, 23 + dy, 2, 'sk1')
      .px(20, 24 + dy, 'sk2')
      .px(20, 23 + dy, 'sk1')
}

/** The head on the arms, at a desk. */
function drawSleeper(figure: Figure, breath: 0 | 1): Pixels {
  const { avatar, outfit, view, dy } = figure
  const b = createPixels()
  const head = (x: number, y: number) => headOf(avatar, 'sleep', view.facing, x, y + breath)
  if (view.facing === 'up') {
    b.stamp(head(10, 16))
    drawLegs(b, outfit, view)
    b.stamp(armOf(outfit, 'up', 'type', 'left', dy))
    b.stamp(armOf(outfit, 'up', 'type', 'right', dy))
    stampTorso(b, figure)
    return b
  }
  if (view.facing === 'right') {
    drawLegs(b, outfit, view)
    stampTorso(b, figure)
    const arm = createPixels().rect(15, 24, 10, 2, 'to1').hl(15, 24, 5, 'to0').rect(23, 24, 2, 2, 'sk1')
    b.stamp(head(14, 15))
    b.stamp(arm)
    return b
  }
  stampTorso(b, figure)
  b.rect(10, 22, 12, 4, 'to1').rect(10, 22, 3, 3, 'to0').rect(19, 22, 3, 4, 'to2')
  const arms = createPixels()
    .rect(9, 25, 14, 3, 'to1')
    .hl(9, 25, 4, 'to0')
    .hl(9, 27, 14, 'to2')
    .rect(19, 25, 4, 3, 'to2')
    .rect(13, 26, 2, 2, 'sk1')
    .rect(17, 26, 2, 2, 'sk2')
  b.stamp(head(10, 15))
  b.stamp(arms)
  return b
}

const drops = [
  [
    [6, 8],
    [26, 10],
    [4, 13],
  ],
  [
    [25, 9],
    [5, 12],
    [26, 13],
  ],
] as const

function drawSweat(b: Pixels, at: 0 | 1, dy: number) {
  for (const [x, y] of drops[at]) b.px(x, y + dy, 'blue3').px(x, y + 1 + dy, 'blue2')
}
