import type { Avatar } from './avatar.ts'
import { createPixels } from './pixels.ts'
import type { Arm, Pose } from './poses.ts'

/** The place of the gripper for each arm. */
const grippers: Record<Arm, readonly [number, number]> = {
  idle: [9, 25],
  type: [12, 26],
  typeUp: [12, 25],
  hold: [11, 24],
  raise: [8, 11],
  wave: [6, 12],
  head: [9, 13],
  chin: [12, 21],
  cross: [13, 24],
  talk0: [6, 22],
  talk1: [6, 19],
  fold: [12, 26],
}
const inFront: readonly Arm[] = ['type', 'typeUp', 'hold', 'chin', 'cross', 'fold', 'head', 'raise', 'wave']

/** A sub-agent: a small robot with a screen for a face. Its casing has the colour of the top. */
export function drawRobot(avatar: Avatar, pose: Pose, seated: boolean, typing: boolean, step: number) {
  const b = createPixels()
  const asleep = pose.asleep !== undefined
  const dy = (seated ? 1 : 0) + (pose.breath ? 1 : 0)
  const light = asleep ? 'teal0' : pose.face === 'shock' ? 'red3' : pose.face === 'ask' ? 'gold2' : 'teal3'

  if (!seated) {
    if (avatar.model === 1) {
      b.rrect(11, 26, 10, 4, 'slate0')
      for (let k = 0; k < 5; k++) b.px(12 + k * 2, 28, 'slate2').px(12 + k * 2, 27, 'slate1')
    } else
      b.rect(12, 26, 2, 2, 'slate2')
        .rect(18, 26, 2, 2, 'slate1')
        .rect(11, 28, 4, 2, 'slate3')
        .hl(11, 29, 4, 'slate2')
        .rect(17, 28, 4, 2, 'slate2')
        .hl(17, 29, 4, 'slate1')
  }
  const by = 21 + dy
  const body = createPixels()
    .rrect(11, by, 10, 6, 'to1')
    .hl(12, by, 8, 'to0')
    .vl(11, by + 1, 4, 'to0')
    .vl(20, by + 1, 4, 'to2')
    .hl(12, by + 5, 8, 'to2')
    .rect(14, by + 2, 4, 2, 'ink1')
    .px(14, by + 2, light)
    .px(16, by + 3, typing && step === 1 ? 'gold2' : 'teal1')
    .px(17, by + 2, typing ? 'green4' : 'teal1')
  if (seated) body.rect(0, 27, 32, 5, 0)
  b.stamp(body)

  const arm = (name: Arm, right: boolean) => {
    const [x, y] = grippers[name]
    const drawn = createPixels()
      .line(10, 22 + dy, x, y - 1 + dy, 'slate2')
      .rect(x - 1, y - 1 + dy, 3, 2, 'slate4')
      .px(x + 1, y + dy, 'slate3')
    return right ? drawn.flip() : drawn
  }
  const stampArms = (front: boolean) => {
    if (inFront.includes(pose.left) === front) b.stamp(arm(pose.left, false))
    if (inFront.includes(pose.right) === front) b.stamp(arm(pose.right, true))
  }
  stampArms(false)
  b.stamp(headOf(avatar, pose, light, dy))
  if (pose.book)
    b.stamp(
      createPixels()
        .rect(11, 22 + dy, 10, 5, 'ac1')
        .hl(11, 22 + dy, 10, 'ac0')
        .vl(15, 22 + dy, 5, 'ac2'),
    )
  stampArms(true)
  b.outline()
  if (pose.face === 'shock')
    for (const [x, y] of pose.sweat
      ? [
          [7, 8],
          [24, 6],
        ]
      : [
          [6, 6],
          [25, 9],
        ])
      b.px(x!, y! + dy, 'gold3')
        .px(x! + 1, y! + 1 + dy, 'gold2')
        .px(x!, y! + 2 + dy, 'gold2')
  return b
}

function headOf(avatar: Avatar, pose: Pose, light: string, dy: number) {
  const h = createPixels()
  const asleep = pose.asleep
  const x = 9 + (pose.headX ?? 0)
  const y = 11 + dy + (pose.headY ?? 0) + (asleep === undefined ? 0 : 3 + asleep)
  h.vl(x + 7, y - 2, 2, 'slate2')
    .rect(x + 6, y - 4, 2, 2, light)
    .px(x + 6, y - 4, 'slate5')
  if (avatar.model === 2)
    h.vl(x + 2, y - 2, 2, 'slate2')
      .vl(x + 11, y - 2, 2, 'slate2')
      .px(x + 2, y - 3, light)
      .px(x + 11, y - 3, light)
  h.rrect(x, y, 14, 10, 'slate4')
    .hl(x + 1, y, 12, 'slate5')
    .vl(x, y + 1, 7, 'slate5')
    .vl(x + 13, y + 1, 8, 'slate3')
    .hl(x + 1, y + 9, 12, 'slate2')
    .hl(x + 1, y + 8, 12, 'slate3')
    .rrect(x + 2, y + 2, 10, 6, 'ink1')
    .hl(x + 3, y + 2, 7, 'ink2')
  for (const X of [x + 4, x + 8]) {
    const face = asleep === undefined ? pose.face : 'sleep'
    if (face === 'blink' || face === 'sleep') h.hl(X, y + 5, 2, light)
    else if (face === 'talkBig')
      h.hl(X, y + 4, 2, light)
        .px(X - 1, y + 5, light)
        .px(X + 2, y + 5, light)
    else if (face === 'shock')
      h.px(X - 1, y + 3, light)
        .px(X + 1, y + 3, light)
        .px(X, y + 4, light)
        .px(X - 1, y + 5, light)
        .px(X + 1, y + 5, light)
    else if (face === 'focus') h.hl(X, y + 4, 2, light).hl(X, y + 5, 2, 'teal2')
    else if (face === 'down') h.hl(X, y + 5, 2, light).hl(X, y + 6, 2, 'teal2')
    else if (face === 'lookL') h.rect(X - 1, y + 3, 2, 2, light)
    else if (face === 'lookR') h.rect(X + 1, y + 3, 2, 2, light)
    else h.rect(X, y + 3, 2, 3, light).hl(X, y + 5, 2, light === 'teal3' ? 'teal2' : light)
  }
  const mouth = pose.face === 'open' ? 2 : pose.face === 'talk' ? 1 : pose.face === 'talkBig' ? 3 : 0
  if (mouth) h.hl(x + 6, y + 6, mouth, light)
  return h.vl(x - 1, y + 3, 4, 'to1').vl(x + 14, y + 3, 4, 'to2')
}
