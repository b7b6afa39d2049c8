import type { PieceKind } from '../piece-kind.ts'
import { standing } from './standing.ts'

/** The state that a rack shows, by the figure of the machine. */
const figures = { cpu: 'rack', memory: 'rack-mem', disk: 'rack-disk' } as const

export const machines = {
  racks: {
    name: 'Server racks',
    group: 'machines',
    on: 'floor',
    tiles: [5, 1],
    role: 'health',
    sprite: 'rack.low',
    lay({ put, open, light, spot }) {
      for (const [k, state] of Object.values(figures).entries()) put('rack.low', 16 + k * 26, 14, { state })
      open([3, -33, 78, 48])
      light('glow', 42, -4, 'green3', { radius: 32 })
      spot('rack', 42, 28, 'up')
    },
  },
  rack: {
    name: 'Server rack',
    group: 'machines',
    on: 'floor',
    tiles: [2, 1],
    role: 'health',
    sprite: 'rack.low',
    // The figure that its lights show.
    variants: Object.keys(figures),
    lay({ parts, put, open, light, spot }) {
      put('rack.low', 16, 14, { state: figures[parts[0] as keyof typeof figures] })
      open([3, -33, 26, 48])
      light('glow', 16, -4, 'green3', { radius: 32 })
      spot('rack', 16, 28, 'up')
    },
  },
  ups: standing({ name: 'Battery', group: 'machines', sprite: 'ups' }),
  radio: standing({
    name: 'Radio',
    group: 'machines',
    sprite: 'radio',
    tiles: [2, 1],
    state: 'radio',
    role: 'updates',
    box: [-1, -15, 34, 30],
  }),
  printer: standing({
    name: 'Printer',
    group: 'machines',
    sprite: 'printer',
    tiles: [2, 1],
    role: 'exports',
    box: [3, -12, 26, 26],
  }),
  copier: standing({ name: 'Copier', group: 'machines', sprite: 'printer', tiles: [2, 1] }),
  vending: standing({
    name: 'Vending machine',
    group: 'machines',
    sprite: 'vending',
    tiles: [2, 1],
    y: 13,
    pastime: 'snack',
  }),
  cooler: standing({ name: 'Water cooler', group: 'machines', sprite: 'cooler', y: 12, pastime: 'water' }),
  fridge: standing({ name: 'Fridge', group: 'machines', sprite: 'fridge', y: 15, pastime: 'snack' }),
  coffee: {
    name: 'Coffee machine',
    group: 'machines',
    on: 'top',
    tiles: [1, 1],
    sprite: 'coffee',
    lay({ put, spot }) {
      put('coffee', 8, 6)
      spot('coffee', 8, 28, 'up')
    },
  },
  'wheel.ship': standing({ name: "Ship's wheel", group: 'machines', sprite: 'wheel.ship', tiles: [2, 1] }),
  telegraph: standing({ name: 'Engine telegraph', group: 'machines', sprite: 'telegraph' }),
} satisfies Record<string, PieceKind>
