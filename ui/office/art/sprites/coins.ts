import type { AddSprite } from './add-sprite.ts'

const key = { h: 'gold3', g: 'gold2', d: 'gold1', b: 'gold0' }

/** The rim and the face of coins that lie on each other, from a coin to a heap. */
const heaps: readonly (readonly string[])[] = [
  ['.hgg.', 'gggdd', 'bdddb'],
  ['...hgg.', '..gggdd', '.hggdddb', 'gggddbb.', 'bdddb...'],
  ['..hgg....', '.gggdd...', '.bdddb...', '.ggddd.hg', '.bdddbggd', '.ggdddbdd', '.bdddbggd', '..bbb.bdb'],
  [
    '....hgg....',
    '...gggdd...',
    '...bdddb...',
    '...ggddd...',
    '.hgbdddb...',
    'gggdgdddhg.',
    'bdddbddggdd',
    'gggdgddbddb',
    'bdddbddggdd',
    'gggdgddbddb',
    '.bbb.bb.bb.',
  ],
]

/** What somebody cost today, as coins on its desk. */
export function addCoins(add: AddSprite) {
  for (const [at, rows] of heaps.entries()) {
    const width = Math.max(...rows.map((row) => row.length))
    add(`coins.${at + 1}`, width + 2, rows.length + 2, { layer: 'desk' }, (b) => {
      b.grid(1, 1, rows, key)
      b.outline()
    })
  }
}
