import { createPixels, type Pixels } from '../pixels.ts'
import type { Arm } from '../poses.ts'
import { claw, letters } from './parts.ts'

/** Where the top left of a claw is for each position of an arm, and whether it is open. */
type Claws = Readonly<Record<Arm, readonly [x: number, y: number, isOpen?: 'open']>>

/** The left claw of who faces down or up. */
const front: Claws = {
  idle: [1, 16],
  forward: [2, 14],
  back: [1, 18],
  type: [6, 22],
  typeUp: [6, 20, 'open'],
  hold: [4, 19],
  mug: [5, 18],
  raise: [1, 5],
  wave: [1, 4, 'open'],
  cheerLow: [1, 8],
  cheerHigh: [1, 4, 'open'],
  head: [2, 10, 'open'],
  chin: [6, 16],
  cross: [5, 20],
  talk0: [1, 15, 'open'],
  talk1: [1, 12],
  fold: [6, 22],
}

/** The near claw of who faces right. */
const side: Claws = {
  idle: [18, 18],
  forward: [21, 17],
  back: [15, 19],
  type: [21, 20],
  typeUp: [21, 18, 'open'],
  hold: [20, 18],
  mug: [19, 17],
  raise: [22, 3],
  wave: [23, 4, 'open'],
  cheerLow: [23, 7],
  cheerHigh: [22, 3, 'open'],
  head: [22, 8, 'open'],
  chin: [19, 16],
  cross: [19, 18],
  talk0: [22, 15, 'open'],
  talk1: [23, 12],
  fold: [20, 22],
}

/** An arm without its claw. */
export function armOf(arm: Arm, on: 'left' | 'right', dy: number): Pixels {
  const [x, y] = front[arm]
  const handX = x + 4
  const handY = y + 7 + dy
  const b = createPixels()
    .line(10, 20 + dy, handX, Math.min(handY, 24 + dy), 'red2')
    .line(10, 21 + dy, handX, Math.min(handY + 1, 25 + dy), 'red1')
  if (handY < 18)
    b.line(handX, handY, handX, 20 + dy, 'red2')
      .line(handX + 1, handY, handX + 1, 20 + dy, 'red1')
      .line(handX, 20 + dy, 10, 21 + dy, 'red1')
  return on === 'left' ? b : b.flip()
}

export function clawOf(arm: Arm, on: 'left' | 'right', dy: number): Pixels {
  const [x, y, isOpen] = front[arm]
  const b = createPixels().grid(x, y + dy, isOpen ? claw.open : claw.shut, letters)
  return on === 'left' ? b : b.flip()
}

/** The near arm of who faces right, without its claw. */
export function sideArmOf(arm: Arm, dy: number): Pixels {
  const [x, y] = side[arm]
  const handX = x + 4
  const handY = y + 7 + dy
  const b = createPixels()
    .line(16, 21 + dy, handX, Math.min(Math.max(handY, 18), 24 + dy), 'red2')
    .line(16, 22 + dy, handX, Math.min(Math.max(handY, 19) + 1, 25 + dy), 'red1')
  if (handY < 18)
    b.line(handX, handY - 1, handX - 1, 21 + dy, 'red2').line(handX + 1, handY - 1, handX, 21 + dy, 'red1')
  return b
}

export function sideClawOf(arm: Arm, dy: number): Pixels {
  const [x, y, isOpen] = side[arm]
  return createPixels().grid(x, y + dy, isOpen ? claw.open : claw.shut, letters)
}
