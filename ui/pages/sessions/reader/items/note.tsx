import { Show } from 'solid-js'
import type { NoteKind, TranscriptItem, TranscriptNote } from '../../../../../src/facts/transcript.ts'
import { whole } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { failureOf } from '../../../../../src/sessions/failure.ts'
import { RawError } from '../../../../components/raw-error.tsx'
import { StateMark } from '../../../../components/state-mark.tsx'
import { noteWords } from '../note-words.ts'
import { useTranscript } from '../reader-context.ts'
import { Prose } from './message.tsx'
import { Chevron, Time } from './parts.tsx'
import { WholeText } from './whole-text.tsx'

const maxNoteLength = 140
/** The text of these says by itself what it is. */
const withoutName: NoteKind[] = ['unreadable', 'other']

/** What happened to the conversation itself, as a line across. A long text is expanded by hand. */
export function Note(props: { note: TranscriptItem & TranscriptNote }) {
  const { expanded, expand, timezone } = useTranscript()
  const isProblem = () => props.note.note === 'error' || props.note.note === 'unreadable'
  const text = () => oneLine(props.note.text)
  const isError = () => props.note.note === 'error'
  const isLong = () => !isError() && (text().length > maxNoteLength || props.note.truncated)
  const open = () => expanded(props.note.id) ?? false
  const name = () => (withoutName.includes(props.note.note) && text() ? '' : noteWords[props.note.note])
  return (
    <>
      <p class="divider" data-alert={isProblem() ? '' : undefined}>
        <Show when={isProblem()}>
          <StateMark mark="stopped" label="" />
        </Show>
        <Show
          when={isLong()}
          fallback={
            <span dir="auto">{[name(), isError() ? failureOf(text()).words : text()].filter(Boolean).join(': ')}</span>
          }
        >
          <button type="button" aria-expanded={open()} onClick={() => expand(props.note.id, !open())}>
            <Chevron open={open()} /> {noteWords[props.note.note]} ({whole(props.note.bytes)} characters)
          </button>
        </Show>
        <Show when={isError() && text()}>{(raw) => <RawError raw={raw()} />}</Show>
        <Time at={props.note.at} timezone={timezone()} />
      </p>
      <Show when={isLong() && open()}>
        <div class="note-text quiet">
          <WholeText itemId={props.note.id} part="text" text={props.note}>
            {(shown) => <Prose text={shown()} />}
          </WholeText>
        </div>
      </Show>
    </>
  )
}
