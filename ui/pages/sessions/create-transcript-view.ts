import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { anchored, followsOn, followWords, isAtEnd, type Place } from './auto-scroll.ts'
import { createStreamingText } from './create-streaming-text.ts'
import { createTranscript } from './create-transcript.ts'

export type TranscriptView = ReturnType<typeof createTranscriptView>

/** A transcript with its scroll position. It follows its end until a person scrolls up. */
export function createTranscriptView(props: { id: string }) {
  const [following, setFollowing] = createSignal(true)
  /** The last item while the end was followed. Later ones are new. */
  const [seen, setSeen] = createSignal<string>()
  let box: HTMLElement | undefined
  let place: Place = { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }

  const transcript = createTranscript(() => props.id, hold, following)
  const writing = createStreamingText(() => props.id, transcript.items)

  /** Remembers the place of the line at the top of the window. The answer scrolls back to it. */
  function hold() {
    const top = box?.getBoundingClientRect().top ?? 0
    const anchor =
      following() || !box
        ? undefined
        : [...box.querySelectorAll<HTMLElement>('[data-item]')].find(
            (line) => line.getBoundingClientRect().bottom > top + 1,
          )
    const was = anchor?.getBoundingClientRect().top ?? 0
    return () => {
      if (!box) return
      if (following()) box.scrollTop = box.scrollHeight
      else if (anchor?.isConnected) box.scrollTop = anchored(box.scrollTop, was, anchor.getBoundingClientRect().top)
      place = placeOf(box)
    }
  }

  const placeOf = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement): Place => ({
    scrollTop,
    clientHeight,
    scrollHeight,
  })

  createEffect(() => {
    const last = transcript.items()?.at(-1)?.id
    if (following()) setSeen(last)
  })
  createEffect(
    on(
      () => props.id,
      () => setFollowing(true),
      { defer: true },
    ),
  )

  const fresh = createMemo(() => {
    const items = transcript.items() ?? []
    if (following()) return { count: 0, isMore: false }
    const at = items.findLastIndex(({ id }) => id === seen())
    return { count: at === -1 ? items.length : items.length - 1 - at, isMore: at === -1 || transcript.detached() }
  })

  return {
    transcript,
    writing,
    following,
    chip: () => followWords(transcript.detached() ? 0 : fresh().count, !transcript.detached() && fresh().isMore),
    attach(element: HTMLElement, content: HTMLElement) {
      box = element
      const resize = new ResizeObserver(() => {
        if (following() && box) box.scrollTop = box.scrollHeight
        if (box) place = placeOf(box)
      })
      resize.observe(content)
      resize.observe(element)
      onCleanup(() => resize.disconnect())
    },
    onScroll() {
      if (!box) return
      const after = placeOf(box)
      setFollowing(!transcript.detached() && followsOn(following(), place, after))
      place = after
      if (after.scrollTop < 600 && !following()) void transcript.older()
      if (transcript.detached() && isAtEnd({ ...after, scrollTop: after.scrollTop + 600 })) void transcript.newer()
    },
    async follow() {
      setFollowing(true)
      if (transcript.detached()) await transcript.start()
      if (box) box.scrollTop = box.scrollHeight
    },
  }
}
