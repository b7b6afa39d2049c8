import { createSignal, type JSX, Show } from 'solid-js'
import type { TranscriptText } from '../../../../../src/facts/transcript.ts'
import { bytes } from '../../../../../src/lib/format.ts'
import { Problem } from '../../../../data/problem.ts'
import { readerApi, type TextPart } from '../reader-api.ts'
import { useTranscript } from '../reader-context.ts'

/** As much is asked for at one press, in letters, so that the page stays quick. */
const pressLength = 2_000_000

/** A text, and below it, where only its beginning is here, a button that asks for more of it, piece by piece. */
export function WholeText(props: {
  itemId: string
  part: TextPart
  text: TranscriptText
  children(text: () => string): JSX.Element
}) {
  const { sessionId } = useTranscript()
  const [more, setMore] = createSignal<{ text: string; next: number | null }>()
  const [asking, setAsking] = createSignal(false)
  const [problem, setProblem] = createSignal<Problem>()
  const shown = () => more()?.text ?? props.text.text
  const isCut = () => (more() ? more()?.next !== null : props.text.truncated)

  async function showMore() {
    if (asking()) return
    setAsking(true)
    setProblem(undefined)
    try {
      const began = more()?.next ?? 0
      let { text, next }: { text: string; next: number | null } = more() ?? { text: '', next: 0 }
      while (next !== null && next - began < pressLength) {
        const from: number = next
        const piece = await readerApi.text(sessionId(), { item: props.itemId, part: props.part, from })
        text += piece.text
        // A piece that leads nowhere ends the text.
        next = piece.next !== null && piece.next > from ? piece.next : null
      }
      setMore({ text, next })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setAsking(false)
    }
  }
  const label = () => {
    if (asking()) return 'Loading…'
    if (props.text.bytes - (more()?.next ?? 0) <= pressLength) return `Show all ${bytes(props.text.bytes, 1000)}`
    return `Show ${bytes(pressLength, 1000)} ${more() ? 'more ' : ''}of ${bytes(props.text.bytes, 1000)}`
  }

  return (
    <>
      {props.children(shown)}
      <Show when={isCut()}>
        <p class="cut-note quiet">
          <Show when={problem()} fallback={<>The beginning of {bytes(props.text.bytes, 1000)}. </>}>
            {(problem) => <>The rest cannot be shown: {problem().message} </>}
          </Show>
          <button class="link-button" type="button" disabled={asking()} onClick={() => void showMore()}>
            {problem() ? 'Try again' : label()}
          </button>
        </p>
      </Show>
    </>
  )
}
