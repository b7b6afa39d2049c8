import { avatarOf, avatarOfChoice, isCaptain, lookOf } from './art/avatar.ts'
import { choiceOf, type LookChoice, lookOfChoice, parseLookChoice } from './art/look-choice.ts'
import { clothes, eyes, furs, hairColours, hairStyles, outfitStyles, shoes, skins, trousers } from './art/looks.ts'
import { type Ramp, rgb } from './art/palette.ts'
import { accessories } from './art/person/parts/accessories.ts'

type Part = Exclude<keyof LookChoice, 'model'>

/** One thing that a part of a look can be; it is shown by its colour, or by the whole look with it. */
export type LookOption = {
  value: string | null
  name: string
  look: string
  colour: string | null
  isWorn: boolean
}

/** A part of a look that somebody can choose now, with everything that it can be. */
export type LookRow = { part: Part; title: string; shows: 'face' | 'figure' | 'colour'; options: LookOption[] }

/** Whether anything of a look can be chosen: the captain is the lobster. */
export const isLookFree = (look: string) => !isCaptain(look)

/** A look with another part. */
export function lookWithPart(look: string, part: Part, value: string | null): string {
  const { seed, choice } = choiceOf(look)
  return lookOfChoice(seed, parseLookChoice({ ...choice, [part]: value }))
}

/** The seed of a look with everything of it chosen by another chance. */
export function surprise(look: string, chance: string): string {
  const { fur, ...person } = lookOf(chance)
  return lookOfChoice(choiceOf(look).seed, person.critter === null ? person : { ...person, fur })
}

/** The seed of a look with nothing chosen. */
export const backToChance = (look: string) => choiceOf(look).seed

/** What can be chosen of a look as it is now: who has the head of an animal has fur, and no hair. */
export function rowsOf(look: string): LookRow[] {
  const { seed, choice } = choiceOf(look)
  const worn = lookOf(seed, choice)
  const avatar = avatarOf(look)

  const row = (
    part: Part,
    title: string,
    shows: LookRow['shows'],
    names: readonly (string | null)[],
    isWorn: (name: string | null) => boolean,
    colourOf: (name: string) => string = () => '',
  ): LookRow => ({
    part,
    title,
    shows,
    options: names.map((name) => ({
      value: name,
      name: wordsOf(name ?? 'person'),
      look: lookWithPart(look, part, name),
      colour: shows === 'colour' && name !== null ? colourOf(name) : null,
      isWorn: isWorn(name),
    })),
  })
  const colours = (
    part: Part,
    title: string,
    ramps: Readonly<Record<string, Ramp>>,
    isWorn: (name: string | null) => boolean,
  ) => row(part, title, 'colour', Object.keys(ramps), isWorn, (name) => colourIn(ramps[name]!))

  const { critter } = avatar
  const fits = (name: string) => avatarOfChoice({ ...choice, accessory: name as keyof typeof accessories }, seed)
  const furOf = Object.fromEntries(Object.entries(critter ? furs[critter] : {}).map(([name, [fur]]) => [name, fur]))
  const ofHead = critter
    ? [colours('fur', 'Fur', furOf, (name) => name === worn.fur)]
    : [
        row('hair', 'Hair', 'face', hairStyles, (name) => name === worn.hair),
        colours('hairColour', 'Hair colour', hairColours, (name) => name === worn.hairColour),
        colours('skin', 'Skin', skins, (name) => name === worn.skin),
        row(
          'eyes',
          'Eyes',
          'colour',
          Object.keys(eyes),
          (name) => name === worn.eyes,
          (name) => eyeColour(name),
        ),
      ]
  return [
    row('critter', 'Head', 'face', [null, ...Object.keys(furs)], (name) => name === worn.critter),
    ...ofHead,
    row(
      'accessory',
      'Accessory',
      'face',
      Object.keys(accessories).filter((name) => fits(name).accessory === name),
      (name) => name === avatar.accessory,
    ),
    row('outfit', 'Outfit', 'figure', outfitStyles, (name) => name === worn.outfit),
    colours('top', 'Outfit colour', clothes, (name) => name !== null && clothes[name as 'red'] === avatar.slots.to),
    colours('accent', 'Second colour', clothes, (name) => name !== null && clothes[name as 'red'] === avatar.slots.ac),
    colours('trousers', 'Trousers', trousers, (name) => name === worn.trousers),
    colours('shoes', 'Shoes', shoes, (name) => name === worn.shoes),
  ]
}

const colourIn = (ramp: Ramp) => css(ramp[1]!)
const eyeColour = (name: string) => css(eyes[name as keyof typeof eyes])
const css = (name: string) => `rgb(${rgb(name).join(' ')})`

const words: Readonly<Record<string, string>> = {
  tee: 'T-shirt',
  tie: 'Shirt and tie',
  pony: 'Ponytail',
  buzz: 'Buzz cut',
  wrap: 'Head wrap',
  band: 'Headband',
}

/** `darkBrown` as `Dark brown`. */
function wordsOf(name: string): string {
  const known = words[name]
  if (known !== undefined) return known
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return spaced[0]!.toUpperCase() + spaced.slice(1)
}
