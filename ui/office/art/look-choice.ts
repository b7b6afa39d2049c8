import { type Avatar, avatarOf, type Look } from './avatar.ts'
import { clothes, eyes, furs, hairColours, hairStyles, outfitStyles, shoes, skins, trousers } from './looks.ts'
import { accessories } from './person/parts/accessories.ts'

/** What somebody chose of a look. Everything else stays as chance gave it to the seed. */
export type LookChoice = Partial<Look> & {
  /** The number of the robot: 0, 1 or 2. */
  model?: number
}

/** The avatar of a seed with what was chosen for it. */
export function avatarOfChoice({ model, ...chosen }: LookChoice, seed: string, kind?: 'agent' | 'robot'): Avatar {
  const avatar = avatarOf(seed, kind, chosen)
  return model === undefined ? avatar : { ...avatar, model }
}

/** The names that each part of a look can have. */
const known: Readonly<Record<keyof LookChoice, readonly unknown[]>> = {
  skin: Object.keys(skins),
  hair: hairStyles,
  hairColour: Object.keys(hairColours),
  outfit: outfitStyles,
  top: Object.keys(clothes),
  accent: Object.keys(clothes),
  trousers: Object.keys(trousers),
  shoes: Object.keys(shoes),
  eyes: Object.keys(eyes),
  accessory: Object.keys(accessories),
  critter: [...Object.keys(furs), null],
  fur: Object.values(furs).flatMap((choices) => Object.keys(choices)),
  model: [0, 1, 2],
}

/** What of a value is a look that can be chosen; whatever else it holds is left out. */
export function parseLookChoice(value: unknown): LookChoice {
  if (typeof value !== 'object' || value === null) return {}
  const given = new Map<string, unknown>(Object.entries(value))
  return Object.fromEntries(
    Object.entries(known).flatMap(([part, names]) => {
      const name = given.get(part)
      return names.includes(name) ? [[part, name]] : []
    }),
  )
}
