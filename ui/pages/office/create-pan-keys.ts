import { bindKeys } from '../../platform/keyboard.ts'

/** How far an arrow key moves the picture, and together with Shift, in CSS pixels. */
const panPx = 64
const farPx = 320

const arrows = [
  ['ArrowLeft', -1, 0],
  ['ArrowRight', 1, 0],
  ['ArrowUp', 0, -1],
  ['ArrowDown', 0, 1],
] as const

/** The arrow keys move the picture while it has the focus, or nothing has: elsewhere they have a meaning of their own. */
export function createPanKeys(picture: () => HTMLElement, panBy: (dx: number, dy: number) => void) {
  const isFor = (target: EventTarget | null) => target === document.body || target === picture()
  const group = 'This page'
  bindKeys([
    ...arrows.map(([keys, across, down]) => ({
      keys,
      as: '← ↑ → ↓',
      words: 'Move the picture',
      group: group as typeof group,
      isFor,
      run: () => panBy(across * panPx, down * panPx),
    })),
    ...arrows.map(([key, across, down]) => ({
      keys: `Shift ${key}`,
      as: 'Shift ← ↑ → ↓',
      words: 'Move it far',
      group: group as typeof group,
      isFor,
      run: () => panBy(across * farPx, down * farPx),
    })),
  ])
}
