import { splitLook } from '../../../src/agents/look.ts'
import { choiceOf, type Look, type LookChoice } from './look-choice.ts'
import {
  accessoryStyles,
  clothes,
  eyes,
  furs,
  hairColours,
  hairStyles,
  outfitStyles,
  shoes,
  skins,
  trousers,
} from './looks.ts'
import { colourTable, type Ramp, type Slot } from './palette.ts'
import type { accessories } from './person/parts/accessories.ts'
import type { Critter } from './person/parts/critters.ts'
import type { hair } from './person/parts/hair.ts'
import type { outfits } from './person/parts/outfits.ts'

/** Everything that decides how a character looks. */
export type Avatar = {
  kind: 'person' | 'captain' | 'robot'
  hair: keyof typeof hair
  outfit: keyof typeof outfits
  accessory: keyof typeof accessories
  critter: Critter | null
  /** The number of the robot: 0, 1 or 2. */
  model: number
  darkFace: boolean
  blush: string | null
  slots: Record<Slot, Ramp>
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
/** Whether a look, or the id of an agent, is that of the captain: the main agent of a runtime. */
export const isCaptain = (look: string) => splitLook(look).seed.endsWith(':main')

const namesOf = <T extends object>(list: T) => Object.keys(list) as (keyof T)[]
const colourNames = namesOf(clothes)

/** The look that chance gives to a seed. With the head of another animal, that has a fur of this chance as well. */
export function lookOf(seed: string, chosen: Partial<Look> = {}): Look {
  const random = generator(hash(seed))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const skin = pick(namesOf(skins))
  const hairColour = pick(namesOf(hairColours))
  const top = pick(colourNames)
  let accent = pick(colourNames)
  while (accent === top) accent = pick(colourNames)
  const style = pick(hairStyles)
  const outfit = pick(outfitStyles)
  const accessory = pick(accessoryStyles)
  const bottom = pick(namesOf(trousers))
  const shoe = pick(namesOf(shoes))
  const eye = pick(namesOf(eyes))
  const drawn = random() < shareOfCritters ? pick(namesOf(furs)) : null
  const furAt = random()
  const critter = chosen.critter === undefined ? drawn : chosen.critter
  const choices = critter ? Object.keys(furs[critter]) : []
  const fur = choices.find((name) => name === chosen.fur) ?? choices[Math.floor(furAt * choices.length)] ?? ''
  return {
    skin,
    hairColour,
    top,
    accent,
    hair: style,
    outfit,
    accessory,
    trousers: bottom,
    shoes: shoe,
    eyes: eye,
    ...chosen,
    critter,
    fur,
  }
}

/** The avatar of a look: of its seed, with what was chosen by hand. The same look has the same avatar everywhere. */
export function avatarOf(look: string, kind: 'agent' | 'robot' = 'agent'): Avatar {
  const { seed, choice } = choiceOf(look)
  return avatarOfChoice(choice, seed, kind)
}

/**
 * The avatar of a seed, the same in every version. What was chosen by hand counts more than chance, as far as it fits
 * together; the captain and robots have a look of their own.
 */
export function avatarOfChoice(
  { model, ...chosen }: LookChoice,
  seed: string,
  kind: 'agent' | 'robot' = 'agent',
): Avatar {
  const look = lookOf(seed, chosen)
  const critter = kind === 'agent' && !isCaptain(seed) ? look.critter : null
  const [fur, second] = critter ? furs[critter][look.fur]! : [skins[look.skin], hairColours[look.hairColour]]
  const { top, accent } = colourOfClothes(look, chosen, [...fur.slice(0, 3), second[1]!])
  return {
    kind: kind === 'robot' ? 'robot' : isCaptain(seed) ? 'captain' : 'person',
    hair: look.hair,
    outfit: look.outfit,
    accessory: accessoryOf(look, critter),
    critter,
    model: model ?? hash(seed) % 3,
    darkFace: !critter && namesOf(skins).indexOf(look.skin) >= 3,
    blush: !critter && namesOf(skins).indexOf(look.skin) < 2 ? 'pink1' : null,
    slots: {
      sk: fur,
      ha: second,
      to: clothes[top],
      bo: trousers[look.trousers],
      ac: clothes[accent],
      sh: shoes[look.shoes],
      ey: [critter ? 'wood0' : eyes[look.eyes]],
    },
  }
}

/** What fits on the head. */
function accessoryOf({ accessory, hair }: Look, critter: Critter | null): Avatar['accessory'] {
  let worn = accessory
  if (critter && ['flower', 'beard', 'cap', 'beanie', 'band'].includes(worn)) worn = 'none'
  if (!critter && hair === 'bald' && worn === 'band') worn = 'shades'
  if (hair === 'wrap' && ['cap', 'beanie', 'flower', 'beard', 'headset', 'band'].includes(worn)) worn = 'none'
  if (worn === 'beard' && ['bob', 'long', 'pony', 'bun'].includes(hair)) worn = 'glasses'
  return worn
}

/** The clothes have another colour than fur, skin and hair, and the accent has another than the top, unless they were chosen. */
function colourOfClothes({ top, accent }: Look, chosen: Partial<Look>, taken: readonly string[]) {
  const after = (name: keyof typeof clothes, steps: number) =>
    colourNames[(colourNames.indexOf(name) + steps) % colourNames.length]!
  let worn = top
  for (let tries = 0; tries < colourNames.length && !chosen.top && taken.includes(clothes[worn][1]!); tries++)
    worn = after(worn, 5)
  return { top: worn, accent: accent === worn && !chosen.accent ? after(worn, 3) : accent }
}

export const tableOf = (avatar: Avatar) => colourTable(avatar.slots)

/** How many art pixels ears, a cap or an antenna rise above the hair line. */
export function headRoom({ kind, critter, hair }: Avatar): number {
  if (kind === 'captain') return 2
  if (kind === 'robot') return 1
  if (critter) return { bunny: 5, fox: 3, cat: 3, frog: 1, bear: 1, duck: 0, panda: 0 }[critter]
  return ['quiff', 'bun', 'spiky', 'curly'].includes(hair) ? 1 : 0
}
