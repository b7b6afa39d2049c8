import { expect, test } from 'bun:test'
import { animationOf, drawnPose } from './acts.ts'
import { type Avatar, avatarOf, tableOf } from './avatar.ts'
import { characterOf } from './compose.ts'
import { everyColour, outlineOf } from './palette.ts'
import { accessories } from './person/parts/accessories.ts'
import { type Critter, critters } from './person/parts/critters.ts'
import { hair } from './person/parts/hair.ts'
import { outfits } from './person/parts/outfits.ts'
import { cell, type Picture } from './pixels.ts'
import type { CharacterPose } from './poses.ts'
import { directions, everyPose } from './testing/poses.ts'

/** Every pose that is drawn as it is. */
const poses = everyPose.filter((pose) => drawnPose(pose).act === pose.act)

/** Persons who wear everything there is, robots of each model, and the captain. */
const people: Avatar[] = [
  ...Object.keys(hair).map((style, k) => ({
    ...avatarOf(`agent-${k}`),
    critter: null,
    hair: style as Avatar['hair'],
    outfit: Object.keys(outfits)[k % 8] as Avatar['outfit'],
    accessory: Object.keys(accessories)[k % 9] as Avatar['accessory'],
  })),
  ...Object.keys(critters).map((critter, k) => ({
    ...avatarOf(`agent-${k}`),
    critter: critter as Critter,
    accessory: (['none', 'glasses', 'headset', 'shades'] as const)[k % 4]!,
  })),
]
const robots = [0, 1, 2].map((model) => ({ ...avatarOf(`sub-${model}`, 'robot'), model }))
const captain = avatarOf('a:main')
const everybody = [...people, ...robots, captain]

/** All drawings of somebody. */
const drawingsOf = (avatar: Avatar) =>
  poses.flatMap((pose) =>
    Array.from({ length: animationOf(pose).frames }, (_, frame) => ({
      pose,
      frame,
      name: `${avatar.kind} ${Object.values(pose).join(' ')} ${frame}`,
      picture: characterOf(avatar, pose, frame),
    })),
  )
const drawn = new Map(everybody.map((avatar) => [avatar, drawingsOf(avatar)]))

const alphaAt = ({ data }: Picture, x: number, y: number) => data[(y * cell + x) * 4 + 3]!

/** One number for all drawings of some characters. */
function hashOf(avatars: readonly Avatar[]): string {
  const hash = new Bun.CryptoHasher('sha1')
  for (const avatar of avatars) for (const { picture } of drawn.get(avatar)!) hash.update(picture.data)
  return hash.digest('hex').slice(0, 12)
}

test('every drawing is the one it always was', () => {
  expect({ people: hashOf(people), robots: hashOf(robots), captain: hashOf([captain]) }).toEqual({
    people: 'ab9cda244ac1',
    robots: 'aef82238b465',
    captain: '8d574c3ca248',
  })
})

test('the strip shows who rests without tails and skirts, as it always did', () => {
  const hash = new Bun.CryptoHasher('sha1')
  for (const avatar of [...people, captain])
    for (const [stance, act] of [
      ['stand', 'idle'],
      ['stand', 'coffee'],
      ['sit', 'idle'],
      ['sit', 'doze'],
    ] as const) {
      const pose: CharacterPose = { stance, act, direction: 'down', isPlain: true }
      for (let frame = 0; frame < animationOf(pose).frames; frame++) hash.update(characterOf(avatar, pose, frame).data)
    }
  expect(hash.digest('hex').slice(0, 12)).toBe('812141cf19a2')
})

test('nobody is cut off by the cell: below the shoes and beside the body it is empty', () => {
  const cutOff = new Set<string>()
  // Long hair of who sleeps falls over the edge of the desk.
  for (const [{ kind }, drawings] of drawn)
    for (const { picture, name } of drawings.filter(({ pose }) => pose.act !== 'sleep'))
      for (let k = 0; k < cell; k++) {
        const isBeside = alphaAt(picture, 0, k) || alphaAt(picture, cell - 1, k)
        // The claws of the captain are as wide as the cell.
        if (alphaAt(picture, k, cell - 1) || (isBeside && kind !== 'captain')) cutOff.add(name)
      }
  expect([...cutOff]).toEqual([])
})

test('an outline closes each figure', () => {
  const open = new Set<string>()
  for (const [avatar, drawings] of drawn) {
    const table = tableOf(avatar)
    const outlines = new Set(
      everyColour.map((number) => table.subarray(outlineOf(number) * 3, outlineOf(number) * 3 + 3).join()),
    )
    // Sweat and sparks fly outside of the outline.
    for (const { picture, name } of drawings.filter(({ pose }) => pose.act !== 'error')) {
      const isFree = (x: number, y: number) => x >= 0 && y >= 0 && x < cell && y < cell && !alphaAt(picture, x, y)
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++) {
          if (!alphaAt(picture, x, y)) continue
          if (!(isFree(x - 1, y) || isFree(x + 1, y) || isFree(x, y - 1) || isFree(x, y + 1))) continue
          const at = (y * cell + x) * 4
          if (!outlines.has(picture.data.subarray(at, at + 3).join())) open.add(`${name} at ${x}, ${y}`)
        }
    }
  }
  expect([...open]).toEqual([])
})

test('who walks is drawn differently in every step, a person from the side in four ways', () => {
  for (const [avatar, drawings] of drawn)
    for (const act of ['walk', 'carry'] as const)
      for (const direction of directions) {
        const steps = drawings
          .filter(({ pose }) => pose.act === act && pose.direction === direction)
          .map(({ picture }) => Bun.hash(picture.data))
        expect(steps).toHaveLength(4)
        for (const [at, step] of steps.entries()) expect(step).not.toBe(steps[(at + 1) % 4]!)
        if (avatar.kind === 'person' && (direction === 'left' || direction === 'right'))
          expect(new Set(steps).size).toBe(4)
      }
})

function mirrorOf({ data }: Picture): Uint8ClampedArray {
  const mirrored = new Uint8ClampedArray(data.length)
  for (let y = 0; y < cell; y++)
    for (let x = 0; x < cell; x++) {
      const from = (y * cell + cell - 1 - x) * 4
      mirrored.set(data.subarray(from, from + 4), (y * cell + x) * 4)
    }
  return mirrored
}

test('left is right mirrored; away from desks its light comes from the left as well', () => {
  const others = new Set<string>()
  for (const [avatar, drawings] of drawn)
    for (const { pose, frame, picture, name } of drawings.filter(({ pose }) => pose.direction === 'left')) {
      const mirror = mirrorOf(characterOf(avatar, { ...pose, direction: 'right' }, frame))
      const isRelit =
        pose.stance === 'sit' || (pose.stance === 'stand' && !['wait', 'think', 'error', 'cheer'].includes(pose.act))
      if ((Bun.hash(picture.data) !== Bun.hash(mirror)) !== isRelit) others.add(`${name} has another light`)
      for (let at = 3; at < mirror.length; at += 4)
        if (mirror[at] !== picture.data[at]) others.add(`${name} has another shape`)
    }
  expect([...others]).toEqual([])
})

test('the numbers of drawings begin again after the last', () => {
  for (const { pose, picture, frame } of drawn.get(captain)!)
    expect(Bun.hash(characterOf(captain, pose, animationOf(pose).frames + frame).data)).toBe(Bun.hash(picture.data))
})
