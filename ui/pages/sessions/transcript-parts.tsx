import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { Show } from 'solid-js'
import type { TranscriptItem } from '../../../src/facts/transcript.ts'
import type { Session } from '../../../src/sessions/session.ts'

export type LineProps = {
  item: TranscriptItem
  before: TranscriptItem | undefined
  agentName: string
  session: Session | undefined
  timezone: string
  /** Whether a tool call without a result may still get one. */
  running: boolean
  /** Whether it was expanded or collapsed by hand; undefined where its state decides. */
  expanded: boolean | undefined
  onExpand(expanded: boolean): void
}

const formatFor = (timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: timezone })
const formats = new Map<string, Intl.DateTimeFormat>()

/** The time of day to the second, in the zone that the days are of. */
function seconds(at: number, timezone: string) {
  if (!formats.has(timezone)) formats.set(timezone, formatFor(timezone))
  return formats.get(timezone)!.format(at)
}

/** When an item was written; an empty space where that is not known. */
export function Time(props: { at: number | null; timezone: string }) {
  return (
    <Show when={props.at !== null} fallback={<span class="time" />}>
      <time class="time" dateTime={isoOf(props.at!)} title={isoOf(props.at!)}>
        {seconds(props.at!, props.timezone)}
      </time>
    </Show>
  )
}

function isoOf(at: number) {
  // A time from a foreign file may be beyond what a date can hold.
  return Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : ''
}

/** Says that a text is longer than what is shown of it. */
export function TruncatedNote(props: { when: boolean }) {
  return (
    <Show when={props.when}>
      <p class="quiet cut-note">Truncated: only the beginning is shown here.</p>
    </Show>
  )
}

export function Chevron(props: { open: boolean }) {
  return (
    <Show when={props.open} fallback={<ChevronRight size={14} aria-hidden="true" />}>
      <ChevronDown size={14} aria-hidden="true" />
    </Show>
  )
}
