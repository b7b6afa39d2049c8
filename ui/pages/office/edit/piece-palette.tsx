import Search from 'lucide-solid/icons/search'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { type PieceGroup, pieceGroups } from '../../../office/plan/piece-kind.ts'
import { ownPieces, pieceKinds } from '../../../office/plan/pieces.ts'
import { roleNames } from '../object-words.ts'
import type { Editor } from './create-editor.ts'
import { pictureOf } from './piece-picture.ts'

const groupNames: Record<PieceGroup, string> = {
  desks: 'Desks',
  seats: 'Seats',
  plants: 'Plants',
  pets: 'Pets',
  lights: 'Lights',
  storage: 'Storage',
  wall: 'Wall',
  machines: 'Machines',
  floor: 'Floor',
  small: 'Small things',
  own: 'Your own',
}

/** Everything that can be put into an office, by groups, each with what it stands for. */
export function PiecePalette(props: { editor: Editor }) {
  const [group, setGroup] = createSignal<PieceGroup>('desks')
  const [wanted, setWanted] = createSignal('')
  const all = [...Object.entries(pieceKinds), ...ownPieces()]
  const known = pieceGroups.filter((one) => all.some(([, kind]) => kind.group === one))
  const found = createMemo(() => {
    const words = wanted().trim().toLowerCase()
    if (words === '') return all.filter(([, kind]) => kind.group === group())
    return all.filter(([, { name, role }]) =>
      `${name} ${role === undefined ? '' : roleNames[role].name}`.toLowerCase().includes(words),
    )
  })
  return (
    <section class="piece-palette panel" aria-label="Things">
      <header>
        <fieldset class="palette-groups" aria-label="Groups">
          <For each={known}>
            {(one) => (
              <button
                type="button"
                aria-pressed={wanted() === '' && group() === one}
                onClick={() => {
                  setGroup(one)
                  setWanted('')
                }}
              >
                {groupNames[one]} <span>{all.filter(([, kind]) => kind.group === one).length}</span>
              </button>
            )}
          </For>
        </fieldset>
        <label class="palette-search">
          <Search size={14} aria-hidden="true" />
          <span class="hidden">Find a thing</span>
          <input
            type="search"
            placeholder="Find a thing"
            value={wanted()}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      </header>
      <ul>
        <For each={found()} fallback={<li class="quiet palette-none">Nothing is called so.</li>}>
          {([kind, { name, role, on }]) => (
            <li>
              <button
                type="button"
                aria-pressed={props.editor.tool() === 'place' && props.editor.kind() === kind}
                onClick={() => props.editor.hold(kind)}
              >
                <PieceThumbnail kind={kind} />
                <span class="palette-name">{name}</span>
                <span class="quiet">{role === undefined ? placeNames[on] : roleNames[role].name}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

const placeNames = { floor: '', wall: 'on a wall', rug: 'on the floor', top: 'on a table', light: 'light' } as const

/** How wide and high a thumbnail can be, in CSS pixels. */
const room = { width: 92, height: 84 }

/** The picture of a kind of piece, enlarged by a whole number where it is small. */
function PieceThumbnail(props: { kind: string; variant?: string | undefined }) {
  const picture = createMemo(() =>
    pictureOf({ kind: props.kind, ...(props.variant !== undefined && { variant: props.variant }) }),
  )
  const scale = () => {
    const { width, height } = picture()!
    const fitting = Math.min(room.width / width, room.height / height)
    return fitting >= 1 ? Math.min(2, Math.floor(fitting)) : fitting
  }
  return (
    <span class="piece-thumbnail" aria-hidden="true">
      <Show when={picture()} fallback={<i class="piece-unseen" />}>
        {(picture) => (
          <img src={picture().url} alt="" width={picture().width * scale()} height={picture().height * scale()} />
        )}
      </Show>
    </span>
  )
}
