import type { PieceKind } from '../piece-kind.ts'
import { standing } from './standing.ts'

/** What stands on a desk, a counter or a table. */
const topping = (name: string, sprite: string): PieceKind => ({
  name,
  group: 'small',
  on: 'top',
  tiles: [1, 1],
  sprite,
  lay: ({ put }) => put(sprite, 8, 0),
})

export const small = {
  mug: topping('Mug', 'mug'),
  papers: topping('Papers', 'papers'),
  books: topping('Books', 'books'),
  'plant.small': topping('Small plant', 'plant.small'),
  duck: topping('Rubber duck', 'duck'),
  photo: topping('Photo', 'photo'),
  laptop: topping('Laptop', 'laptop.code'),
  globe: standing({ name: 'Globe', group: 'small', sprite: 'globe', y: 16 }),
  telescope: standing({ name: 'Telescope', group: 'small', sprite: 'telescope', canFlip: true }),
  rope: standing({ name: 'Rope', group: 'small', sprite: 'rope' }),
} satisfies Record<string, PieceKind>
