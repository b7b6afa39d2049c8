import { colourTable, type Ramp, type Slot } from './palette.ts'
import type { accessories, hair, Nose, outfits } from './sprite-data.ts'

/** Everything that decides how a character looks. */
export type Avatar = {
  kind: 'person' | 'captain' | 'robot'
  hair: keyof typeof hair
  outfit: keyof typeof outfits
  accessory: keyof typeof accessories
  critter: Nose | null
  /** The number of the robot: 0, 1 or 2. */
  model: number
  darkFace: boolean
  blush: string | null
  slots: Record<Slot, Ramp>
}

/** The steps of a ramp, from its lightest colour to its outline. */
const ramp = (text: string): Ramp => text.split(' ')

// The order of every list below decides which seed has which face. New entries are appended, never inserted.

const skins: readonly Ramp[] = [
  ramp('skin3 skin3 skin2 skin0'),
  ramp('skin3 skin2 skin1 wood1'),
  ramp('wood5 wood4 wood3 wood1'),
  ramp('wood4 wood3 wood2 wood0'),
  ramp('wood3 wood2 wood1 wood0'),
  ramp('wood2 plank1 wood1 wood0'),
]

const hairColours: readonly Ramp[] = [
  ramp('slate0 ink2 ink1 ink0'),
  ramp('wood2 wood1 wood0 ink1'),
  ramp('wood3 wood2 wood1 wood0'),
  ramp('gold2 gold1 gold0 wood1'),
  ramp('gold3 gold2 gold1 wood2'),
  ramp('red3 red2 red1 red0'),
  ramp('slate5 slate4 slate3 slate0'),
  ramp('pink2 pink1 pink0 red0'),
  ramp('teal2 teal1 teal0 ink1'),
  ramp('purple2 purple1 purple0 ink1'),
  ramp('blue3 blue2 blue1 blue0'),
  ramp('green3 green2 green1 green0'),
]

const clothes: readonly Ramp[] = [
  ramp('red3 red2 red1 red0'),
  ramp('gold2 gold1 gold0 wood1'),
  ramp('gold3 gold2 gold1 wood1'),
  ramp('green3 green2 green1 green0'),
  ramp('teal2 teal1 teal0 ink1'),
  ramp('blue3 blue2 blue1 blue0'),
  ramp('purple2 purple1 purple0 ink1'),
  ramp('pink2 pink1 pink0 red0'),
  ramp('slate5 slate4 slate3 slate0'),
  ramp('slate1 slate0 ink2 ink0'),
  ramp('wood3 wood2 wood1 wood0'),
  ramp('green4 green3 green2 green0'),
]

const trousers: readonly Ramp[] = [
  ramp('blue2 blue1 blue0 ink1'),
  ramp('slate0 ink2 ink1 ink0'),
  ramp('wood2 wood1 wood0 ink1'),
  ramp('slate3 slate2 slate1 ink2'),
  ramp('green2 green1 green0 ink1'),
  ramp('wood4 wood3 wood2 wood0'),
]

const shoes: readonly Ramp[] = [
  ramp('slate5 slate4 slate2'),
  ramp('wood2 wood1 wood0'),
  ramp('ink2 ink1 ink0'),
  ramp('red3 red2 red1'),
]

const eyes: readonly string[] = ['wood1', 'blue1', 'green1', 'purple1']

const hairStyles: readonly Avatar['hair'][] = [
  'short',
  'spiky',
  'bob',
  'long',
  'bun',
  'pony',
  'curly',
  'buzz',
  'quiff',
  'mop',
  'wrap',
  'bald',
]

const outfitStyles: readonly Avatar['outfit'][] = [
  'tee',
  'hoodie',
  'tie',
  'stripes',
  'blazer',
  'overalls',
  'robe',
  'coat',
]

const accessoryStyles: readonly Avatar['accessory'][] = [
  'none',
  'none',
  'glasses',
  'none',
  'headset',
  'shades',
  'cap',
  'beanie',
  'flower',
  'beard',
  'band',
]

