import { createMemo, For, Show } from 'solid-js'
import { clock } from '../../../../src/lib/format.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { createMedia } from '../../../platform/media.ts'
import type { OfficeReplay } from './create-replay.ts'
import { type Moment, marksOf, shareOf } from './replay-lane.ts'
import { hoursIn, keptWords, preciseClock } from './replay-words.ts'

/** How many signs have room beside each other. */
const places = { wide: 120, narrow: 40 } as const
const left = (share: number) => ({ left: `${share * 100}%` })

/** A time of the past as a line: where the replay is, what mattered when, and what of it is not kept. */
export function ReplayScrubber(props: { replay: OfficeReplay; timezone: string }) {
  const replay = () => props.replay
  const isNarrow = createMedia('(max-width: 720px)')
  const marks = createMemo(() => marksOf(replay().moments(), replay().bounds(), places[isNarrow() ? 'narrow' : 'wide']))
  const hours = createMemo(() => hoursIn(replay().bounds(), props.timezone))
  const kept = () => replay().replay()?.kept
  /** How much of the time was before this began to be kept. */
  const unkept = (what: 'workFrom' | 'waitsFrom') => {
    const of = kept()
    return { width: `${of ? shareOf(of[what] ?? replay().bounds().until, replay().bounds()) * 100 : 0}%` }
  }
  const names = createMemo(
    () =>
      new Map(
        replay()
          .replay()
          ?.members.map(({ id, name }) => [id, name]) ?? [],
      ),
  )
  const words = ({ at, id, words, text }: Moment) =>
    `${clock(at, props.timezone)} ${names().get(id) ?? 'Somebody'} ${words}${text ? `: ${text}` : ''}`
  const latest = createMemo(() =>
    replay()
      .moments()
      .findLast(({ at }) => at <= replay().at()),
  )

  return (
    <div class="replay-line">
      <div class="replay-track">
        <div class="replay-unkept" style={unkept('workFrom')} />
        <div class="replay-passed" style={{ width: `${shareOf(replay().at(), replay().bounds()) * 100}%` }} />
        <input
          type="range"
          aria-label="Time of the replay"
          aria-valuetext={preciseClock(replay().at(), props.timezone)}
          min={replay().bounds().since}
          max={replay().bounds().until}
          step={1_000}
          value={replay().at()}
          onInput={(event) => replay().seek(event.currentTarget.valueAsNumber)}
          onKeyDown={(event) => {
            const by = { ArrowLeft: -60_000, ArrowRight: 60_000, PageDown: -3_600_000, PageUp: 3_600_000 }[event.key]
            if (by === undefined) return
            event.preventDefault()
            replay().seek(replay().at() + by)
          }}
        />
        <span class="replay-head" style={left(shareOf(replay().at(), replay().bounds()))} />
      </div>
      <div class="replay-marks">
        <div class="replay-unkept" style={unkept('waitsFrom')} />
        <For each={marks()}>
          {(mark) => (
            <button
              type="button"
              tabindex="-1"
              style={left(mark.share)}
              aria-label={words(mark)}
              title={mark.count > 1 ? `${words(mark)}, and ${mark.count - 1} more` : words(mark)}
              onClick={() => replay().seek(mark.at)}
            >
              <StateMark mark={mark.mark} label="" />
            </button>
          )}
        </For>
      </div>
      <div class="replay-hours numbers" aria-hidden="true">
        <For each={hours()}>{({ at, words }) => <span style={left(shareOf(at, replay().bounds()))}>{words}</span>}</For>
      </div>
      <div class="replay-notes">
        <p class="cut" aria-live={replay().isPlaying() ? 'off' : 'polite'}>
          <Show when={latest()} fallback={<span class="quiet">Nothing that mattered until then.</span>}>
            {(moment) => (
              <>
                <StateMark mark={moment().mark} label="" /> <bdi>{words(moment())}</bdi>
              </>
            )}
          </Show>
        </p>
        <Show when={kept() && keptWords(kept()!, replay().bounds(), props.timezone)}>
          {(words) => <p class="quiet">{words()}</p>}
        </Show>
      </div>
    </div>
  )
}
