import type { Ramp } from './palette.ts'
import type { accessories } from './person/parts/accessories.ts'
import type { Critter } from './person/parts/critters.ts'
import type { hair } from './person/parts/hair.ts'
import type { outfits } from './person/parts/outfits.ts'

/** The steps of a ramp, from its lightest colour to its outline. */
const ramp = (text: string): Ramp => text.split(' ')

// The order in everything below decides which seed has which face. New entries are appended, never inserted.

export const skins = {
  porcelain: ramp('skin3 skin3 skin2 skin0'),
  peach: ramp('skin3 skin2 skin1 wood1'),
  sand: ramp('wood5 wood4 wood3 wood1'),
  honey: ramp('wood4 wood3 wood2 wood0'),
  bronze: ramp('wood3 wood2 wood1 wood0'),
  umber: ramp('wood2 plank1 wood1 wood0'),
} satisfies Record<string, Ramp>

export const hairColours = {
  black: ramp('slate0 ink2 ink1 ink0'),
  darkBrown: ramp('wood2 wood1 wood0 ink1'),
  brown: ramp('wood3 wood2 wood1 wood0'),
  blond: ramp('gold2 gold1 gold0 wood1'),
  lightBlond: ramp('gold3 gold2 gold1 wood2'),
  red: ramp('red3 red2 red1 red0'),
  white: ramp('slate5 slate4 slate3 slate0'),
  pink: ramp('pink2 pink1 pink0 red0'),
  teal: ramp('teal2 teal1 teal0 ink1'),
  purple: ramp('purple2 purple1 purple0 ink1'),
  blue: ramp('blue3 blue2 blue1 blue0'),
  green: ramp('green3 green2 green1 green0'),
} satisfies Record<string, Ramp>

export const clothes = {
  red: ramp('red3 red2 red1 red0'),
  orange: ramp('gold2 gold1 gold0 wood1'),
  yellow: ramp('gold3 gold2 gold1 wood1'),
  green: ramp('green3 green2 green1 green0'),
  teal: ramp('teal2 teal1 teal0 ink1'),
  blue: ramp('blue3 blue2 blue1 blue0'),
  purple: ramp('purple2 purple1 purple0 ink1'),
  pink: ramp('pink2 pink1 pink0 red0'),
  white: ramp('slate5 slate4 slate3 slate0'),
  grey: ramp('slate1 slate0 ink2 ink0'),
  brown: ramp('wood3 wood2 wood1 wood0'),
  lime: ramp('green4 green3 green2 green0'),
} satisfies Record<string, Ramp>

export const trousers = {
  blue: ramp('blue2 blue1 blue0 ink1'),
  black: ramp('slate0 ink2 ink1 ink0'),
  brown: ramp('wood2 wood1 wood0 ink1'),
  grey: ramp('slate3 slate2 slate1 ink2'),
  green: ramp('green2 green1 green0 ink1'),
  khaki: ramp('wood4 wood3 wood2 wood0'),
} satisfies Record<string, Ramp>

export const shoes = {
  white: ramp('slate5 slate4 slate2'),
  brown: ramp('wood2 wood1 wood0'),
  black: ramp('ink2 ink1 ink0'),
  red: ramp('red3 red2 red1'),
} satisfies Record<string, Ramp>

export const eyes = {
  brown: 'wood1',
  blue: 'blue1',
  green: 'green1',
  purple: 'purple1',
} satisfies Record<string, string>

/** The fur and the second colour of each animal. */
export const furs: Readonly<Record<Critter, Readonly<Record<string, readonly [Ramp, Ramp]>>>> = {
  cat: {
    ginger: [ramp('gold2 gold1 gold0 wood1'), ramp('gold3 gold0 wood2 wood1')],
    grey: [ramp('slate3 slate2 slate1 ink2'), ramp('slate5 slate0 ink2 ink1')],
    black: [ramp('slate1 slate0 ink2 ink0'), ramp('slate2 ink2 ink1 ink0')],
    white: [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 gold1 gold0 wood1')],
  },
  fox: {
    red: [ramp('gold1 gold1 gold0 wood1'), ramp('slate5 wood1 wood1 wood0')],
    white: [ramp('slate5 slate4 slate3 slate0'), ramp('slate5 slate1 slate1 slate0')],
  },
  bear: {
    brown: [ramp('wood3 wood2 wood1 wood0'), ramp('wood5 wood4 wood3 wood1')],
    white: [ramp('slate5 slate4 slate3 slate0'), ramp('slate5 slate4 slate3 slate1')],
    honey: [ramp('wood4 wood3 wood2 wood0'), ramp('wood5 wood5 wood4 wood1')],
  },
  panda: { black: [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate0 ink2 ink1')] },
  bunny: {
    white: [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate5 slate4 slate1')],
    sand: [ramp('wood5 wood4 wood3 wood1'), ramp('slate5 wood5 wood4 wood1')],
    grey: [ramp('slate3 slate2 slate1 ink2'), ramp('slate5 slate4 slate3 slate1')],
  },
  frog: {
    green: [ramp('green4 green3 green2 green0'), ramp('green4 green3 green2 green0')],
    teal: [ramp('teal3 teal2 teal1 teal0'), ramp('teal3 teal2 teal1 teal0')],
  },
  duck: {
    yellow: [ramp('gold3 gold2 gold1 wood2'), ramp('gold3 gold2 gold1 wood2')],
    white: [ramp('slate5 slate5 slate4 slate0'), ramp('slate5 slate4 slate3 slate1')],
  },
}

export const hairStyles: readonly (keyof typeof hair)[] = [
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

export const outfitStyles: readonly (keyof typeof outfits)[] = [
  'tee',
  'hoodie',
  'tie',
  'stripes',
  'blazer',
  'overalls',
  'robe',
  'coat',
]

/** What a seed wears on its head; three in eleven wear nothing. */
export const accessoryStyles: readonly (keyof typeof accessories)[] = [
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
