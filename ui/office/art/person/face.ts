import type { Avatar } from '../avatar.ts'
import type { Pixels } from '../pixels.ts'
import type { Face } from '../poses.ts'
import { drawEyes } from './eyes.ts'
import type { Critter } from './parts/critters.ts'

/** The faces with rosy cheeks, besides one at rest. */
const rosy: readonly (Face | undefined)[] = [undefined, 'happy', 'happyOpen', 'smile', 'talkBig', 'blink', 'sleep']
const speaking: readonly (Face | undefined)[] = ['talk', 'ask', 'talkBig', 'happyOpen', 'shock']
const lip = 'sk3'

/** Eyes, brows, cheeks, snout and mouth. `x` and `y` are the top left of the head; no face is one at rest. */
export function drawFace(b: Pixels, x: number, y: number, face: Face | undefined, avatar: Avatar, isAside: boolean) {
  const { critter, blush, darkFace } = avatar
  const eyesAt = isAside ? [8] : [2, 8]
  if (critter === 'panda') drawPatches(b, x, y, isAside)
  if (critter === 'frog') for (const e of eyesAt) b.rect(x + e - (isAside ? 1 : 0), y - 1, 3, 4, 'slate5')
  drawEyes(b, x, critter === 'frog' ? y - 5 : y, face, isAside, darkFace)
  if (!critter && (face === 'ask' || face === 'open')) for (const e of eyesAt) b.hl(x + e, y + 3, 2, 'ha2')

  if (critter ? ['bunny', 'frog', 'duck'].includes(critter) : rosy.includes(face))
    for (const cheek of isAside ? [7] : [1, 10]) b.px(x + cheek, y + 8, blush ?? 'sk2')

  if (critter && isAside) drawSnoutAside(b, x, y, critter, face)
  else if (critter) drawSnout(b, x, y, critter, face)
  if (critter === 'duck') return
  if (critter === 'frog' && !speaking.includes(face)) {
    if (isAside) b.hl(x + 8, y + 7, 4, lip).px(x + 7, y + 6, lip)
    else
      b.hl(x + 3, y + 7, 6, lip)
        .px(x + 2, y + 6, lip)
        .px(x + 9, y + 6, lip)
    return
  }
  if (isAside) drawMouthAside(b, x + 10, y, face)
  else drawMouth(b, x + 5, y, face)
}

/** The dark patches around the eyes of a panda. */
function drawPatches(b: Pixels, x: number, y: number, isAside: boolean) {
  if (isAside) b.rect(x + 7, y + 5, 3, 4, 'ha2').px(x + 7, y + 5, 'sk1')
  else
    b.rect(x + 1, y + 5, 3, 4, 'ha2')
      .px(x + 1, y + 5, 'sk1')
      .rect(x + 8, y + 5, 3, 4, 'ha2')
      .px(x + 10, y + 5, 'sk1')
}

function drawSnout(b: Pixels, x: number, y: number, critter: Critter, face: Face | undefined) {
  if (critter === 'cat')
    b.rect(x + 4, y + 8, 4, 2, 'ha0')
      .hl(x + 5, y + 7, 2, 'pink0')
      .px(x + 3, y + 9, 'sk2')
  else if (critter === 'fox') b.hl(x + 5, y + 7, 2, 'ink0')
  else if (critter === 'bear' || critter === 'panda')
    b.rect(x + 4, y + 7, 4, 3, 'ha0')
      .hl(x + 5, y + 7, 2, 'ink0')
      .px(x + 4, y + 9, 'ha1')
      .px(x + 7, y + 9, 'ha1')
  else if (critter === 'bunny') b.hl(x + 5, y + 7, 2, 'pink0').hl(x + 4, y + 8, 4, 'ha0')
  else if (critter === 'duck')
    b.hl(x + 4, y + 7, 4, 'gold1')
      .hl(x + 3, y + 8, 6, speaking.includes(face) ? 'red1' : 'gold1')
      .hl(x + 4, y + 9, 4, 'gold0')
}

function drawSnoutAside(b: Pixels, x: number, y: number, critter: Critter, face: Face | undefined) {
  if (critter === 'cat')
    b.rect(x + 9, y + 7, 4, 3, 'ha0')
      .px(x + 12, y + 7, 'pink0')
      .px(x + 12, y + 9, 'sk2')
  else if (critter === 'fox')
    b.rect(x + 10, y + 7, 3, 2, 'sk1')
      .hl(x + 12, y + 7, 2, 'ink0')
      .hl(x + 8, y + 9, 5, 'ha0')
  else if (critter === 'bear' || critter === 'panda')
    b.rect(x + 9, y + 7, 4, 3, 'ha0')
      .hl(x + 12, y + 7, 2, 'ink0')
      .hl(x + 9, y + 10, 3, 'ha1')
  else if (critter === 'bunny') b.px(x + 12, y + 7, 'pink0').hl(x + 9, y + 8, 3, 'ha0')
  else if (critter === 'duck') {
    const isOpen = speaking.includes(face)
    b.hl(x + 10, y + 7, 5, 'gold1').hl(x + 10, y + 8, 5, isOpen ? 'red1' : 'gold0')
    if (isOpen) b.hl(x + 10, y + 9, 4, 'gold0')
  }
}

function drawMouth(b: Pixels, x: number, y: number, face: Face | undefined) {
  if (face === 'talk' || face === 'ask') b.hl(x, y + 9, 2, 'red1')
  else if (face === 'happyOpen' || face === 'talkBig') b.hl(x - 1, y + 8, 4, 'red1').hl(x, y + 9, 2, 'pink1')
  else if (face === 'shock') b.hl(x - 1, y + 9, 4, 'ink0').hl(x, y + 8, 2, 'red1')
  else if (face === 'lookL' || face === 'lookR') b.px(x + 1, y + 9, lip)
  else if (face === 'smile' || face === 'happy')
    b.px(x - 1, y + 8, lip)
      .hl(x, y + 9, 2, lip)
      .px(x + 2, y + 8, lip)
  else if (face === 'focus' || face === 'down') b.px(x, y + 9, 'sk2').px(x + 1, y + 9, lip)
  else if (face === 'sleep') b.px(x, y + 9, lip)
  else b.hl(x, y + 9, 2, lip)
}

function drawMouthAside(b: Pixels, x: number, y: number, face: Face | undefined) {
  if (face === 'talk' || face === 'ask') b.hl(x, y + 9, 2, 'red1')
  else if (face === 'happyOpen' || face === 'talkBig') b.hl(x, y + 8, 2, 'red1').px(x, y + 9, 'pink1')
  else if (face === 'shock') b.hl(x, y + 9, 2, 'ink0').hl(x, y + 8, 2, 'red1')
  else if (face === 'lookL' || face === 'lookR') b.px(x, y + 9, lip)
  else if (face === 'smile' || face === 'happy') b.px(x + 1, y + 8, lip).px(x, y + 9, lip)
  else if (face === 'focus' || face === 'down') b.px(x, y + 9, 'sk2').px(x + 1, y + 9, lip)
  else if (face === 'sleep') b.px(x, y + 9, lip)
  else b.hl(x, y + 9, 2, lip)
}
