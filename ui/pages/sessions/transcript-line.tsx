import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import FilePen from 'lucide-solid/icons/file-pen'
import FileText from 'lucide-solid/icons/file-text'
import Globe from 'lucide-solid/icons/globe'
import MessageSquare from 'lucide-solid/icons/message-square'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import { type Component, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { SessionKind } from '../../../src/facts/fact.ts'
import type {
  TranscriptItem,
  TranscriptMessage,
  TranscriptNote,
  TranscriptThinking,
  TranscriptTool,
} from '../../../src/facts/transcript.ts'
import { bytes, duration, money, whole } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { type Activity, activityOf } from '../../../src/sessions/state.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { SessionAvatar } from '../../office/agent-avatar.tsx'

export type LineProps = {
  item: TranscriptItem
  before: TranscriptItem | undefined
  agentName: string
  session: Session | undefined
  timezone: string
  /** Whether what has no result yet may still get one. */
  running: boolean
  /** Opened or folded by hand. */
  lever: boolean | undefined
  onLever(open: boolean): void
}

/** One thing of a transcript, with what stands above it when the day or the speaker changes. */
export function TranscriptLine(props: LineProps) {
  const day = () => (props.item.at === null ? undefined : dayOf(props.item.at, props.timezone))
  const dayBefore = () => {
    const at = props.before?.at ?? null
    return at === null ? undefined : dayOf(at, props.timezone)
  }
  const newDay = () => day() !== undefined && day() !== dayBefore()
  const newSpeaker = () => newDay() || !props.before || speakerOf(props.before) !== speakerOf(props.item)

  return (
    <div class="item" data-item={props.item.id} data-kind={props.item.kind} data-turn={newSpeaker() ? '' : undefined}>
      <Show when={newDay()}>
        <p class="divider day">{dayWords(props.item.at!, props.timezone)}</p>
      </Show>
      <Show when={newSpeaker() && speakerOf(props.item) !== 'note'}>
        <p class="speaker">
          <Time at={props.item.at} timezone={props.timezone} />
          <Show when={speakerOf(props.item) === 'agent'} fallback={<b>{speakers[props.session?.kind ?? 'other']}</b>}>
            <Show when={props.session}>{(session) => <SessionAvatar session={session()} size={16} />}</Show>
            <b class="cut" title={props.agentName}>
              <bdi>{props.agentName || 'Agent'}</bdi>
            </b>
          </Show>
        </p>
      </Show>
      <Switch>
        <Match when={props.item.kind === 'message' && props.item}>{(message) => <Message message={message()} />}</Match>
        <Match when={props.item.kind === 'thinking' && props.item}>
          {(thinking) => <Thinking {...props} thinking={thinking()} />}
        </Match>
        <Match when={props.item.kind === 'tool' && props.item}>{(tool) => <Tool {...props} tool={tool()} />}</Match>
        <Match when={props.item.kind === 'note' && props.item}>{(note) => <Note {...props} note={note()} />}</Match>
      </Switch>
    </div>
  )
}

/** Who speaks to an agent, by the kind of session. */
const speakers: Record<SessionKind, string> = {
  main: 'You',
  direct: 'You',
  group: 'Somebody',
  cron: 'The clock',
  subagent: 'Its parent',
  other: 'User',
}

const speakerOf = (item: TranscriptItem) =>
  item.kind === 'note' ? 'note' : item.kind === 'message' && item.role === 'user' ? 'user' : 'agent'

const dayWords = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: timezone }).format(at)

const toTheSecond = (timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: timezone })
const clocks = new Map<string, Intl.DateTimeFormat>()

/** To the second, in the zone the days are of. */
function seconds(at: number, timezone: string) {
  if (!clocks.has(timezone)) clocks.set(timezone, toTheSecond(timezone))
  return clocks.get(timezone)!.format(at)
}

function Time(props: { at: number | null; timezone: string }) {
  return (
    <Show when={props.at !== null} fallback={<span class="time" />}>
      <time class="time" dateTime={isoOf(props.at!)} title={isoOf(props.at!)}>
        {seconds(props.at!, props.timezone)}
      </time>
    </Show>
  )
}

function isoOf(at: number) {
  // A foreign time may be beyond what a date can hold.
  return Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : ''
}

function Message(props: { message: TranscriptMessage }) {
  const failed = () => props.message.stopReason === 'error' || props.message.stopReason === 'aborted'
  return (
    <div class="message" data-role={props.message.role} data-failed={failed() ? '' : undefined}>
      <p class="prose" dir="auto">
        {plainText(props.message.text)}
      </p>
      <Cut when={props.message.truncated} />
      <Show when={failed()}>
        <p class="ended">
          <StateMark mark="stopped" label="" />
          {props.message.stopReason === 'error' ? 'The model stopped with an error' : 'Stopped in the middle'}
        </p>
      </Show>
      <Show when={props.message.costUsd}>
        {(usd) => (
          <span class="price quiet" title={props.message.model ?? undefined}>
            {money(usd(), true)}
          </span>
        )}
      </Show>
    </div>
  )
}

