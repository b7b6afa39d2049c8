import { createSignal, Show } from 'solid-js'
import { createLookSaving } from '../data/create-look-saving.ts'
import { LookEditor } from './look-editor.tsx'
import { isLookFree } from './look-rows.ts'

/** A button that opens the editor of an agent's look, where there is anything to choose; for who may act. */
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
