import Bookmark from 'lucide-solid/icons/bookmark'
import { Match, Show, Switch } from 'solid-js'
import type { SessionKind } from '../../../../../src/facts/fact.ts'
import { money } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { dayOf } from '../../../../../src/lib/timezone.ts'
import { SessionAvatar } from '../../../../office/agent-avatar.tsx'
import { useTranscript } from '../reader-context.ts'
import type { Row } from '../transcript-rows.ts'
import { Message } from './message.tsx'
import { Note } from './note.tsx'
import { Time } from './parts.tsx'
import { Records } from './records.tsx'
import { Thinking } from './thinking.tsx'
import { Tool } from './tool.tsx'

/** One row of a transcript, below the day and the speaker where these change. */
export function TranscriptLine(props: { row: Row; before: Row | undefined; isStreaming?: boolean }) {
  const transcript = useTranscript()
  const dayOfRow = (row: Row | undefined) =>
    row === undefined || row.at === null ? undefined : dayOf(row.at, transcript.timezone())
  /** Whatever has no time of its own is of the day before it. */
  const newDay = () =>
    dayOfRow(props.row) !== undefined &&
    (props.before === undefined ||
      (dayOfRow(props.before) !== undefined && dayOfRow(props.row) !== dayOfRow(props.before)))
  const newSpeaker = () =>
    newDay() ||
    !props.before ||
    speakerOf(props.before) !== speakerOf(props.row) ||
    senderOf(props.before) !== senderOf(props.row)

  return (
    <div
      class="item"
      data-item={props.row.id}
      data-kind={props.row.kind}
      data-turn={newSpeaker() && speakerOf(props.row) !== 'note' ? '' : undefined}
      data-marked={transcript.isMarked(props.row.id) ? '' : undefined}
      data-bookmarked={transcript.isBookmarked(props.row.id) ? '' : undefined}
    >
      <Show when={transcript.isBookmarked(props.row.id)}>
        <button
          class="bookmark"
          type="button"
          aria-label="Remove the bookmark"
          title="Bookmarked (M)"
          onClick={() => transcript.bookmark(props.row.id)}
        >
          <Bookmark size={16} fill="currentColor" aria-hidden="true" />
        </button>
      </Show>
      <Show when={newDay()}>
        <p class="divider day">{dayWords(props.row.at!, transcript.timezone())}</p>
      </Show>
      <Show when={newSpeaker() && speakerOf(props.row) !== 'note'}>
        <p class="speaker">
          <Time at={props.row.at} timezone={transcript.timezone()} />
          <Show
            when={speakerOf(props.row) === 'agent'}
            fallback={
              <b class="cut">
                <bdi>{senderOf(props.row) ?? speakers[transcript.session()?.kind ?? 'other']}</bdi>
              </b>
            }
          >
            <Show when={transcript.session()}>{(session) => <SessionAvatar session={session()} size={16} />}</Show>
            <b class="cut" title={transcript.agentName()}>
              <bdi>{transcript.agentName() || 'Agent'}</bdi>
            </b>
            <TurnFacts row={props.row} />
          </Show>
        </p>
      </Show>
      <Switch>
        <Match when={props.row.kind === 'message' && props.row}>
          {(message) => <Message message={message()} isStreaming={props.isStreaming ?? false} />}
        </Match>
        <Match when={props.row.kind === 'thinking' && props.row}>
          {(thinking) => <Thinking thinking={thinking()} />}
        </Match>
        <Match when={props.row.kind === 'tool' && props.row}>{(tool) => <Tool tool={tool()} />}</Match>
        <Match when={props.row.kind === 'note' && props.row}>{(note) => <Note note={note()} />}</Match>
        <Match when={props.row.kind === 'records' && props.row}>{(records) => <Records records={records()} />}</Match>
      </Switch>
    </div>
  )
}

/** The model that a turn began with, and what the turn cost: `opus-4.6, $0.94`. */
function TurnFacts(props: { row: Row }) {
  const { turnCost, session } = useTranscript()
  const model = () => oneLine((props.row.kind === 'message' ? props.row.model : null) ?? session()?.model ?? '')
  const cost = () => {
    const usd = turnCost(props.row.id) ?? (props.row.kind === 'message' ? props.row.costUsd : null)
    return usd ? money(usd, true) : ''
  }
  return <span class="quiet cut">{[model(), cost()].filter(Boolean).join(', ')}</span>
}

/** Who speaks to an agent, by the kind of session. */
const speakers: Record<SessionKind, string> = {
  main: 'You',
  direct: 'You',
  group: 'Somebody',
  cron: 'Cron job',
  subagent: 'Parent agent',
  other: 'User',
}

/** The guest who wrote a message; null for everybody else. */
const senderOf = (row: Row) => (row.kind === 'message' && row.sender !== null ? oneLine(row.sender) || null : null)

const speakerOf = (row: Row) =>
  row.kind === 'note' || row.kind === 'records'
    ? 'note'
    : row.kind === 'message' && row.role === 'user'
      ? 'user'
      : 'agent'

const dayWords = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: timezone }).format(at)
