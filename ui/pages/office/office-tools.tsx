import Camera from 'lucide-solid/icons/camera'
import List from 'lucide-solid/icons/list'
import Maximize from 'lucide-solid/icons/maximize'
import Minus from 'lucide-solid/icons/minus'
import Pencil from 'lucide-solid/icons/pencil'
import Plus from 'lucide-solid/icons/plus'
import Rewind from 'lucide-solid/icons/rewind'
import { Show } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import { toast } from '../../components/toasts.tsx'
import { saveBlob } from '../../platform/save-file.ts'
import { DebugButton } from './debug/debug-button.tsx'
import { FilmButton } from './film/film-button.tsx'
import type { OfficeControls } from './office-canvas.tsx'
import { SoundButton } from './sound/sound-button.tsx'

type Toggle = { isOn: boolean; toggle(): void }

/** The buttons over the office: how near it is, what stands beside it, and what can be taken home of it. */
export function OfficeTools(props: {
  controls: OfficeControls | undefined
  members: readonly OfficeMember[]
  /** What a picture of this moment is called, without its ending. */
  fileName(): string
  list: Toggle
  replay: Toggle
  /** Undefined where it cannot be edited. */
  edit: Toggle | undefined
  debug: Toggle
}) {
  const isEdited = () => props.edit?.isOn === true

  function savePicture() {
    props.controls?.picture()?.canvas.toBlob((blob) => {
      if (!blob) return toast({ text: 'The browser gave no picture' })
      saveBlob(blob, `${props.fileName()}.png`)
    }, 'image/png')
  }

  return (
    <div class="hud tools">
      <button type="button" aria-label="Farther" onClick={() => props.controls?.zoomBy(-1)}>
        <Minus size={14} aria-hidden="true" />
      </button>
      <span class="numbers">{props.controls?.zoom() ?? 2}×</span>
      <button type="button" aria-label="Nearer" onClick={() => props.controls?.zoomBy(1)}>
        <Plus size={14} aria-hidden="true" />
      </button>
      <button type="button" aria-label="The whole office" onClick={() => props.controls?.fit()}>
        <Maximize size={14} aria-hidden="true" />
      </button>
      <Show when={!isEdited()}>
        <button type="button" aria-pressed={props.list.isOn} onClick={() => props.list.toggle()}>
          <List size={14} aria-hidden="true" /> List
        </button>
        <button type="button" aria-pressed={props.replay.isOn} onClick={() => props.replay.toggle()}>
          <Rewind size={14} aria-hidden="true" /> Replay
        </button>
      </Show>
      <Show when={props.edit}>
        {(edit) => (
          <button type="button" aria-pressed={edit().isOn} onClick={() => edit().toggle()}>
            <Pencil size={14} aria-hidden="true" /> Edit
          </button>
        )}
      </Show>
      <button type="button" aria-label="Save a picture" onClick={savePicture}>
        <Camera size={14} aria-hidden="true" />
      </button>
      <FilmButton controls={props.controls} name={props.fileName} />
      <SoundButton members={props.members} />
      <DebugButton isOpen={props.debug.isOn} onToggle={props.debug.toggle} />
    </div>
  )
}
