import * as Dialog from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'

/** A form in a modal dialog: its title, a sentence below it, its fields, and its buttons in a foot. */
export function FormDialog(props: {
  title: string
  description: string
  /** The field that gets the focus, with its text selected. */
  focusFirst: () => HTMLInputElement | HTMLTextAreaElement
  buttons: JSX.Element
  onSubmit(): void
  onClose(): void
  children: JSX.Element
}) {
  return (
    <Dialog.Root open modal onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-scrim" />
        <Dialog.Content
          class="dialog"
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            const field = props.focusFirst()
            field.focus({ preventScroll: true })
            field.select()
          }}
        >
          <form
            class="question"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              props.onSubmit()
            }}
          >
            <div>
              <Dialog.Title as="h2">{props.title}</Dialog.Title>
              <Dialog.Description>{props.description}</Dialog.Description>
              {props.children}
            </div>
            <footer>{props.buttons}</footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
