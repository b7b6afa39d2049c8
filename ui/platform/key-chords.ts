/** A key with its modifiers, as the list of shortcuts writes it: `K`, `?`, `Ctrl K`, `Shift L`, `Enter`. */
export type KeyChord = string

/** The longest pause before the second key of a pair such as `G B`. */
export const maxPairPauseMs = 1_200

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The chord of a key press. Undefined for a modifier alone, and for chords with Alt, which belong to the browser. Cmd counts as Ctrl. */
export function keyChordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): KeyChord | undefined {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt', 'Dead', 'Process'].includes(key)) return undefined
  const isLetter = /^\p{L}$/u.test(key)
  const name = isLetter ? key.toUpperCase() : key === ' ' ? 'Space' : key
  // The shift that makes a `?` of a key is already part of the character.
  const shifted = shiftKey && (isLetter || key.length > 1) ? `Shift ${name}` : name
  return ctrlKey || metaKey ? `Ctrl ${shifted}` : shifted
}

/** Whether a key press on this target enters text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(target.type)
}
