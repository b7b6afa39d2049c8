import { Match, Show, Switch } from 'solid-js'
import type { SessionKind } from '../../../src/facts/fact.ts'
import type { TranscriptItem } from '../../../src/facts/transcript.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { TranscriptMessage, TranscriptThinking } from './transcript-message.tsx'
import { TranscriptNote } from './transcript-note.tsx'
import { type LineProps, Time } from './transcript-parts.tsx'
import { TranscriptRecord } from './transcript-record.tsx'
import { TranscriptTool } from './transcript-tool.tsx'

/** One item of a transcript, below the day and the speaker where these change. */
export function TranscriptLine(props: LineProps) {
  const day = () => (props.item.at === null ? undefined : dayOf(props.item.at, props.timezone))
  const dayBefore = () => {
    const at = props.before?.at ?? null
    return at === null ? undefined : dayOf(at, props.timezone)
  }
  const newDay = () => day() !== undefined && day() !== dayBefore()
  const newSpeaker = () =>
    newDay() ||
    !props.before ||
    speakerOf(props.before) !== speakerOf(props.item) ||
    senderOf(props.before) !== senderOf(props.item)

  return (
    <div class="item" data-item={props.item.id} data-kind={props.item.kind} data-turn={newSpeaker() ? '' : undefined}>
      <Show when={newDay()}>
        <p class="divider day">{dayWords(props.item.at!, props.timezone)}</p>
      </Show>
      <Show when={newSpeaker() && speakerOf(props.item) !== 'note'}>
        <p class="speaker">
          <Time at={props.item.at} timezone={props.timezone} />
          <Show
            when={speakerOf(props.item) === 'agent'}
            fallback={
              <b>
                <bdi>{senderOf(props.item) ?? speakers[props.session?.kind ?? 'other']}</bdi>
              </b>
            }
          >
            <Show when={props.session}>{(session) => <SessionAvatar session={session()} size={16} />}</Show>
            <b class="cut" title={props.agentName}>
              <bdi>{props.agentName || 'Agent'}</bdi>
            </b>
          </Show>
        </p>
      </Show>
      <Switch>
        <Match when={props.item.kind === 'message' && props.item}>
          {(message) => <TranscriptMessage message={message()} />}
        </Match>
        <Match when={props.item.kind === 'thinking' && props.item}>
          {(thinking) => <TranscriptThinking {...props} thinking={thinking()} />}
        </Match>
        <Match when={props.item.kind === 'tool' && props.item}>
          {(tool) => <TranscriptTool {...props} tool={tool()} />}
        </Match>
        <Match when={props.item.kind === 'note' && props.item}>
          {(note) => <TranscriptNote {...props} note={note()} />}
        </Match>
        <Match when={props.item.kind === 'record' && props.item}>
          {(record) => <TranscriptRecord {...props} record={record()} />}
        </Match>
      </Switch>
    </div>
  )
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
const senderOf = (item: TranscriptItem) => (item.kind === 'message' ? item.sender : null)

const speakerOf = (item: TranscriptItem) =>
  item.kind === 'note' || item.kind === 'record'
    ? 'note'
    : item.kind === 'message' && item.role === 'user'
      ? 'user'
      : 'agent'

const dayWords = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: timezone }).format(at)
