import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { addStreamed, type StreamedText, storedWithinMs, unstored, withoutSettled } from './streaming-text.ts'

/** The texts that are being written in a session, by events and by the answer that a page begins with, until its transcript has them. */
export function createStreamingText(id: () => string, items: () => TranscriptItem[] | undefined) {
  const [streamed, setStreamed] = createSignal<StreamedText[]>([])
  /** The number of the last event: an answer that is older has nothing new. */
  let lastSeq = -1
  let timer: ReturnType<typeof setTimeout> | undefined

  const take = (text: string, joined: boolean) =>
    setStreamed((before) => addStreamed(before, { text, lastItem: items()?.at(-1)?.id, joined, now: Date.now() }))

  function tidy() {
    clearTimeout(timer)
    const left = withoutSettled(streamed(), items() ?? [], Date.now())
    setStreamed(left)
    if (left.some(({ endedAt }) => endedAt !== null)) timer = setTimeout(tidy, storedWithinMs / 4)
  }
  createEffect(on([streamed, items], tidy))
  createEffect(
    on(
      id,
      () => {
        lastSeq = -1
        setStreamed([])
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))

  return {
    texts: createMemo(() => unstored(streamed(), items() ?? [])),
    onEvent(text: string, seq: number) {
      lastSeq = seq
      take(text, false)
    },
    /** Takes the text of an answer that was given at that number; null where none is being written. */
    onAnswer(text: string | null, seq: number) {
      if (seq >= lastSeq) take(text ?? '', true)
    },
    /** Says that the feed is subscribed anew: earlier numbers may be of another life of the server. */
    onSubscribed() {
      lastSeq = -1
    },
  }
}
