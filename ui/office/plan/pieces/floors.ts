import { artOf } from '../../art/sprites.ts'
import { tileSize } from '../../world/layout.ts'
import type { PieceKind } from '../piece-kind.ts'

/** What lies flat on the floor, from the top left of its ground. */
function lying(name: string, sprite: string): PieceKind {
  const { width, height } = artOf(sprite)!
  return {
    name,
    group: 'floor',
    on: 'rug',
    tiles: [Math.ceil(width / tileSize), Math.ceil(height / tileSize)],
    sprite,
    lay: ({ lie }) => lie(sprite, 0, 0),
  }
}

export const floors = {
  'rug.red': lying('Red rug', 'rug.red'),
  'rug.teal': lying('Teal rug', 'rug.teal'),
  'rug.small': lying('Small rug', 'rug.small'),
  'rug.bridge': lying('Long rug', 'rug.bridge'),
  'floor.mat': lying('Mat', 'floor.mat'),
  cables: lying('Cables', 'cables'),
  entrance: {
    name: 'Entrance',
    group: 'floor',
    on: 'rug',
    tiles: [2, 3],
    role: 'spawn',
    sprite: 'door.side',
    canFlip: true,
    isInWallBeside: true,
    lay({ lie, put, hang, open, door }) {
      lie('floor.mat', 2, 17)
      put('door.side', 0, 47, { state: 'door', z: 0 })
      hang('bell', -14, -17)
      open([-8, 0, 12, 48], [10, 30, 'left'])
      door(4, 30)
    },
  },
} satisfies Record<string, PieceKind>
