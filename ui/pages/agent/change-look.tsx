import { createSignal, Show } from 'solid-js'
import { createLookSaving } from '../../data/create-look-saving.ts'
import { LookEditor } from '../../office/look-editor.tsx'
import { isLookFree } from '../../office/look-rows.ts'

/** A button that opens the editor of an agent's look, where there is anything to choose. */
export function ChangeLook(props: { agentId: string; name: string; look: string }) {
  const [isOpen, setOpen] = createSignal(false)
  const { problem, save } = createLookSaving(
    () => props.agentId,
    () => setOpen(false),
  )
  return (
    <Show when={isLookFree(props.look)}>
      <button type="button" class="button change-look" onClick={() => setOpen(true)}>
        Change look
      </button>
      <Show when={isOpen()}>
        <LookEditor
          name={props.name}
          look={props.look}
          problem={problem()}
          onSave={save}
          onClose={() => setOpen(false)}
        />
      </Show>
    </Show>
  )
}
