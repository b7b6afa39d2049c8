import Video from 'lucide-solid/icons/video'
import { createSignal, onCleanup, Show } from 'solid-js'
import { toast } from '../../../components/toasts.tsx'
import { saveBlob } from '../../../platform/save-file.ts'
import type { OfficeControls } from '../office-canvas.tsx'
import { filmMs, recordFilm, whyNoFilm } from './film.ts'

/** Records ten seconds of the office, and saves them as a file. Pressed again, it stops and saves nothing. */
export function FilmButton(props: { controls: OfficeControls | undefined; name(): string }) {
  const [recording, setRecording] = createSignal<AbortController>()
  const [ms, setMs] = createSignal(0)
  onCleanup(() => recording()?.abort())

  async function record() {
    const why = whyNoFilm()
    const { controls } = props
    if (why !== null) return toast({ text: why })
    const picture = controls?.picture()
    if (!picture) return toast({ text: 'There is no picture to record' })
    const cancel = new AbortController()
    setMs(0)
    setRecording(cancel)
    try {
      const film = await recordFilm({
        ...picture,
        onProgress: setMs,
        signal: cancel.signal,
      })
      if (film) saveBlob(film, `${props.name()}.webm`)
      toast({ text: film ? 'Ten seconds of the office are saved' : 'Nothing was recorded' })
    } catch {
      // What the browser says about it is for nobody to act on.
      toast({ text: 'The browser could not record the office. A picture can be saved instead' })
    } finally {
      setRecording(undefined)
    }
  }
  return (
    <button
      type="button"
      class="film"
      aria-label={recording() ? 'Stop recording' : 'Record ten seconds'}
      aria-pressed={recording() !== undefined}
      title={recording() ? 'Stop recording' : 'Record ten seconds as WebM, with the names and without what is said'}
      onClick={() => (recording() ? recording()!.abort() : void record())}
    >
      <Video size={14} aria-hidden="true" />
      <Show when={recording()}>
        <span class="numbers" role="timer">
          {Math.ceil((filmMs - ms()) / 1_000)} s
        </span>
      </Show>
    </button>
  )
}
