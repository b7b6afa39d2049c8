import { createSignal } from 'solid-js'
import { maxNoteLength } from '../../../src/annotations/annotation.ts'
import { whole } from '../../../src/lib/format.ts'
import { FormDialog } from '../../components/form-dialog.tsx'

/** A note about a session; `onDone` gets undefined where nothing is to change. */
export function NoteDialog(props: { note: string | null; onDone(note: string | null | undefined): void }) {
  const [text, setText] = createSignal(props.note ?? '')
  let field!: HTMLTextAreaElement
  return (
    <FormDialog
      title="Note about this session"
      description="Only for people who use Wheelhouse. The agent never sees it."
      focusFirst={() => field}
      onClose={() => props.onDone(undefined)}
      onSubmit={() => props.onDone(text().trim() === (props.note ?? '') ? undefined : text().trim() || null)}
      buttons={
        <>
          <span class="quiet">
            {whole(text().length)} of {whole(maxNoteLength)}
          </span>
          <button class="button" type="button" onClick={() => props.onDone(undefined)}>
            Cancel
          </button>
          <button class="button" data-kind="primary" type="submit">
            {text().trim() === '' && props.note !== null ? 'Remove note' : 'Save note'}
          </button>
        </>
      }
    >
      <textarea
        ref={field}
        class="field note"
        aria-label="Note"
        rows={6}
        maxlength={maxNoteLength}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
