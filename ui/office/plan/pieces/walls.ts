import type { PieceKind } from '../piece-kind.ts'
import { hanging } from './hanging.ts'

export const walls = {
  window: {
    name: 'Window',
    group: 'wall',
    on: 'wall',
    tiles: [3, 2],
    sprite: 'window',
    // The part of the sky that is seen.
    variants: ['0', '1', '2'],
    lay({ parts, window, light, isFloor, spot }) {
      window(0, 4, Number(parts[0]))
      // Its light falls to the right, and ends at a wall.
      if ([0, 16, 32, 48, 64, 71].every((x) => isFloor(x, 32))) light('shaft', -4, 32, 'gold3')
      spot('window', 22, 46, 'up')
    },
  },
  kanban: hanging({
    name: 'Board',
    group: 'wall',
    sprite: 'board.kanban',
    y: 3,
    role: 'missions',
    pastime: 'board',
  }),
  clock: hanging({ name: 'Clock', group: 'wall', sprite: 'clock', y: 7, state: 'clock', role: 'crons' }),
  beacon: hanging({ name: 'Beacon', group: 'wall', sprite: 'beacon.ok', y: 8, state: 'beacon', role: 'alerts' }),
  alarm: hanging({ name: 'Alarm', group: 'wall', sprite: 'alarm', y: 5, state: 'alarm', role: 'gateway' }),
  bell: hanging({ name: 'Bell', group: 'wall', sprite: 'bell', y: 6, role: 'visitors' }),
  pinboard: hanging({ name: 'Pinboard', group: 'wall', sprite: 'corkboard', y: 5, role: 'skills' }),
  breakers: {
    name: 'Breaker panel',
    group: 'wall',
    on: 'wall',
    tiles: [2, 2],
    role: 'services',
    sprite: 'breaker.panel',
    lay({ hang, open }) {
      hang('breaker.panel', 0, 3)
      for (let k = 0; k < 8; k++) hang('breaker.on', 6 + (k % 4) * 5, 10 + Math.floor(k / 4) * 9, `breaker-${k}`, 2)
      open([0, 3, 30, 28], [14, 46, 'up'])
    },
  },
  'board.white': hanging({ name: 'Whiteboard', group: 'wall', sprite: 'board.white', y: 5 }),
  corkboard: hanging({ name: 'Corkboard', group: 'wall', sprite: 'corkboard', y: 5 }),
  poster: hanging({ name: 'Poster', group: 'wall', sprite: 'poster', y: 4 }),
  'picture.sea': hanging({ name: 'Picture of the sea', group: 'wall', sprite: 'picture.sea', y: 6 }),
  'picture.wheel': hanging({ name: "Picture of a ship's wheel", group: 'wall', sprite: 'picture.wheel', y: 4 }),
  'picture.chart': hanging({ name: 'Sea chart', group: 'wall', sprite: 'picture.chart', y: 5 }),
  lifering: hanging({ name: 'Life ring', group: 'wall', sprite: 'lifering', y: 6 }),
  barometer: hanging({ name: 'Barometer', group: 'wall', sprite: 'barometer', y: 5 }),
  'entrance.wall': {
    name: 'Front door',
    group: 'wall',
    on: 'wall',
    tiles: [2, 2],
    role: 'spawn',
    sprite: 'door.entry',
    lay({ hang, lie, open, door }) {
      hang('door.entry', 0, -1, 'door')
      lie('floor.mat', 0, 34)
      open([0, -1, 32, 34], [16, 46, 'up'])
      door(16, 36)
    },
  },
  glass: {
    name: 'Glass wall',
    group: 'wall',
    on: 'floor',
    tiles: [1, 1],
    sprite: 'glass.m',
    // Its left end, its right end and what is between.
    variants: ['m', 'l', 'r'],
    lay: ({ parts, put }) => put(`glass.${parts[0]}`, 0, 23, { z: 22 }),
  },
  'glass.side': {
    name: 'Glass wall to the right',
    group: 'wall',
    on: 'rug',
    tiles: [1, 1],
    sprite: 'glass.v',
    lay({ put, edge }) {
      put('glass.v', 12, 16, { z: 14 })
      edge(1)
    },
  },
  'wall.pillar': hanging({ name: 'Pillar', group: 'wall', sprite: 'wall.pillar', y: 0 }),
} satisfies Record<string, PieceKind>
