import type { PieceKind } from '../piece-kind.ts'
import { standing } from './standing.ts'

/** What carries things at the height of a kitchen. */
const worktop = { y: -8, z: 15 }

export const storage = {
  bookshelf: standing({ name: 'Bookshelf', group: 'storage', sprite: 'bookshelf', tiles: [2, 1] }),
  library: standing({
    name: 'Library',
    group: 'storage',
    sprite: 'bookshelf',
    tiles: [2, 1],
    role: 'memory',
    box: [-1, -26, 34, 40],
    pastime: 'books',
  }),
  filing: standing({ name: 'Filing cabinet', group: 'storage', sprite: 'filing' }),
  archive: standing({ name: 'Archive', group: 'storage', sprite: 'filing', role: 'sessions', box: [-1, -18, 18, 32] }),
  cabinet: standing({ name: 'Cabinet', group: 'storage', sprite: 'cabinet', tiles: [2, 1] }),
  counter: standing({
    name: 'Counter with a sink',
    group: 'storage',
    sprite: 'counter',
    tiles: [2, 1],
    carries: worktop,
  }),
  'counter.plain': standing({ name: 'Counter', group: 'storage', sprite: 'counter.plain', carries: worktop }),
  mailbox: standing({
    name: 'Mailbox',
    group: 'storage',
    sprite: 'mailbox',
    state: 'mailbox',
    role: 'messages',
    box: [-3, -15, 22, 30],
  }),
  boxes: standing({ name: 'Boxes', group: 'storage', sprite: 'boxes', tiles: [2, 1] }),
  barrel: standing({ name: 'Barrel', group: 'storage', sprite: 'barrel' }),
  trash: standing({ name: 'Waste paper', group: 'storage', sprite: 'trash' }),
} satisfies Record<string, PieceKind>
