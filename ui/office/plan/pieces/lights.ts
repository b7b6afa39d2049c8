import type { PieceKind } from '../piece-kind.ts'
import { hanging } from './hanging.ts'

/** The lights that machines give, by their colour. */
const glows = {
  green: { colour: 'green3', radius: 32 },
  teal: { colour: 'teal2', radius: 64 },
  blue: { colour: 'blue3', radius: 48 },
}

export const lights = {
  'lamp.floor': {
    name: 'Floor lamp',
    group: 'lights',
    on: 'floor',
    tiles: [1, 1],
    sprite: 'lamp.floor',
    lay({ put, light }) {
      put('lamp.floor', 8, 14, { lamp: '*' })
      light('lampBig', 8, -14, 'skin2')
    },
  },
  'lamp.ceiling': hanging({ name: 'Strip light', group: 'lights', sprite: 'lamp.ceiling', y: 4 }),
  'light.ceiling': {
    name: 'Ceiling light',
    group: 'lights',
    on: 'light',
    tiles: [1, 1],
    sprite: 'light.pool',
    lay: ({ light }) => light('pool', 8, 8, 'gold1'),
  },
  'light.glow': {
    name: 'Glow',
    group: 'lights',
    on: 'light',
    tiles: [1, 1],
    sprite: 'light.16',
    variants: Object.keys(glows),
    lay({ parts, light }) {
      const { colour, radius } = glows[parts[0] as keyof typeof glows]
      light('glow', 8, 8, colour, { radius })
    },
  },
} satisfies Record<string, PieceKind>
