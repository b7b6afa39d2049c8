import type { PieceKind, PieceSite } from '../piece-kind.ts'
import { chairColours } from './desks.ts'
import { standing } from './standing.ts'

/** Two sit on it side by side. */
const laySofa =
  (sprite: string) =>
  ({ put, spot }: PieceSite) => {
    put(sprite, 32, 14, { z: 12 })
    for (const x of [20, 44]) spot('sofa', x, 16, 'down', 13)
  }

export const seats = {
  sofa: { name: 'Sofa', group: 'seats', on: 'floor', tiles: [4, 1], sprite: 'sofa', lay: laySofa('sofa') },
  'sofa.navy': {
    name: 'Navy sofa',
    group: 'seats',
    on: 'floor',
    tiles: [4, 1],
    sprite: 'sofa.navy',
    lay: laySofa('sofa.navy'),
  },
  armchair: {
    name: 'Armchair',
    group: 'seats',
    on: 'floor',
    tiles: [2, 1],
    sprite: 'armchair',
    canFlip: true,
    lay({ put, spot }) {
      put('armchair', 16, 14)
      spot('sofa', 16, 12, 'down', 15)
    },
  },
  chair: {
    name: 'Chair',
    group: 'seats',
    on: 'floor',
    tiles: [1, 1],
    sprite: 'chair.right.navy',
    variants: chairColours,
    canFlip: true,
    lay: ({ parts, put }) => put(`chair.right.${parts[0]}`, 8, 14),
  },
  stool: {
    name: 'Stool',
    group: 'seats',
    on: 'rug',
    tiles: [1, 1],
    sprite: 'stool',
    lay: ({ put }) => put('stool', 8, 14),
  },
  'table.coffee': standing({
    name: 'Coffee table',
    group: 'seats',
    sprite: 'table.coffee',
    tiles: [2, 1],
    y: 8,
    carries: { y: -2, z: 9 },
  }),
  chat: {
    name: 'Place to chat',
    group: 'seats',
    on: 'rug',
    tiles: [2, 1],
    sprite: 'bubble.speech',
    lay({ spot }) {
      spot('chat', 4, 12, 'right')
      spot('chat', 28, 12, 'left')
    },
  },
} satisfies Record<string, PieceKind>
