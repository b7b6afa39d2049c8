import type { PieceKind } from '../piece-kind.ts'
import { hanging } from './hanging.ts'
import { standing } from './standing.ts'

export const plants = {
  'plant.tall': standing({ name: 'Tall plant', group: 'plants', sprite: 'plant.tall' }),
  'plant.bush': standing({ name: 'Bush', group: 'plants', sprite: 'plant.bush' }),
  'plant.hanging': hanging({ name: 'Hanging plant', group: 'plants', sprite: 'plant.hanging', y: 2 }),
} satisfies Record<string, PieceKind>
