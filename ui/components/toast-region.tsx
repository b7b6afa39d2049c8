import * as Kobalte from '@kobalte/core/toast'
import { createEffect, Show } from 'solid-js'
import { Portal } from 'solid-js/web'

/** The result of an action, and what takes it back. */
export type Toast = { text: string; undo?: () => void }

const shownMs = 5_000
/** Further toasts wait until one of these is gone. */
const maxToasts = 3

/** Shows each toast once. `toasts` only grows. */
export function ToastRegion(props: { toasts: Toast[] }) {
  let shown = 0
  createEffect(() => {
    for (const toast of props.toasts.slice(shown)) show(toast)
    shown = props.toasts.length
  })
  return (
    <Portal>
      <Kobalte.Region duration={shownMs} limit={maxToasts} pauseOnInteraction>
        {/* Each says itself as a status; a status may not be an item of a list. */}
        <Kobalte.List as="div" class="toasts" />
      </Kobalte.Region>
    </Portal>
  )
}

function show(toast: Toast) {
  Kobalte.toaster.show(({ toastId }) => (
    <Kobalte.Root as="div" toastId={toastId} class="toast">
      <Kobalte.Title>{toast.text}</Kobalte.Title>
      <Show when={toast.undo}>
        {(undo) => (
          <button
            class="button"
            type="button"
            onClick={() => {
              undo()()
              Kobalte.toaster.dismiss(toastId)
            }}
          >
            Undo
          </button>
        )}
      </Show>
    </Kobalte.Root>
  ))
}
