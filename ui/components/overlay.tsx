import * as Dialog from '@kobalte/core/dialog'
import { type JSX, onCleanup } from 'solid-js'

/**
 * Something over the page that has the keyboard for itself until it is closed; then whoever opened it goes on where
 * they were. `title` names it for those who do not see it.
 */
export function Overlay(props: {
  class: string
  title: string
  onClose(): void
  /** Gets the focus first; without it the first control does. */
  focusFirst?: () => HTMLElement | undefined
  children: JSX.Element
}) {
  const before = document.activeElement
  onCleanup(() => {
    if (before instanceof HTMLElement) queueMicrotask(() => before.isConnected && before.focus())
  })
  return (
    <Dialog.Root open modal onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay-scrim" />
        <Dialog.Content
          class={props.class}
          onOpenAutoFocus={(event) => {
            const first = props.focusFirst?.()
            if (!first) return
            event.preventDefault()
            first.focus()
          }}
        >
          <Dialog.Title class="hidden" as="h2">
            {props.title}
          </Dialog.Title>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
