import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { Show } from 'solid-js'

const formatFor = (timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: timezone })
const formats = new Map<string, Intl.DateTimeFormat>()

/** The time of day to the second, in the zone that the days are of. */
export function seconds(at: number, timezone: string) {
  if (!formats.has(timezone)) formats.set(timezone, formatFor(timezone))
  return formats.get(timezone)!.format(at)
}

/** When an item was written; an empty space where that is not known. */
export function Time(props: { at: number | null; timezone: string }) {
  return (
    <Show when={props.at !== null && isoOf(props.at)} fallback={<span class="time" />}>
      {(iso) => (
        <time class="time" dateTime={iso()} title={iso()}>
          {seconds(props.at!, props.timezone)}
        </time>
      )}
    </Show>
  )
}

function isoOf(at: number) {
  // A time from a foreign file may be beyond what a date can hold.
  return Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : ''
}

export function Chevron(props: { open: boolean }) {
  return (
    <Show when={props.open} fallback={<ChevronRight size={14} aria-hidden="true" />}>
      <ChevronDown size={14} aria-hidden="true" />
    </Show>
  )
}
