import { createSignal, onCleanup } from 'solid-js'
import { choices } from './appearance.ts'
import { isTyping, type KeyChord, keyChordOf, pauseMs } from './key-chords.ts'

/** Something a key does here and now. The map behind `?` is made of these, so it never promises what is not there. */
export type Binding = {
  /** One stroke (`?`, `Ctrl K`, `Shift L`) or two after one another (`G B`). */
  keys: string
  words: string
  group: 'Go to' | 'Everywhere' | 'This page'
  run(event: KeyboardEvent): void
  /** Works while somebody types, too. */
  whileTyping?: boolean
}

const [bindings, setBindings] = createSignal<Binding[]>([])
export { bindings }

/** Binds keys for as long as the component lives that asks for it; the latest to bind a key has it. */
export function bindKeys(mine: Binding[]) {
  setBindings((all) => [...mine, ...all])
  onCleanup(() => setBindings((all) => all.filter((binding) => !mine.includes(binding))))
}

let begun: { stroke: KeyChord; at: number } | undefined

/**
 * Hears every key of the page. While something lies over it (`isCovered`, also before that is drawn) only keys that
 * work while typing do something. Returns how to stop.
 */
export function listenForKeys(isCovered: () => boolean) {
  const hear = (event: KeyboardEvent) => {
    const stroke = keyChordOf(event)
    if (event.defaultPrevented || event.isComposing || !stroke) return
    const typing = isTyping(event.target)
    // A dialog has the keyboard for itself.
    const inDialog =
      isCovered() || document.querySelector('[role="dialog"][data-expanded], [role="alertdialog"]') !== null
    const isLetter = /^(Shift )?.$/u.test(stroke)
    const mayRun = (binding: Binding) =>
      (binding.whileTyping || !typing) && (!inDialog || binding.whileTyping) && (!isLetter || letters())
    const pair = begun && event.timeStamp - begun.at < pauseMs ? `${begun.stroke} ${stroke}` : undefined
    const found =
      bindings().find((binding) => binding.keys === pair && mayRun(binding)) ??
      bindings().find((binding) => binding.keys === stroke && mayRun(binding))
    begun = undefined
    if (found) {
      event.preventDefault()
      return found.run(event)
    }
    if (!typing && bindings().some((binding) => binding.keys.startsWith(`${stroke} `)))
      begun = { stroke, at: event.timeStamp }
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}

const letters = () => choices().letters !== 'off'
