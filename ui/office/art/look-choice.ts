import { type ChosenParts, choiceText, lookWith, splitLook } from '../../../src/agents/look.ts'
import { clothes, eyes, furs, hairColours, hairStyles, outfitStyles, shoes, skins, trousers } from './looks.ts'
import { accessories } from './person/parts/accessories.ts'
import type { Critter } from './person/parts/critters.ts'
import type { hair } from './person/parts/hair.ts'
import type { outfits } from './person/parts/outfits.ts'

/** A look by the names of its parts and colours. */
export type Look = {
  skin: keyof typeof skins
  hair: keyof typeof hair
  hairColour: keyof typeof hairColours
  outfit: keyof typeof outfits
  top: keyof typeof clothes
  accent: keyof typeof clothes
  trousers: keyof typeof trousers
  shoes: keyof typeof shoes
  eyes: keyof typeof eyes
  accessory: keyof typeof accessories
  critter: Critter | null
  /** One of the furs of its animal; it counts for animals only. */
  fur: string
}

/** What somebody chose of a look. Everything else stays as chance gave it to the seed. */
export type LookChoice = Partial<Look> & {
  /** The number of the robot: 0, 1 or 2. */
  model?: number
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

/** The head of a person, as text. */
const noAnimal = 'none'

/** A look taken apart: its seed, and what of it was chosen and is known here. */
export function choiceOf(look: string): { seed: string; choice: LookChoice } {
  const { seed, parts } = splitLook(look)
  return { seed, choice: parseLookChoice(valuesOf(parts)) }
}

const valuesOf = ({ critter, model, ...parts }: ChosenParts): Record<string, unknown> => ({
  ...parts,
  ...(critter !== undefined && { critter: critter === noAnimal ? null : critter }),
  ...(model !== undefined && { model: Number(model) }),
})

/** A choice as the server keeps it: `hair=bun,top=red`; null where nothing was chosen. */
export const textOfChoice = (choice: LookChoice): string | null =>
  choiceText(
    Object.fromEntries(Object.entries(choice).map(([part, name]) => [part, name === null ? noAnimal : String(name)])),
  )

/** The look of a seed with a choice. */
export const lookOfChoice = (seed: string, choice: LookChoice): string => lookWith(seed, textOfChoice(choice))
