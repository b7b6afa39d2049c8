import Download from 'lucide-solid/icons/download'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'
import Upload from 'lucide-solid/icons/upload'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { toast } from '../../../components/toasts.tsx'
import { growGround, nameRoom, removeRoom } from '../../../office/plan/ground-edits.ts'
import { kindOf } from '../../../office/plan/pieces.ts'
import type { SavedLayout } from '../create-saved-layout.ts'
import type { Editor } from './create-editor.ts'
import { FaultList } from './fault-list.tsx'
import type { LayoutFiles } from './layout-files.ts'
import { VersionList } from './version-list.tsx'

const mostDecks = 5

const sides = [
  { side: 'top', name: 'Above' },
  { side: 'bottom', name: 'Below' },
  { side: 'left', name: 'Left' },
  { side: 'right', name: 'Right' },
] as const

/** What the rooms of a composed deck are; an area that somebody drew is an office. */
const roomNames: Readonly<Record<string, string>> = {
  bay: 'Desks',
  captain: 'Captain',
  meeting: 'Meetings',
  lounge: 'Lounge',
  server: 'Servers',
  corridor: 'Corridor',
  office: 'Area',
}

/** A deck as a whole: its size, its areas, what is wrong with it, its versions and its file. */
export function DeckPanel(props: {
  editor: Editor
  saved: SavedLayout
  files: LayoutFiles
  /** The projects and teams of the crew. */
  areas: readonly string[]
  /** Gives the office back to be composed by itself. */
  onCompose(): void
}) {
  const { editor } = props
  const width = () => editor.plan().ground[0]!.length
  const height = () => editor.plan().ground.length
  const rename = (name: string) => {
    if (name !== '' && name !== editor.plan().name) editor.apply({ ...editor.plan(), name }, 'Rename the deck')
  }
  let picker!: HTMLInputElement

  return (
    <aside class="panel inspector editor-panel" aria-label="Deck">
      <header>
        <div class="who">
          <h2>{editor.plan().name}</h2>
          <p class="quiet">
            {width()} × {height()} tiles, {editor.plan().pieces.length} things
          </p>
        </div>
      </header>
      <div class="inspector-body">
        <section>
          <h3>Checks</h3>
          <FaultList faults={editor.faults()} well="Everybody gets to their desk." onChoose={editor.select} />
        </section>
        <section>
          <h3>Name</h3>
          <input
            class="field"
            aria-label="Name of the deck"
            maxlength={40}
            value={editor.plan().name}
            onChange={(event) => rename(event.currentTarget.value.trim())}
          />
        </section>
        <section>
          <h3>Size</h3>
          <dl class="object-lines">
            <For each={sides}>
              {({ side, name }) => (
                <div>
                  <dt>{name}</dt>
                  <dd class="stepper">
                    <button
                      class="icon-button"
                      type="button"
                      aria-label={`Less ${name.toLowerCase()}`}
                      onClick={() => editor.apply(growGround(editor.plan(), side, -1), 'Shrink')}
                    >
                      <Minus size={14} aria-hidden="true" />
                    </button>
                    <button
                      class="icon-button"
                      type="button"
                      aria-label={`More ${name.toLowerCase()}`}
                      onClick={() => editor.apply(growGround(editor.plan(), side, 1), 'Grow')}
                    >
                      <Plus size={14} aria-hidden="true" />
                    </button>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </section>
        <section>
          <h3>Areas</h3>
          <datalist id="known-areas">
            <For each={props.areas}>{(area) => <option value={area} />}</For>
          </datalist>
          <ul class="area-list">
            <For each={editor.plan().rooms} fallback={<li class="quiet">None yet: draw one with A.</li>}>
              {(room) => (
                <li>
                  <span class="quiet">{roomNames[room.kind] ?? room.kind}</span>
                  <input
                    class="field"
                    list="known-areas"
                    aria-label={`Project or team of ${room.id}`}
                    placeholder="for anybody"
                    maxlength={40}
                    value={room.area ?? ''}
                    onChange={(event) =>
                      editor.apply(
                        nameRoom(editor.plan(), room.id, event.currentTarget.value.trim() || null),
                        'Name an area',
                      )
                    }
                  />
                  <button
                    class="icon-button"
                    type="button"
                    aria-label={`Remove the area ${room.id}`}
                    onClick={() => editor.apply(removeRoom(editor.plan(), room.id), 'Remove an area')}
                  >
                    <X size={14} aria-hidden="true" />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
        <details class="inspector-why">
          <summary>All things ({editor.plan().pieces.length})</summary>
          <ul class="piece-list">
            <For each={editor.plan().pieces}>
              {(piece) => (
                <li>
                  <button class="relative" type="button" onClick={() => editor.select(piece.id)}>
                    <span class="cut">{kindOf(piece.kind)?.name ?? piece.kind}</span>
                    <span class="quiet">
                      {piece.column + 1}, {piece.row + 1}
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </details>
        <section>
          <h3>Decks</h3>
          <div class="deck-acts">
            <button class="button" type="button" disabled={editor.decks() >= mostDecks} onClick={editor.addDeck}>
              Add a deck
            </button>
            <Show when={editor.decks() > 1}>
              <button
                class="button"
                type="button"
                onClick={() => toast({ text: `${editor.plan().name} is taken away`, undo: editor.removeDeck() })}
              >
                Remove this deck
              </button>
            </Show>
            <Show when={props.saved.current()?.layout}>
              <button class="button" type="button" onClick={() => props.onCompose()}>
                Have it composed again
              </button>
            </Show>
          </div>
        </section>
        <VersionList saved={props.saved} onTake={(layout, words) => editor.load(layout, words)} />
      </div>
      <footer class="inspector-acts">
        <button class="button" type="button" onClick={() => props.files.save(editor.draft())}>
          <Download size={14} aria-hidden="true" /> Export
        </button>
        <button class="button" type="button" onClick={() => picker.click()}>
          <Upload size={14} aria-hidden="true" /> Import
        </button>
        <input
          ref={picker}
          class="hidden"
          type="file"
          accept="application/json,.json"
          aria-label="Layout file"
          tabindex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (file) void props.files.read(file).then((layout) => layout && editor.load(layout, `Import ${file.name}`))
          }}
        />
        <Show when={props.files.faults().length > 0}>
          <div class="problem" role="alert">
            <p>That file is no layout:</p>
            <ul>
              <For each={props.files.faults()}>{(fault) => <li>{fault}</li>}</For>
            </ul>
          </div>
        </Show>
      </footer>
    </aside>
  )
}
