import { Show } from 'solid-js'
import type * as Transcript from '../../../src/facts/transcript.ts'
import { whole } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { failureOf } from '../../../src/sessions/failure.ts'
import { RawError } from '../../components/raw-error.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Chevron, type LineProps, Time } from './transcript-parts.tsx'

const noteWords: Record<Transcript.TranscriptNote['note'], string> = {
  compaction: 'Compacted',
  'model-change': 'Model',
  reset: 'Conversation reset',
  resumed: 'Resumed',
  branch: 'Went back',
  interrupted: 'Interrupted',
  context: 'Context',
  error: 'Error',
  // The text of these two says by itself what it is.
  unreadable: '',
  other: '',
}
const maxNoteLength = 140

/** What happened to the conversation itself, as a line across. A long text is expanded by hand. */
export function TranscriptNote(props: LineProps & { note: Transcript.TranscriptNote }) {
  const isProblem = () => props.note.note === 'error' || props.note.note === 'unreadable'
  const text = () => oneLine(props.note.text)
  const isError = () => props.note.note === 'error'
  const isLong = () => !isError() && text().length > maxNoteLength
  const open = () => props.expanded ?? false
  const words = () => noteWords[props.note.note] || (isProblem() ? 'Cannot be read' : 'Note')
  return (
    <>
      <p class="divider" data-alert={isProblem() ? '' : undefined}>
        <Show when={isProblem()}>
          <StateMark mark="stopped" label="" />
        </Show>
        <Show
          when={isLong()}
          fallback={
            <span dir="auto">
              {[noteWords[props.note.note], isError() ? failureOf(text()).words : text()].filter(Boolean).join(': ')}
            </span>
          }
        >
          <button type="button" aria-expanded={open()} onClick={() => props.onExpand(!open())}>
            <Chevron open={open()} /> {words()} ({whole(text().length)} characters)
          </button>
        </Show>
        <Show when={isError() && text()}>{(raw) => <RawError raw={raw()} />}</Show>
        <Time at={props.item.at} timezone={props.timezone} />
      </p>
      <Show when={isLong() && open()}>
        <p class="prose quiet" dir="auto">
          {plainText(props.note.text)}
        </p>
      </Show>
    </>
  )
}
