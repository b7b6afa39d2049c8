import * as Dialog from '@kobalte/core/dialog'
import { createSignal, For, Show } from 'solid-js'
import type { PendingConfirmation } from '../data/create-confirm.ts'
import { HoldButton, isTouched } from './hold-button.tsx'

/**
 * The question before an act that cannot be undone: whom it affects, what exactly will be done, and a phrase to type.
 * Where fingers type, the button is held instead.
 */
export function ConfirmDialog(props: { pending: PendingConfirmation | undefined }) {
  return <Show when={props.pending}>{(pending) => <Question pending={pending()} />}</Show>
}

function Question(props: { pending: PendingConfirmation }) {
  const [typed, setTyped] = createSignal('')
  const confirm = () => props.pending.confirm
  const isTyped = () => confirm().isTyped !== false
  const [isHolding, setIsHolding] = createSignal(isTyped() && isTouched())
  const matches = () => !isTyped() || typed() === confirm().phrase
  let field: HTMLInputElement | undefined
  let verb: HTMLButtonElement | undefined
  let safe!: HTMLButtonElement

  return (
    <Dialog.Root open modal onOpenChange={(open) => !open && props.pending.answer(undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-scrim" />
        <Dialog.Content
          class="dialog"
          data-kind={isTyped() ? 'danger' : undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            ;(field ?? verb ?? safe).focus({ preventScroll: true })
          }}
        >
          <form
            class="question"
            onSubmit={(event) => {
              event.preventDefault()
              if (matches()) props.pending.answer(confirm().phrase)
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
              <Show when={confirm().diff}>{(diff) => <Diff text={diff()} />}</Show>
              <Show when={isTyped() && !isHolding()}>
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
              </Show>
            </div>
            <footer>
              <span class="quiet">Recorded in the ship's log as you</span>
              <button ref={safe} class="button" type="button" onClick={() => props.pending.answer(undefined)}>
                {confirm().safeVerb}
              </button>
              <Show
                when={!isHolding()}
                fallback={
                  <HoldButton
                    words={`Hold: ${confirm().verb}`}
                    kind="danger-filled"
                    onHeld={() => props.pending.answer(confirm().phrase)}
                    onPressed={() => {
                      setIsHolding(false)
                      field?.focus()
                    }}
                  />
                }
              >
                <button
                  ref={verb}
                  class="button"
                  data-kind={isTyped() ? 'danger-filled' : 'primary'}
                  type="submit"
                  disabled={!matches()}
                >
                  {confirm().verb}
                </button>
              </Show>
            </footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Lines of a file that are taken away and added, in their colours and with their signs. */
function Diff(props: { text: string }) {
  return (
    <pre class="diff">
      <For each={props.text.split('\n')}>
        {(line) => (
          <span data-line={({ '+': 'added', '-': 'removed' } as Record<string, string>)[line[0]!]}>{line}</span>
        )}
      </For>
    </pre>
  )
}
