import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { TranscriptItem } from '../../../src/facts/transcript.ts'
import { hear, type StreamedText, stillUnstored, storedWithinMs, unstored } from './streaming-text.ts'

/** What is being written in a session, until its transcript has it: by events, and by the answer a page begins with. */
export function createStreamingText(id: () => string, items: () => TranscriptItem[] | undefined) {
  const [written, setWritten] = createSignal<StreamedText[]>([])
  /** The number of what was last heard: an answer that is older says nothing new. */
  let heardSeq = -1
  let timer: number | undefined

  const take = (text: string, joined: boolean) =>
    setWritten((before) => hear(before, { text, lastItem: items()?.at(-1)?.id, joined, now: Date.now() }))

  function tidy() {
    clearTimeout(timer)
    const left = stillUnstored(written(), items() ?? [], Date.now())
    setWritten(left)
    if (left.some(({ endedAt }) => endedAt !== null)) timer = window.setTimeout(tidy, storedWithinMs / 4)
  }
  createEffect(on([written, items], tidy))
  createEffect(
    on(
      id,
      () => {
        heardSeq = -1
        setWritten([])
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))

  return {
    texts: createMemo(() => unstored(written(), items() ?? [])),
    heard(text: string, seq: number) {
      heardSeq = seq
      take(text, false)
    },
    /** What an answer says that was given at that number; null where nothing is being written. */
    answered(text: string | null, seq: number) {
      if (seq >= heardSeq) take(text ?? '', true)
    },
    /** It is listened to anew: numbers of before may be those of another life of the server. */
    listening() {
      heardSeq = -1
    },
  }
}

export type StreamingText = ReturnType<typeof createStreamingText>
