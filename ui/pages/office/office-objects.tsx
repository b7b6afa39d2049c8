import { For, onMount, Show } from 'solid-js'
import { type Camera, type Extent, toView } from '../../office/scene/camera.ts'
import type { Interactive } from '../../office/world/layout.ts'
import { roleNames } from './object-words.ts'

/** The objects that lead to the rest of the product: buttons over the picture, where they stand in it. */
export function OfficeObjects(props: {
  objects: readonly Interactive[]
  chosen: string | undefined
  /** What an object holds, where it holds something: it then carries a plate. */
  notes: Readonly<Record<string, string>>
  onOpen(object: Interactive): void
  /** An object is reached by keyboard, wherever it stands. */
  onReach(object: Interactive): void
  onReady(place: (camera: Camera, view: Extent) => void): void
}) {
  const elements = new Map<string, HTMLElement>()
  let placedFor = ''

  onMount(() =>
    props.onReady((camera, view) => {
      const key = `${camera.x} ${camera.y} ${camera.zoom} ${view.width} ${view.height}`
      if (key === placedFor) return
      placedFor = key
      for (const { id, box } of props.objects) {
        const element = elements.get(id)
        if (!element) continue
        const [x, y, width, height] = box
        const corner = toView(camera, { x, y }, view)
        element.style.transform = `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`
        element.style.width = `${width * camera.zoom}px`
        element.style.height = `${height * camera.zoom}px`
      }
    }),
  )

  return (
    <ul class="office-objects" aria-label="Things in the office" data-theme="night">
      <For each={props.objects}>
        {(object) => (
          <li ref={(element) => elements.set(object.id, element)} data-role={object.role}>
            <button
              type="button"
              aria-pressed={props.chosen === object.id}
              onFocus={() => props.onReach(object)}
              onClick={() => props.onOpen(object)}
            >
              <span class="hidden">
                {roleNames[object.role].thing}: {roleNames[object.role].name}
                <Show when={props.notes[object.role]}>{(note) => <>, {note()}</>}</Show>
              </span>
              <span class="office-object-name" aria-hidden="true">
                {roleNames[object.role].name}
                <Show when={props.notes[object.role]}>{(note) => <b>{note()}</b>}</Show>
              </span>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
