import type { PieceKind } from '../piece-kind.ts'
import { standing } from './standing.ts'

/** An animal that lies on something of its own. Whoever has time goes and sits beside it. */
function lying(name: string, sprite: string, [bed, left, top]: [sprite: string, left: number, top: number]): PieceKind {
  return {
    name,
    group: 'pets',
    on: 'rug',
    tiles: [2, 1],
    sprite,
    canFlip: true,
    lay({ lie, put, spot }) {
      lie(bed, left, top)
      put(sprite, 16, 11)
      spot('cat', 36, 12, 'left')
    },
  }
}

export const pets = {
  cat: lying('Cat', 'cat.sleep', ['cat.bed', 3, 2]),
  dog: lying('Dog', 'dog.lie', ['dog.blanket', 0, 3]),
  parrot: standing({ name: 'Parrot', group: 'pets', sprite: 'parrot', pastime: 'cat', canFlip: true }),
} satisfies Record<string, PieceKind>
