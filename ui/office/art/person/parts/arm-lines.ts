import type { Arm } from '../../poses.ts'

/** A point of the cell. */
export type Point = readonly [x: number, y: number]

type ArmLines = Readonly<Record<Arm, readonly Point[]>>

const line = (text: string) => text.split(' ').map((point) => point.split(',').map(Number) as unknown as Point)

/** From the shoulder to the hand, for the arm on the left of the screen. */
export const front: ArmLines = {
  idle: line('10,20 10,23 10,24'),
  forward: line('10,20 10,22 11,23'),
  back: line('10,20 9,23 9,24'),
  type: line('10,20 9,22 11,24 12,25'),
  typeUp: line('10,20 9,22 11,23 12,24'),
  hold: line('10,20 9,22 11,23'),
  mug: line('10,20 9,22 11,22'),
  raise: line('10,20 8,18 8,13 8,10'),
  wave: line('10,20 8,18 7,14 6,11'),
  cheerLow: line('10,20 7,18 6,14 5,12'),
  cheerHigh: line('10,20 7,17 7,12 7,10'),
  head: line('10,20 7,18 7,13 9,10'),
  chin: line('10,20 9,22 12,20 13,18'),
  cross: line('10,20 10,23 13,23 15,23'),
  talk0: line('10,20 8,22 6,21'),
  talk1: line('10,20 8,21 6,18'),
  fold: line('10,22 10,25 14,25'),
}

/** From behind, what hands do before the body is hidden; elbows are seen. */
export const behind: ArmLines = {
  ...front,
  type: line('10,20 9,22 10,24'),
  typeUp: line('10,20 8,20 8,22'),
  hold: line('10,20 9,22 10,22'),
  mug: line('10,20 9,22 10,22'),
  chin: line('10,20 8,21 9,18'),
  cross: line('10,20 9,22 10,23'),
  fold: line('10,20 9,22 10,21'),
}

/** The near arm of who faces right. */
export const side: ArmLines = {
  idle: line('14,20 14,23 14,24'),
  forward: line('14,20 16,22 19,22'),
  back: line('14,20 12,22 10,23'),
  type: line('14,20 16,23 19,23'),
  typeUp: line('14,20 16,23 19,22'),
  hold: line('14,20 15,23 18,21'),
  mug: line('14,20 15,23 18,22'),
  raise: line('14,20 20,19 24,16 24,10'),
  wave: line('14,20 20,19 25,16 26,11'),
  cheerLow: line('14,20 20,19 24,17 26,13'),
  cheerHigh: line('14,20 20,19 24,14 24,9'),
  head: line('13,20 10,18 9,13 11,10'),
  chin: line('14,20 17,22 19,18'),
  cross: line('14,20 15,23 18,23'),
  talk0: line('14,20 16,22 20,21'),
  talk1: line('14,20 17,21 20,18'),
  fold: line('14,21 17,24 21,24'),
}
