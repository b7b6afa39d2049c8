import type { Avatar } from './avatar.ts'
import { createPixels, type Pixels } from './pixels.ts'
import { type Arm, arms, type Face, type Pose, type Posture } from './poses.ts'
import { type Accessory, accessories, critters, hair, head, key, type Outfit, outfits } from './sprite-data.ts'

type Point = readonly [number, number]

/** An arm: a brush of two pixels along a line, with the hand at its end. */
function limb(points: readonly Point[], short: boolean, lit: boolean): Pixels {
  const b = createPixels()
  const dot = (x: number, y: number, slot: 'sk' | 'to') => {
    const low = lit ? 1 : 2
    b.px(x, y, `${slot}1`)
      .px(x + 1, y, `${slot}${low}`)
      .px(x, y + 1, `${slot}1`)
      .px(x + 1, y + 1, `${slot}${low}`)
  }
  const path: Point[] = []
  for (let i = 0; i < points.length - 1; i++) {
    const [x0, y0] = points[i]!
    const [x1, y1] = points[i + 1]!
    const n = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) || 1
    for (let k = i ? 1 : 0; k <= n; k++)
      path.push([Math.round(x0 + ((x1 - x0) * k) / n), Math.round(y0 + ((y1 - y0) * k) / n)])
  }
  const bareFrom = short ? Math.max(2, Math.ceil(path.length * 0.35)) : path.length - 1
  for (const [i, [x, y]] of path.entries()) dot(x, y, i >= bareFrom ? 'sk' : 'to')
  const [handX, handY] = points.at(-1)!
  dot(handX, handY, 'sk')
  return b
}

const mirrored = (points: readonly Point[]): Point[] => points.map(([x, y]) => [30 - x, y])

type Gaze = 'open' | 'happy' | Face
const gazes: Partial<Record<Face, Gaze>> = { talk: 'open', talkBig: 'happy', ask: 'open', neutral: 'open' }
const gazeOf = (face: Face): Gaze => gazes[face] ?? face

/** Both eyes; `x` and `y` are the top left of the head. */
function eyes(b: Pixels, x: number, y: number, gaze: Gaze, bright: boolean) {
  for (const e of [2, 8]) {
    const X = x + e
    const left = e === 2
    const iris = (at: number) => b.px(X, y + at, 'ey0')
    if (gaze === 'blink') b.hl(X, y + 7, 2, 'ink0')
    else if (gaze === 'sleep') b.hl(X, y + 7, 2, 'ink0').px(left ? X - 1 : X + 2, y + 6, 'sk3')
    else if (gaze === 'happy')
      b.hl(X, y + 6, 2, 'ink0')
        .px(X - 1, y + 7, 'ink0')
        .px(X + 2, y + 7, 'ink0')
    else if (gaze === 'shock') {
      const pupil = X + (left ? 1 : 0)
      b.rect(X - (left ? 0 : 1), y + 4, 3, 4, 'slate5')
        .px(pupil, y + 6, 'ink0')
        .px(pupil, y + 5, 'ink0')
    } else if (gaze === 'down') {
      b.hl(X, y + 6, 2, 'sk3')
        .hl(X, y + 7, 2, 'ink0')
        .px(X + 1, y + 8, 'ink0')
      iris(8)
    } else if (gaze === 'focus') {
      b.hl(X, y + 5, 2, 'sk3')
        .px(X, y + 6, 'slate5')
        .px(X + 1, y + 6, 'ink0')
        .px(X + 1, y + 7, 'ink0')
      iris(7)
    } else if (gaze === 'lookL') {
      b.hl(X, y + 4, 2, 'ink0')
        .px(X, y + 5, 'ink0')
        .px(X + 1, y + 5, 'slate5')
        .px(X + 1, y + 6, 'slate5')
      iris(6)
    } else if (gaze === 'lookR') {
      b.hl(X, y + 4, 2, 'ink0')
        .px(X + 1, y + 5, 'ink0')
        .px(X, y + 5, 'slate5')
        .px(X, y + 6, 'slate5')
      b.px(X + 1, y + 6, 'ey0')
    } else {
      b.hl(X, y + 5, 2, 'ink0')
        .px(X, y + 6, 'slate5')
        .px(X + 1, y + 6, 'ink0')
        .px(X + 1, y + 7, 'ink0')
      if (bright) b.px(X, y + 7, 'slate5')
      else iris(7)
    }
  }
}

