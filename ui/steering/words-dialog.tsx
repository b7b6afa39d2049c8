import { createSignal, Show } from 'solid-js'
import { FormDialog } from '../components/form-dialog.tsx'

/** Asks for a name or a task; `onDone` gets undefined where nothing is to be done. */
export function WordsDialog(props: {
  title: string
  description: string
  label: string
  verb: string
  before?: string
  isLong?: boolean
  onDone(words: string | undefined): void
}) {
  const [text, setText] = createSignal(props.before ?? '')
  let field!: HTMLInputElement | HTMLTextAreaElement
  const words = () => text().trim()
  const isNew = () => words() !== '' && words() !== (props.before ?? '')
  return (
    <FormDialog
      title={props.title}
      description={props.description}
      focusFirst={() => field}
      onClose={() => props.onDone(undefined)}
      onSubmit={() => isNew() && props.onDone(words())}
      buttons={
        <>
          <span class="quiet">Recorded in the ship's log as you</span>
          <button class="button" type="button" onClick={() => props.onDone(undefined)}>
            Cancel
          </button>
          <button class="button" data-kind="primary" type="submit" disabled={!isNew()}>
            {props.verb}
          </button>
        </>
      }
    >
      <Show
        when={props.isLong}
        fallback={
          <input
            ref={(element) => {
              field = element
            }}
            class="field"
            aria-label={props.label}
            maxlength={200}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        }
      >
        <textarea
          ref={(element) => {
            field = element
          }}
          class="field note"
          aria-label={props.label}
          rows={6}
          maxlength={100_000}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
    </FormDialog>
  )
}
