import { createEffect, createSignal, on } from 'solid-js'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { oneLine } from '../../../../src/lib/plain-text.ts'

const maxLength = 400

/** Reads an answer out once it is whole: what is being written would interrupt itself at every word. */
export function AnswerAnnouncer(props: { items: TranscriptItem[] | undefined; name: string; isAtEnd: boolean }) {
  const [said, setSaid] = createSignal('')
  let last: string | undefined
  createEffect(
    on(
      () => props.items,
      (items) => {
        const answer = items?.findLast((item) => item.kind === 'message' && item.role === 'assistant')
        const isNew = last !== undefined && answer !== undefined && answer.id !== last
        // What was there when the transcript was opened, or comes with a jump, is not new.
        last = items === undefined ? undefined : (answer?.id ?? '')
        if (isNew && props.isAtEnd && answer.kind === 'message')
          setSaid(`${props.name}: ${oneLine(answer.text.slice(0, maxLength))}`)
      },
    ),
  )
  return (
    <p class="hidden" aria-live="polite">
      {said()}
    </p>
  )
}