/** Eyes, brows, cheeks, snout and mouth. An undefined expression is a face at rest. */
function face(b: Pixels, x: number, y: number, expression: Face | undefined, avatar: Avatar) {
  const nose = avatar.critter
  const eyesY = y + (nose === 'frog' ? -5 : 0)
  if (nose === 'panda')
    for (const e of [1, 8]) b.rect(x + e, y + 5, 3, 4, 'ha2').px(x + e + (e === 1 ? 0 : 2), y + 5, 'sk1')
  if (nose === 'frog') for (const e of [2, 8]) b.rect(x + e, eyesY + 4, 3, 4, 'slate5')
  eyes(b, x, eyesY, gazeOf(expression ?? 'neutral'), avatar.darkFace)
  if (!nose && (expression === 'ask' || expression === 'open')) for (const e of [2, 8]) b.hl(x + e, y + 3, 2, 'ha2')

  const rosy = expression === undefined || ['talkBig', 'blink', 'sleep'].includes(expression)
  if (nose ? ['bunny', 'frog', 'duck'].includes(nose) : rosy) {
    const cheek = avatar.blush ?? 'sk2'
    b.px(x + 1, y + 8, cheek).px(x + 10, y + 8, cheek)
  }

  if (nose === 'cat')
    b.rect(x + 4, y + 8, 4, 2, 'ha0')
      .hl(x + 5, y + 7, 2, 'pink0')
      .px(x + 3, y + 9, 'sk2')
  else if (nose === 'fox') b.hl(x + 5, y + 7, 2, 'ink0')
  else if (nose === 'bear' || nose === 'panda')
    b.rect(x + 4, y + 7, 4, 3, 'ha0')
      .hl(x + 5, y + 7, 2, 'ink0')
      .px(x + 4, y + 9, 'ha1')
      .px(x + 7, y + 9, 'ha1')
  else if (nose === 'bunny') b.hl(x + 5, y + 7, 2, 'pink0').hl(x + 4, y + 8, 4, 'ha0')
  else if (nose === 'duck') {
    const wide = expression && ['talk', 'talkBig', 'shock', 'ask'].includes(expression)
    b.hl(x + 4, y + 7, 4, 'gold1')
      .hl(x + 3, y + 8, 6, wide ? 'red1' : 'gold1')
      .hl(x + 4, y + 9, 4, 'gold0')
    return
  }

  const lip = 'sk3'
  const mouth = x + 5
  if (nose === 'frog' && !(expression && ['talk', 'ask', 'talkBig', 'shock'].includes(expression))) {
    b.hl(x + 3, y + 7, 6, lip)
      .px(x + 2, y + 6, lip)
      .px(x + 9, y + 6, lip)
    return
  }
  if (expression === 'talk' || expression === 'ask') b.hl(mouth, y + 9, 2, 'red1')
  else if (expression === 'talkBig') b.hl(mouth - 1, y + 8, 4, 'red1').hl(mouth, y + 9, 2, 'pink1')
  else if (expression === 'shock') b.hl(mouth - 1, y + 9, 4, 'ink0').hl(mouth, y + 8, 2, 'red1')
  else if (expression === 'lookL' || expression === 'lookR') b.px(mouth + 1, y + 9, lip)
  else if (expression === 'focus' || expression === 'down') b.px(mouth, y + 9, 'sk2').px(mouth + 1, y + 9, lip)
  else if (expression === 'sleep') b.px(mouth, y + 9, lip)
  else b.hl(mouth, y + 9, 2, lip)
}

const bookIn = (turning: boolean, dy: number) => {
  const b = createPixels()
    .rect(11, 22 + dy, 10, 5, 'ac1')
    .hl(11, 22 + dy, 10, 'ac0')
    .vl(15, 22 + dy, 5, 'ac3')
    .vl(16, 22 + dy, 5, 'ac2')
    .hl(12, 21 + dy, 8, 'slate5')
    .hl(12, 24 + dy, 2, 'ac0')
    .vl(20, 23 + dy, 4, 'ac2')
  return turning ? b.vl(15, 18 + dy, 4, 'slate5').rect(16, 19 + dy, 2, 3, 'slate4') : b
}

/** The arms that are drawn over the body, and those of them that are drawn over book and head as well. */
const inFront: readonly Arm[] = [
  'raise',
  'wave',
  'head',
  'chin',
  'talk0',
  'talk1',
  'type',
  'typeUp',
  'hold',
  'cross',
  'fold',
]
const besideHead: readonly Arm[] = ['cross', 'talk0', 'talk1', 'hold']
const overHead: readonly Arm[] = ['raise', 'wave', 'head', 'chin', 'type', 'typeUp']

/** Legs and shoes, which a desk hides. */
const legs = {
  stand: ['ijjlijjk', 'ijjlijjk', 'jjkljjkk', 'qrrsrrrs'],
  sit: ['ijjjlijjk', 'jjjklijjk', 'qrrs_rrrs'],
} as const

const mugs = { held: [17, 20], up: [15, 16] } as const

