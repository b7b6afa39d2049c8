import type { AddSprite } from './add-sprite.ts'

const plates: Record<string, readonly [fill: string, edge: string, mark: string]> = {
  work: ['ink1', 'ink2', 'green3'],
  think: ['ink1', 'ink2', 'blue3'],
  wait: ['wood0', 'gold1', 'gold1'],
  error: ['red0', 'red2', 'red3'],
  idle: ['ink1', 'ink2', 'slate3'],
  sleep: ['ink1', 'ink2', 'slate2'],
}

const marks: Record<string, readonly string[]> = {
  work: ['.aaa.', 'aaaaa', 'aaaaa', 'aaaaa', '.aaa.'],
  think: ['.aaa.', 'aaa.a', 'aaa.a', 'aaa.a', '.aaa.'],
  wait: ['..a..', '.aaa.', '.aaa.', 'aaaaa', 'aaaaa'],
  error: ['..a..', '.aaa.', 'aaaaa', '.aaa.', '..a..'],
  idle: ['.aaa.', 'a...a', 'a...a', 'a...a', '.aaa.'],
  sleep: ['.aa..', 'aa...', 'aa...', 'aa..a', '.aaa.'],
}

const triangle = [
  '......oo......',
  '.....oyyo.....',
  '.....oyyo.....',
  '....oyyyyo....',
  '....oykkyo....',
  '...oyykkyyo...',
  '...oyykkyyo...',
  '..oyyykkyyyo..',
  '..oyyyyyyyyo..',
  '.oyyyykkyyyyo.',
  '.oyyyyyyyyyyo.',
  '.oooooooooooo.',
]

export function addPlates(add: AddSprite) {
  for (const [n, [fill, edge]] of Object.entries(plates))
    add(`plate.${n}`, 11, 11, { layer: 'ui', borders: 2 }, (b) => {
      b.rrect(0, 0, 11, 11, edge, 1).rect(1, 1, 9, 9, fill)
      if (n === 'wait' || n === 'error') b.hl(1, 10, 9, n === 'wait' ? 'gold0' : 'red1')
      else b.hl(1, 10, 9, 'ink0')
    })
  for (const [n, [, , mark]] of Object.entries(plates))
    add(`mark.${n}`, 5, 5, { layer: 'ui', anchor: [0, 0] }, (b) => b.grid(0, 0, marks[n]!, { a: mark }))
  // Above the head of who needs you.
  add('sign.wait', 16, 16, { layer: 'ui', frames: 2, stepMs: 380, anchor: [8, 15] }, (b, frame) => {
    b.grid(1, 2 - frame, triangle, { o: frame ? 'gold0' : 'wood1', y: frame ? 'gold2' : 'gold1', k: 'ink1' })
    b.outline('ink1')
  })
  // Above the head of who failed.
  add('sign.error', 16, 16, { layer: 'ui', frames: 2, stepMs: 220, anchor: [8, 15] }, (b, frame) => {
    for (let k = 0; k < 7; k++) b.hl(7 - k, 1 + k, k * 2 + 2, 'red2').hl(7 - k, 14 - k, k * 2 + 2, 'red2')
    for (let k = 1; k < 6; k++) b.hl(8 - k, 2 + k, k, 'red3')
    b.rect(7, 4, 2, 5, 'slate5').rect(7, 10, 2, 2, 'slate5')
    if (frame) b.swap({ red2: 'red3', red3: 'red4' })
    b.outline('red0')
  })
}
