import { Show } from 'solid-js'
import type * as Transcript from '../../../src/facts/transcript.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { Chevron, type LineProps } from './transcript-parts.tsx'

/** An entry that is no part of the conversation: a line with its kind, and its text once it is expanded. */
export function TranscriptRecord(props: LineProps & { record: Transcript.TranscriptRecord }) {
  const open = () => props.expanded ?? false
  return (
    <>
      <p class="divider">
        <button type="button" aria-expanded={open()} onClick={() => props.onExpand(!open())}>
          <Chevron open={open()} /> {props.record.isKnown ? 'Record' : 'Record of an unknown kind'}:{' '}
          {oneLine(props.record.record)}
        </button>
      </p>
      <Show when={open()}>
        <pre class="well">{plainText(props.record.text)}</pre>
      </Show>
    </>
  )
}
