import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Link from 'lucide-solid/icons/link'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import StepBack from 'lucide-solid/icons/step-back'
import StepForward from 'lucide-solid/icons/step-forward'
import { For, Show } from 'solid-js'
import { dayOf } from '../../../../src/lib/timezone.ts'
import { toast } from '../../../components/toasts.tsx'
import { copyText } from '../../../platform/clipboard.ts'
import { bindKeys } from '../../../platform/keyboard.ts'
import { now } from '../../../platform/now.ts'
import type { OfficeReplay } from './create-replay.ts'
import { speeds } from './replay-clock.ts'
import { ReplayScrubber } from './replay-scrubber.tsx'
import { dayWords } from './replay-words.ts'

/** A button that has the space key does with it what buttons do. */
const isNoButton = (target: EventTarget | null) =>
  !(target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement)

/** Moves through the past: plays it, slower or faster, to what mattered, to another day, and back to now. */
export function ReplayBar(props: { replay: OfficeReplay; timezone: string }) {
  const replay = () => props.replay
  const isToday = () => dayOf(replay().at(), props.timezone) === dayOf(now(), props.timezone)
  const isFirstDay = () => {
    const from = replay().replay()?.kept.workFrom
    return from === null || (from !== undefined && dayOf(replay().at(), props.timezone) <= dayOf(from, props.timezone))
  }

  bindKeys([
    {
      keys: 'Space',
      words: 'Play or pause the replay',
      group: 'This page',
      run: () => replay().toggle(),
      isFor: isNoButton,
    },
    { keys: 'N', words: 'To what mattered next', group: 'This page', run: () => replay().step(1) },
    { keys: 'Shift N', words: 'To what mattered before', group: 'This page', run: () => replay().step(-1) },
  ])

  async function copyLink() {
    const link = new URL(location.href)
    link.searchParams.set('at', String(Math.round(replay().at())))
    toast({
      text: (await copyText(link.href)) ? 'The link to this moment is copied' : 'The browser did not copy the link',
    })
  }

  return (
    <section class="panel replay-bar" aria-label="Replay">
      <div class="replay-acts">
        <div class="replay-group">
          <button
            class="button"
            type="button"
            aria-label="To what mattered before"
            title="Shift N"
            onClick={() => replay().step(-1)}
          >
            <StepBack size={16} aria-hidden="true" />
          </button>
          <button
            class="button replay-play"
            type="button"
            aria-label={replay().isPlaying() ? 'Pause' : 'Play'}
            title="Space"
            onClick={() => replay().toggle()}
          >
            <Show when={replay().isPlaying()} fallback={<Play size={18} aria-hidden="true" />}>
              <Pause size={18} aria-hidden="true" />
            </Show>
          </button>
          <button
            class="button"
            type="button"
            aria-label="To what mattered next"
            title="N"
            onClick={() => replay().step(1)}
          >
            <StepForward size={16} aria-hidden="true" />
          </button>
        </div>
        <fieldset class="replay-speeds" aria-label="Speed">
          <For each={speeds}>
            {(speed) => (
              <button type="button" aria-pressed={replay().speed() === speed} onClick={() => replay().setSpeed(speed)}>
                {speed}×
              </button>
            )}
          </For>
        </fieldset>
        <div class="replay-group">
          <button
            class="button"
            type="button"
            aria-label="The day before"
            disabled={isFirstDay()}
            onClick={() => replay().goDays(-1)}
          >
            <ChevronLeft size={16} aria-hidden="true" />
          </button>
          <span class="replay-day numbers">{dayWords(replay().at(), props.timezone)}</span>
          <button
            class="button"
            type="button"
            aria-label="The day after"
            disabled={isToday()}
            onClick={() => replay().goDays(1)}
          >
            <ChevronRight size={16} aria-hidden="true" />
          </button>
        </div>
        <Show when={replay().awaySince()}>
          <button
            class="button"
            type="button"
            aria-pressed={replay().speed() === undefined}
            onClick={() => replay().playAway()}
          >
            While you were away
          </button>
        </Show>
        <span class="apart" />
        <button class="button" type="button" onClick={() => void copyLink()}>
          <Link size={14} aria-hidden="true" /> Copy link
        </button>
        <button class="button" data-kind="primary" type="button" onClick={() => replay().close()}>
          Back to now <kbd>Esc</kbd>
        </button>
      </div>
      <Show when={replay().problem()} fallback={<ReplayScrubber replay={replay()} timezone={props.timezone} />}>
        {(problem) => (
          <p class="replay-problem">
            {problem().message}{' '}
            <button class="button" type="button" onClick={() => void replay().refetch()}>
              Try again
            </button>
          </p>
        )}
      </Show>
    </section>
  )
}