/** The fur and the second colour of each animal. */
const furs: Record<Nose, readonly (readonly [Ramp, Ramp])[]> = {
  cat: [
    [ramp('gold2 gold1 gold0 wood1'), ramp('gold3 gold0 wood2 wood1')],
    [ramp('slate3 slate2 slate1 ink2'), ramp('slate5 slate0 ink2 ink1')],
    [ramp('slate1 slate0 ink2 ink0'), ramp('slate2 ink2 ink1 ink0')],
    [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 gold1 gold0 wood1')],
  ],
  fox: [
    [ramp('gold1 gold1 gold0 wood1'), ramp('slate5 wood1 wood1 wood0')],
    [ramp('slate5 slate4 slate3 slate0'), ramp('slate5 slate1 slate1 slate0')],
  ],
  bear: [
    [ramp('wood3 wood2 wood1 wood0'), ramp('wood5 wood4 wood3 wood1')],
    [ramp('slate5 slate4 slate3 slate0'), ramp('slate5 slate4 slate3 slate1')],
    [ramp('wood4 wood3 wood2 wood0'), ramp('wood5 wood5 wood4 wood1')],
  ],
  panda: [[ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate0 ink2 ink1')]],
  bunny: [
    [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate5 slate4 slate1')],
    [ramp('wood5 wood4 wood3 wood1'), ramp('slate5 wood5 wood4 wood1')],
    [ramp('slate3 slate2 slate1 ink2'), ramp('slate5 slate4 slate3 slate1')],
  ],
  frog: [
    [ramp('green4 green3 green2 green0'), ramp('green4 green3 green2 green0')],
    [ramp('teal3 teal2 teal1 teal0'), ramp('teal3 teal2 teal1 teal0')],
  ],
  duck: [
    [ramp('gold3 gold2 gold1 wood2'), ramp('gold3 gold2 gold1 wood2')],
    [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate4 slate3 slate1')],
  ],
}

/** FNV-1a, 32 bit. */
export function hash(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

/** The mulberry32 generator: numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const shareOfCritters = 0.34
/** Whether a seed is the captain: the main agent of a runtime. */
export const isCaptain = (seed: string) => seed.endsWith(':main')

/** The avatar of a seed. The same seed has the same avatar everywhere and in every version. */
export function avatarOf(seed: string, kind: 'agent' | 'robot' = 'agent'): Avatar {
  const random = generator(hash(seed))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const skin = pick(skins)
  const hairColour = pick(hairColours)
  let top = pick(clothes)
  let accent = pick(clothes)
  while (accent === top) accent = pick(clothes)
  const style = pick(hairStyles)
  const outfit = pick(outfitStyles)
  let accessory = pick(accessoryStyles)
  const bottom = pick(trousers)
  const shoe = pick(shoes)
  const eye = pick(eyes)
  const drawn = random() < shareOfCritters ? pick(Object.keys(furs) as Nose[]) : null
  const furAt = random()

  const critter = kind === 'agent' && !isCaptain(seed) ? drawn : null
  let fur = skin
  let second = hairColour
  if (critter) {
    const choices = furs[critter]
    ;[fur, second] = choices[Math.floor(furAt * choices.length)]!
    if (['flower', 'beard', 'cap', 'beanie', 'band'].includes(accessory)) accessory = 'none'
  }
  if (!critter && style === 'bald' && accessory === 'band') accessory = 'shades'
  if (style === 'wrap' && ['cap', 'beanie', 'flower', 'beard', 'headset', 'band'].includes(accessory))
    accessory = 'none'
  if (accessory === 'beard' && ['bob', 'long', 'pony', 'bun'].includes(style)) accessory = 'glasses'

  // The clothes have another colour than fur, skin and hair.
  const taken = [...fur.slice(0, 3), second[1]]
  for (let at = clothes.indexOf(top), tries = 0; tries < clothes.length && taken.includes(top[1]!); tries++) {
    at = (at + 5) % clothes.length
    top = clothes[at]!
  }
  if (accent === top) accent = clothes[(clothes.indexOf(top) + 3) % clothes.length]!

  return {
    kind: kind === 'robot' ? 'robot' : isCaptain(seed) ? 'captain' : 'person',
    hair: style,
    outfit,
    accessory,
    critter,
    model: hash(seed) % 3,
    darkFace: !critter && skins.indexOf(fur) >= 3,
    blush: !critter && skins.indexOf(skin) < 2 ? 'pink1' : null,
    slots: { sk: fur, ha: second, to: top, bo: bottom, ac: accent, sh: shoe, ey: [critter ? 'wood0' : eye] },
  }
}

export const tableOf = (avatar: Avatar) => colourTable(avatar.slots)

/** How many art pixels ears, a cap or an antenna rise above the hair line. */
export function headRoom({ kind, critter, hair }: Avatar): number {
  if (kind === 'captain') return 2
  if (kind === 'robot') return 1
  if (critter) return { bunny: 5, fox: 3, cat: 3, frog: 1, bear: 1, duck: 0, panda: 0 }[critter]
  return ['quiff', 'bun', 'spiky', 'curly'].includes(hair) ? 1 : 0
}
