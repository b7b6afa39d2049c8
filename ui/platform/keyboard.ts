import { createSignal, onCleanup } from 'solid-js'
import { preferences } from './appearance.ts'
import { isTyping, type KeyChord, keyChordOf, maxPairPauseMs } from './key-chords.ts'

/** What a key does while the component that bound it lives. The list behind `?` is made of these. */
export type Binding = {
  /** One chord (`?`, `Ctrl K`, `Shift L`) or two after one another (`G B`). */
  keys: string
  /** What the help writes instead of the keys. Of those with the same it names the first. */
  as?: string
  words: string
  group: 'Go to' | 'Everywhere' | 'This page'
  run(event: KeyboardEvent): void
  /** Where it works; everywhere on the page where this is not said. */
  isFor?(target: EventTarget | null): boolean
  /** Works while a person types, too. */
  whileTyping?: boolean
}

const [bindings, setBindings] = createSignal<Binding[]>([])
export { bindings }

/** Binds keys for as long as the calling component lives. Of several bindings of a key the latest runs. */
export function bindKeys(own: Binding[]) {
  setBindings((all) => [...own, ...all])
  onCleanup(() => setBindings((all) => all.filter((binding) => !own.includes(binding))))
}

/** The first chord of a pair, until the second one comes or the pause is over. */
let firstOfPair: { chord: KeyChord; at: number } | undefined

/**
 * Runs bindings for the keys that are pressed on the page. While an overlay covers it (`isCovered`, true from the moment
 * it was asked for) only bindings run that work while a person types. The answer stops listening.
 */
export function listenForKeys(isCovered: () => boolean) {
  const onKeyDown = (event: KeyboardEvent) => {
    const chord = keyChordOf(event)
    if (event.defaultPrevented || event.isComposing || !chord) return
    const typing = isTyping(event.target)
    // A dialog has the keyboard for itself.
    const inDialog =
      isCovered() || document.querySelector('[role="dialog"][data-expanded], [role="alertdialog"]') !== null
    const isLetter = /^(Shift )?.$/u.test(chord)
    const mayRun = (binding: Binding) =>
      (binding.whileTyping || !typing) &&
      (!inDialog || binding.whileTyping) &&
      (!isLetter || lettersAreOn()) &&
      (binding.isFor?.(event.target) ?? true)
    const pair =
      firstOfPair && event.timeStamp - firstOfPair.at < maxPairPauseMs ? `${firstOfPair.chord} ${chord}` : undefined
    const found =
      bindings().find((binding) => binding.keys === pair && mayRun(binding)) ??
      bindings().find((binding) => binding.keys === chord && mayRun(binding))
    firstOfPair = undefined
    if (found) {
      event.preventDefault()
      return found.run(event)
    }
    if (!typing && bindings().some((binding) => binding.keys.startsWith(`${chord} `)))
      firstOfPair = { chord, at: event.timeStamp }
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

const lettersAreOn = () => preferences().letters !== 'off'
