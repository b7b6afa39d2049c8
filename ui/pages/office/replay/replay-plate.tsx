import Rewind from 'lucide-solid/icons/rewind'
import { Show } from 'solid-js'
import { preciseClock, weekday } from './replay-words.ts'

/** Says that this is not now, and when it was. */
export function ReplayPlate(props: { at: number; timezone: string; isReady: boolean }) {
  return (
    <p class="replay-plate">
      <Rewind size={16} aria-hidden="true" />
      <b>Replay</b>
      <time class="numbers" datetime={new Date(props.at).toISOString()}>
        {preciseClock(props.at, props.timezone)}
      </time>
      <span>{weekday(props.at, props.timezone)}</span>
      <Show when={!props.isReady}>
        <span>is being read</span>
      </Show>
    </p>
  )
}
