import ImageIcon from 'lucide-solid/icons/image'
import { createSignal, onCleanup, Show } from 'solid-js'
import type { Picture } from '../../../../../src/facts/transcript.ts'
import { bytes } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { Problem } from '../../../../data/problem.ts'
import { readerApi } from '../reader-api.ts'
import { useTranscript } from '../reader-context.ts'

/** A larger picture would take the memory of the page. */
const maxBytes = 25_000_000

/** A picture of a transcript: its kind and size, and the picture itself once it is asked for. */
export function PictureView(props: { itemId: string; number: number; picture: Picture }) {
  const { sessionId } = useTranscript()
  const [url, setUrl] = createSignal<string>()
  const [said, setSaid] = createSignal<string>()
  const [asking, setAsking] = createSignal(false)
  onCleanup(() => url() && URL.revokeObjectURL(url()!))
  const kind = () =>
    oneLine(props.picture.type ?? '')
      .replace(/^image\//, '')
      .toUpperCase()
      .slice(0, 12)
  const about = () =>
    [kind(), props.picture.bytes === null ? '' : bytes(props.picture.bytes, 1000)].filter(Boolean).join(', ')
  const isTooLarge = () => (props.picture.bytes ?? 0) > maxBytes

  async function load() {
    setAsking(true)
    setSaid(undefined)
    try {
      setUrl(URL.createObjectURL(await readerApi.picture(sessionId(), props.itemId, props.number)))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setSaid(error.message)
    } finally {
      setAsking(false)
    }
  }
  return (
    <div class="picture">
      <Show
        when={url()}
        fallback={
          <p class="quiet">
            <ImageIcon size={16} aria-hidden="true" />
            <span>
              Picture{about() ? ` (${about()})` : ''}
              <Show when={said()}>{(words) => <span role="alert"> cannot be shown: {words()}</span>}</Show>
              <Show when={isTooLarge()}> is too large to show here</Show>
            </span>
            <Show when={!isTooLarge()}>
              <button class="link-button" type="button" disabled={asking()} onClick={() => void load()}>
                {asking() ? 'Loading…' : said() ? 'Try again' : 'Show'}
              </button>
            </Show>
          </p>
        }
      >
        {(url) => (
          <img
            src={url()}
            alt={about() || 'From the transcript'}
            onError={() => {
              URL.revokeObjectURL(url())
              setUrl(undefined)
              setSaid('the browser does not know its kind.')
            }}
          />
        )}
      </Show>
    </div>
  )
}
