import * as Dialog from '@kobalte/core/dialog'
import { createSignal, For, Show } from 'solid-js'
import type { Confirmation } from '../../src/audit/action-gate.ts'
import { Problem } from '../data/problem.ts'

type Asked = { confirm: Confirmation; answer(phrase: string | undefined): void }

/**
 * Carries out what may hurt: tries without, and where the server asks back, shows what it asks and tries again with
 * the phrase that was typed. Undefined when the person kept things as they were.
 */
export function createConfirm() {
  const [asked, setAsked] = createSignal<Asked>()

  async function withConfirm<T>(act: (confirm?: string) => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Problem) || !error.confirm) throw error
      const { confirm } = error
      const before = document.activeElement
      const phrase = await new Promise<string | undefined>((answer) => setAsked({ confirm, answer }))
      setAsked(undefined)
      // Whoever asked goes on where they were; what is revoked takes its own button with it.
      if (before instanceof HTMLElement) queueMicrotask(() => before.isConnected && before.focus())
      return phrase === undefined ? undefined : act(phrase)
    }
  }

  return { asked, withConfirm }
}

/** What is asked before something that hurts: whom it hits, what exactly will be done, and a word to type. */
export function ConfirmDialog(props: { asked: Asked | undefined }) {
  return <Show when={props.asked}>{(asked) => <Question asked={asked()} />}</Show>
}

function Question(props: { asked: Asked }) {
  const [typed, setTyped] = createSignal('')
  const confirm = () => props.asked.confirm
  const matches = () => typed() === confirm().phrase
  let field!: HTMLInputElement

  return (
    <Dialog.Root open modal onOpenChange={(open) => !open && props.asked.answer(undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-scrim" />
        <Dialog.Content
          class="dialog"
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            field.focus()
          }}
        >
          <form
            class="question"
            onSubmit={(event) => {
              event.preventDefault()
              if (matches()) props.asked.answer(typed())
            }}
          >
            <div>
              <Dialog.Title as="h2">{confirm().question}</Dialog.Title>
              <Dialog.Description>{confirm().effect}</Dialog.Description>
              <ul class="hits">
                <For each={confirm().hits}>
                  {(hit) => (
                    <li>
                      <b>{hit.name}</b>
                      <span class="quiet">{hit.effect}</span>
                    </li>
                  )}
                </For>
              </ul>
              <Show when={confirm().exact}>
                <pre>{confirm().exact}</pre>
              </Show>
              <label>
                <span>
                  Type <code>{confirm().phrase}</code> to confirm
                </span>
                <input
                  ref={field}
                  autocapitalize="off"
                  class="field mono"
                  autocomplete="off"
                  spellcheck={false}
                  value={typed()}
                  onInput={(event) => setTyped(event.currentTarget.value)}
                />
              </label>
            </div>
            <footer>
              <span class="quiet">Recorded in the ship's log as you</span>
              <button class="button" type="button" onClick={() => props.asked.answer(undefined)}>
                {confirm().safeVerb}
              </button>
              <button class="button" data-kind="danger-filled" type="submit" disabled={!matches()}>
                {confirm().verb}
              </button>
            </footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
