import Columns3 from 'lucide-solid/icons/columns-3'
import { createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js'
import { type Columns, columnIds, columns } from './columns.ts'

/** A button that chooses which columns are shown. */
export function ColumnsMenu(props: { columns: Columns }) {
  const [open, setOpen] = createSignal(false)
  const id = createUniqueId()
  let root!: HTMLDivElement
  const onPointerDown = (event: PointerEvent) => {
    if (!root.contains(event.target as Node)) setOpen(false)
  }
  document.addEventListener('pointerdown', onPointerDown)
  onCleanup(() => document.removeEventListener('pointerdown', onPointerDown))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens in the button and the boxes within it
    <div
      class="columns-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open()) return
        event.stopPropagation()
        setOpen(false)
        root.querySelector('button')?.focus()
      }}
      onFocusOut={(event) => {
        // A click on a label gives the focus to what stands around all of it, for a moment.
        const next = event.relatedTarget as Node | null
        if (next && !root.contains(next) && !next.contains(root)) setOpen(false)
      }}
    >
      <button
        class="button filter-button"
        type="button"
        aria-expanded={open()}
        aria-controls={id}
        onClick={() => setOpen(!open())}
      >
        <Columns3 size={15} aria-hidden="true" /> <span>Columns</span>
      </button>
      <Show when={open()}>
        <fieldset id={id} class="menu columns-list">
          <legend class="hidden">Columns</legend>
          <For each={columnIds}>
            {(column) => (
              <label class="choice-row">
                <input
                  type="checkbox"
                  checked={props.columns.isWanted(column)}
                  onChange={() => props.columns.toggle(column)}
                />
                <span class="what">{columns[column].long ?? columns[column].name}</span>
                <Show when={props.columns.hasNoRoom(column)}>
                  <span class="count">no room</span>
                </Show>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
    </div>
  )
}
