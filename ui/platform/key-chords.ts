/** A key as the map writes it: `K`, `?`, `Ctrl K`, `Shift L`, `Enter`. */
export type KeyChord = string

/** How long the second key of a pair may take. */
export const pauseMs = 1_200

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The stroke a key press is; undefined for a modifier alone, and for what belongs to the browser. Cmd counts as Ctrl. */
export function keyChordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): KeyChord | undefined {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt', 'Dead', 'Process'].includes(key)) return undefined
  const isLetter = /^\p{L}$/u.test(key)
  const name = isLetter ? key.toUpperCase() : key === ' ' ? 'Space' : key
  // The shift that makes a `?` of a key is part of the sign already.
  const shifted = shiftKey && (isLetter || key.length > 1) ? `Shift ${name}` : name
  return ctrlKey || metaKey ? `Ctrl ${shifted}` : shifted
}

/** Whether keys go into a text there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(target.type)
}