function Thinking(props: LineProps & { thinking: TranscriptThinking }) {
  const open = () => props.lever ?? false
  const text = () => plainText(props.thinking.text).trim()
  return (
    <div class="thinking">
      <button type="button" aria-expanded={open()} onClick={() => props.onLever(!open())} disabled={text() === ''}>
        <Chevron open={open()} />
        <span>Thought</span>
        <Show when={!open()}>
          <span class="cut quiet" dir="auto" title={oneLine(text().slice(0, 240))}>
            {text() === '' ? 'kept to itself' : oneLine(text().slice(0, 240))}
          </span>
        </Show>
      </button>
      <Show when={open()}>
        <p class="prose quiet" dir="auto">
          {text()}
        </p>
        <Cut when={props.thinking.truncated} />
      </Show>
    </div>
  )
}

const icons: Record<Activity, Component<{ size?: number; 'stroke-width'?: number; class?: string }>> = {
  running: SquareTerminal,
  reading: FileText,
  typing: FilePen,
  browsing: Globe,
  talking: MessageSquare,
}

type ToolState = 'running' | 'failed' | 'done' | 'none'

function Tool(props: LineProps & { tool: TranscriptTool }) {
  const tool = () => props.tool
  const state = (): ToolState =>
    tool().result ? (tool().result!.isError ? 'failed' : 'done') : props.running ? 'running' : 'none'
  const open = () => props.lever ?? (state() === 'running' || state() === 'failed')
  const took = () => {
    const { at } = props.item
    const { endedAt } = tool()
    return at === null || endedAt === null || endedAt < at ? undefined : duration(endedAt - at)
  }
  const size = () => {
    const { result } = tool()
    return [result && result.bytes > 0 ? bytes(result.bytes, 1000) : '', took() ?? ''].filter(Boolean).join(', ')
  }
  return (
    <div class="tool" data-state={state()}>
      <button type="button" aria-expanded={open()} onClick={() => props.onLever(!open())}>
        <Chevron open={open()} />
        <Dynamic component={icons[activityOf(tool().tool)]} size={16} stroke-width={1.75} />
        <b class="cut" title={oneLine(tool().tool)}>
          <bdi>{oneLine(tool().tool)}</bdi>
        </b>
        <code class="cut" title={tool().argument ?? undefined}>
          <bdi>{oneLine(tool().argument ?? '')}</bdi>
        </code>
        <span class="size quiet">{size()}</span>
        <Switch>
          <Match when={state() === 'done'}>
            <StateMark mark="healthy" label="done" />
          </Match>
          <Match when={state() === 'failed'}>
            <StateMark mark="stopped" label="failed" />
          </Match>
          <Match when={state() === 'running'}>
            <StateMark mark="working" label="running" />
          </Match>
          <Match when={state() === 'none'}>
            <StateMark mark="unknown" label="no result was written" />
          </Match>
        </Switch>
      </button>
      <Show when={open()}>
        <div class="wells">
          <Show when={tool().input !== null}>
            <Well label="Input">{plainText(tool().input!)}</Well>
            <Cut when={tool().inputTruncated} />
          </Show>
          <Show when={tool().result} fallback={<NoResult state={state()} />}>
            {(result) => (
              <>
                <Well label="Result">{plainText(result().text) || 'Nothing was returned.'}</Well>
                <Show when={result().truncated}>
                  <p class="quiet cut-note">The beginning of {bytes(result().bytes, 1000)}.</p>
                </Show>
              </>
            )}
          </Show>
        </div>
      </Show>
    </div>
  )
}

function NoResult(props: { state: ToolState }) {
  return <p class="quiet cut-note">{props.state === 'running' ? 'No result yet.' : 'No result was written.'}</p>
}

/** Long ones scroll in themselves, also by keyboard. */
function Well(props: { label: string; children: JSX.Element }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: its line breaks are kept, which only pre says
    <pre class="well" tabindex={0} role="region" aria-label={props.label} dir="auto">
      {props.children}
    </pre>
  )
}

const noteWords: Record<TranscriptNote['note'], string> = {
  compaction: 'Compacted',
  'model-change': 'Model',
  reset: 'Began anew',
  error: 'Error',
  // The words of one say so themselves.
  unreadable: '',
  other: '',
}
const longestNote = 140

/** A line across; what is too long for one opens. */
function Note(props: LineProps & { note: TranscriptNote }) {
  const loud = () => props.note.note === 'error' || props.note.note === 'unreadable'
  const text = () => oneLine(props.note.text)
  const isLong = () => text().length > longestNote
  const open = () => props.lever ?? false
  const words = () => noteWords[props.note.note] || (loud() ? 'Cannot be read' : 'Note')
  return (
    <>
      <p class="divider" data-loud={loud() ? '' : undefined}>
        <Show when={loud()}>
          <StateMark mark="stopped" label="" />
        </Show>
        <Show
          when={isLong()}
          fallback={<span dir="auto">{[noteWords[props.note.note], text()].filter(Boolean).join(': ')}</span>}
        >
          <button type="button" aria-expanded={open()} onClick={() => props.onLever(!open())}>
            <Chevron open={open()} /> {words()}, {whole(text().length)} letters
          </button>
        </Show>
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

function Cut(props: { when: boolean }) {
  return (
    <Show when={props.when}>
      <p class="quiet cut-note">It goes on; only its beginning is shown here.</p>
    </Show>
  )
}

function Chevron(props: { open: boolean }) {
  return (
    <Show when={props.open} fallback={<ChevronRight size={14} aria-hidden="true" />}>
      <ChevronDown size={14} aria-hidden="true" />
    </Show>
  )
}
