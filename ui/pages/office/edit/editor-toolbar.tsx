import type { LucideProps } from 'lucide-solid'
import Eraser from 'lucide-solid/icons/eraser'
import Grid3x3 from 'lucide-solid/icons/grid-3x3'
import MousePointer2 from 'lucide-solid/icons/mouse-pointer-2'
import PaintBucket from 'lucide-solid/icons/paint-bucket'
import Redo2 from 'lucide-solid/icons/redo-2'
import Route from 'lucide-solid/icons/route'
import SquareDashed from 'lucide-solid/icons/square-dashed'
import Stamp from 'lucide-solid/icons/stamp'
import Undo2 from 'lucide-solid/icons/undo-2'
import { For, type JSX, Show } from 'solid-js'
import type { GroundSign } from '../../../office/plan/ground.ts'
import { bindKeys } from '../../../platform/keyboard.ts'
import type { Editor, Tool } from './create-editor.ts'

type ToolButton = { tool: Tool; key: string; name: string; icon: (props: LucideProps) => JSX.Element }

const tools: readonly ToolButton[] = [
  { tool: 'select', key: 'V', name: 'Select and move', icon: MousePointer2 },
  { tool: 'place', key: 'B', name: 'Place a thing', icon: Stamp },
  { tool: 'ground', key: 'F', name: 'Paint floors and walls', icon: PaintBucket },
  { tool: 'room', key: 'A', name: 'Draw an area', icon: SquareDashed },
  { tool: 'erase', key: 'E', name: 'Remove things', icon: Eraser },
]

const grounds: readonly { ground: GroundSign; name: string }[] = [
  { ground: 'w', name: 'Wood' },
  { ground: 'd', name: 'Deck' },
  { ground: 'c', name: 'Carpet' },
  { ground: 't', name: 'Tiles' },
  { ground: 's', name: 'Server floor' },
  { ground: '#', name: 'Wall' },
  { ground: '+', name: 'Doorway' },
]

/** The tools of the layout editor, what can be undone, and leaving it with or without what was changed. */
export function EditorToolbar(props: {
  editor: Editor
  isSaving: boolean
  /** Why it cannot be saved as it is. */
  obstacle: string | undefined
  onSave(): void
  onDiscard(): void
}) {
  const { editor } = props
  bindKeys([
    ...tools.map(({ tool, key, name }) => ({
      keys: key,
      words: name,
      group: 'This page' as const,
      run: () => editor.choose(tool),
    })),
    { keys: 'W', words: 'Build walls', group: 'This page', run: () => editor.setGround('#') },
    { keys: 'G', words: 'Show the tiles', group: 'This page', run: editor.toggleGrid },
    { keys: 'P', words: 'Show the way from the door', group: 'This page', run: editor.toggleWay },
    { keys: 'R', words: 'Turn what is selected', group: 'This page', run: editor.turn },
    { keys: 'Ctrl Z', words: 'Undo', group: 'This page', run: () => editor.undo() },
    { keys: 'Ctrl Shift Z', words: 'Redo', group: 'This page', run: () => editor.redo() },
    { keys: 'Ctrl Y', words: 'Redo', group: 'This page', run: () => editor.redo() },
    { keys: 'Ctrl S', words: 'Save the layout', group: 'This page', run: () => props.onSave() },
  ])
  return (
    <div class="editor-toolbar panel" role="toolbar" aria-label="Layout editor">
      <div class="tool-group">
        <For each={tools}>
          {({ tool, key, name, icon: Icon }) => (
            <button
              type="button"
              aria-pressed={editor.tool() === tool}
              title={`${name} (${key})`}
              onClick={() => editor.choose(tool)}
            >
              <Icon size={16} aria-hidden="true" />
              <span class="hidden">{name}</span>
              <kbd>{key}</kbd>
            </button>
          )}
        </For>
      </div>
      <Show when={editor.tool() === 'ground'}>
        <fieldset class="tool-group grounds" aria-label="Ground">
          <For each={grounds}>
            {({ ground, name }) => (
              <button type="button" aria-pressed={editor.ground() === ground} onClick={() => editor.setGround(ground)}>
                <i data-ground={ground} aria-hidden="true" /> {name}
              </button>
            )}
          </For>
        </fieldset>
      </Show>
      <div class="tool-group">
        <button type="button" disabled={!editor.canUndo()} title="Undo (Ctrl Z)" onClick={() => editor.undo()}>
          <Undo2 size={16} aria-hidden="true" />
          <span class="hidden">Undo</span>
        </button>
        <button type="button" disabled={!editor.canRedo()} title="Redo (Ctrl Y)" onClick={() => editor.redo()}>
          <Redo2 size={16} aria-hidden="true" />
          <span class="hidden">Redo</span>
        </button>
      </div>
      <div class="tool-group">
        <button type="button" aria-pressed={editor.showsGrid()} title="Tiles (G)" onClick={editor.toggleGrid}>
          <Grid3x3 size={16} aria-hidden="true" />
          <span class="hidden">Tiles</span>
          <kbd>G</kbd>
        </button>
        <button type="button" aria-pressed={editor.showsWay()} title="Way from the door (P)" onClick={editor.toggleWay}>
          <Route size={16} aria-hidden="true" />
          <span class="hidden">Way from the door</span>
          <kbd>P</kbd>
        </button>
      </div>
      <output class="editor-changes">
        <Show when={editor.changes() > 0} fallback="No changes">
          <b>{editor.changes() === 1 ? '1 change' : `${editor.changes()} changes`}</b>, not saved
        </Show>
      </output>
      <button class="button" type="button" onClick={() => props.onDiscard()}>
        {editor.changes() > 0 ? 'Discard' : 'Close'}
      </button>
      <button
        class="button"
        data-kind="primary"
        type="button"
        disabled={editor.changes() === 0 || props.isSaving || props.obstacle !== undefined}
        title={props.obstacle}
        onClick={() => props.onSave()}
      >
        {props.isSaving ? 'Saving…' : 'Save layout'}
      </button>
    </div>
  )
}