/** A person from the front. Portraits are made of one that stands. */
export function drawPerson(avatar: Avatar, pose: Pose, posture: Posture): Pixels {
  const b = createPixels()
  const seated = posture !== 'stand'
  const breath = pose.breath ? 1 : 0
  const dy = seated ? 3 : 0
  const outfit: Outfit = outfits[avatar.outfit]
  const accessory: Accessory = accessories[avatar.accessory]

  const arm = (points: readonly Point[], lit: boolean) => {
    const drawn = limb(
      points.map(([x, y]) => [x, y + dy]),
      outfit.short ?? false,
      lit,
    )
    return outfit.coat ? drawn.swap({ to0: 'slate5', to1: 'slate5', to2: 'slate4' }) : drawn
  }
  const both = [
    [pose.left, arm(arms[pose.left] as readonly Point[], true)],
    [pose.right, arm(mirrored(arms[pose.right] as readonly Point[]), false)],
  ] as const
  const stampArms = (when: (arm: Arm) => boolean) => {
    for (const [name, drawn] of both) if (when(name)) b.stamp(drawn)
  }

  const torso = () => {
    const drawn = createPixels().grid(12, 19 + dy, outfit.torso, key)
    if (posture === 'desk') drawn.rect(0, 27, 32, 5, 0)
    if (breath) b.hl(12, 26 + dy, 8, outfit.coat ? 'slate4' : 'to2')
    b.stamp(drawn)
  }

  const headAt = (x: number, y: number) => {
    const h = createPixels().grid(x, y, head, key)
    if (avatar.critter) {
      h.grid(x - 2, y - 8, critters[avatar.critter], key)
      face(h, x, y, pose.face, avatar)
    } else {
      face(h, x, y, pose.face, avatar)
      if (accessory.under && accessory.worn) {
        h.grid(x - 2, y - 3, accessory.worn, key)
        face(h, x, y, pose.face, avatar)
      }
      const hairs = createPixels().grid(x - 2, y - 3, hair[avatar.hair], key)
      if (avatar.accessory === 'cap' || avatar.accessory === 'beanie') hairs.rect(0, 0, 32, y - 2, 0)
      h.stamp(hairs)
      // The eyes are drawn again over a fringe.
      if (pose.face !== 'sleep') eyes(h, x, y, gazeOf(pose.face ?? 'neutral'), avatar.darkFace)
    }
    if (accessory.worn && !accessory.under) {
      const worn = createPixels().grid(x - 2, y - 3, accessory.worn, key)
      if (accessory.over) h.stamp(worn)
      else h.blit(worn)
      if (pose.face === 'shock' && !accessory.over) eyes(h, x, y, 'shock', false)
    }
    return h
  }

  if (pose.asleep !== undefined) {
    torso()
    const lying = createPixels()
      .rect(9, 25, 14, 3, 'to1')
      .hl(9, 25, 4, 'to0')
      .hl(9, 27, 14, 'to2')
      .rect(19, 25, 4, 3, 'to2')
      .rect(13, 26, 2, 2, 'sk1')
      .rect(17, 26, 2, 2, 'sk2')
    b.rect(10, 22, 12, 4, 'to1').rect(10, 22, 3, 3, 'to0').rect(19, 22, 3, 4, 'to2')
    return b
      .stamp(headAt(10, 15 + pose.asleep))
      .stamp(lying)
      .outline()
  }

  if (posture === 'stand') b.grid(12, 26, legs.stand, key)
  if (posture === 'sit') b.grid(11, 27, legs.sit, key)
  stampArms((name) => !inFront.includes(name))
  torso()
  stampArms((name) => !inFront.includes(name))
  stampArms((name) => besideHead.includes(name))
  if (pose.book) b.stamp(bookIn(pose.book === 'turning', dy))
  b.stamp(headAt(10 + (pose.headX ?? 0), 8 + dy + (pose.headY ?? 0) + breath))
  stampArms((name) => overHead.includes(name))
  if (pose.book)
    b.vl(11, 23 + dy, 2, 'sk1')
      .px(20, 24 + dy, 'sk2')
      .px(20, 23 + dy, 'sk1')
  if (pose.mug) {
    const [x, y] = mugs[pose.mug]
    b.rect(x, y + dy, 4, 4, 'slate5')
      .vl(x + 3, y + dy, 4, 'slate3')
      .hl(x, y + dy, 3, 'wood2')
      .px(x + 4, y + 1 + dy, 'slate3')
      .px(x + 4, y + 2 + dy, 'slate3')
  }
  b.outline()
  if (pose.sweat !== undefined)
    for (const [x, y] of pose.sweat
      ? [
          [25, 9],
          [5, 12],
          [26, 13],
        ]
      : [
          [6, 8],
          [26, 10],
          [4, 13],
        ])
      b.px(x!, y! + dy, 'blue3').px(x!, y! + 1 + dy, 'blue2')
  return b
}
