import * as Parts from '@kobalte/core/toast'
import { createEffect, Show } from 'solid-js'
import { Portal } from 'solid-js/web'

/** The result of somebody's own action, and how to take it back. */
export type Toast = { text: string; undo?: () => void }

const shownMs = 5_000
/** More than these at once nobody reads. */
const atMost = 3

/** Shows what was said, each once; `said` only grows. */
export function ToastRegion(props: { said: Toast[] }) {
  let shown = 0
  createEffect(() => {
    for (const said of props.said.slice(shown)) show(said)
    shown = props.said.length
  })
  return (
    <Portal>
      <Parts.Region duration={shownMs} limit={atMost} pauseOnInteraction>
        <Parts.List class="toasts" />
      </Parts.Region>
    </Portal>
  )
}

function show(said: Toast) {
  Parts.toaster.show(({ toastId }) => (
    <Parts.Root toastId={toastId} class="toast">
      <Parts.Title>{said.text}</Parts.Title>
      <Show when={said.undo}>
        {(undo) => (
          <button
            class="button"
            type="button"
            onClick={() => {
              undo()()
              Parts.toaster.dismiss(toastId)
            }}
          >
            Undo
          </button>
        )}
      </Show>
    </Parts.Root>
  ))
}
