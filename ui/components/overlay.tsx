import * as Dialog from '@kobalte/core/dialog'
import { type JSX, onCleanup } from 'solid-js'

/**
 * A modal dialog over the page. It has the keyboard for itself until it is closed; then the focus goes back to where it
 * was. `title` is its name for assistive technology.
 */
export function Overlay(props: {
  class: string
  title: string
  onClose(): void
  /** The element that gets the focus; without it the first control does. */
  focusFirst?: () => HTMLElement | undefined
  children: JSX.Element
}) {
  const focused = document.activeElement
  onCleanup(() => {
    if (focused instanceof HTMLElement) queueMicrotask(() => focused.isConnected && focused.focus())
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
