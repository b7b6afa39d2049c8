import Search from 'lucide-solid/icons/search'
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { bindKeys } from '../platform/keyboard.ts'

const typingPauseMs = 200

/** A field for words that narrow a list; `/` goes to it. What was typed is said after a pause. */
export function Finder(props: {
  q: string
  /** What its key does, in the list of keys. */
  words: string
  label: string
  /** So many characters can be typed; 200 by default. */
  maxLength?: number
  /** Whether what was typed cannot be looked for. */
  isInvalid?: boolean
  onChange(q: string): void
  /** What stands at its end, such as how the words are meant. */
  children?: JSX.Element
}) {
  const [typed, setTyped] = createSignal(props.q)
  let field!: HTMLInputElement
  let pause: number | undefined
  createEffect(
    on(
      () => props.q,
      (q) => q.trim() !== typed().trim() && setTyped(q),
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(pause))
  bindKeys([
    {
      keys: '/',
      words: props.words,
      group: 'This page',
      run() {
        field.focus()
        field.select()
      },
    },
  ])
  function take(text: string) {
    setTyped(text)
    clearTimeout(pause)
    pause = window.setTimeout(() => props.onChange(text), typingPauseMs)
  }
  return (
    <label class="finder">
      <Search size={16} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        maxLength={props.maxLength ?? 200}
        aria-invalid={props.isInvalid || undefined}
        autocomplete="off"
        spellcheck={false}
        value={typed()}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (typed() !== '') take('')
          else field.blur()
        }}
      />
      <Show when={typed() === ''}>
        <kbd>/</kbd>
      </Show>
      {props.children}
    </label>
  )
}
