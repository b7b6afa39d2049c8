import { createMemo, For, Show } from 'solid-js'
import { duration } from '../../../src/lib/format.ts'
import { now } from '../../platform/now.ts'
import { drawnOn, hourLabels, summaryOf, type TimelineSpan } from './day-timeline.ts'

/** The end of the timeline. It moves on by the minute, because nothing on it is narrower. */
const minute = () => Math.ceil(now() / 60_000) * 60_000

/** When an agent worked, waited and failed. Where nothing is known the timeline is empty. */
export function Last24Hours(props: { timeline: TimelineSpan[]; timezone: string }) {
  const at = createMemo(minute)
  const drawn = createMemo(() => drawnOn(props.timeline, at()))
  return (
    <div class="day-timeline-frame">
      <div class="day-timeline" role="img" aria-label={`The last 24 hours: ${wordsOf(props.timeline, at())}`}>
        <For each={drawn()}>
          {(span) => (
            <i
              data-state={span.state}
              style={{ left: `${span.left}%`, width: `${span.width}%` }}
              title={`${span.state}, ${duration(span.to - span.from)}`}
            />
          )}
        </For>
        <b />
      </div>
      <div class="day-timeline-hours" aria-hidden="true">
        <For each={hourLabels(at(), props.timezone)}>
          {(hour) => <span style={{ left: `${hour.left}%` }}>{hour.text}</span>}
        </For>
      </div>
    </div>
  )
}

function wordsOf(timeline: TimelineSpan[], at: number): string {
  const { workingMs, waitingMs, failures } = summaryOf(drawnOn(timeline, at))
  const words = [
    workingMs > 0 ? `${rounded(workingMs)} working` : '',
    waitingMs > 0 ? `waited ${rounded(waitingMs)} for you` : '',
    failures > 0 ? `${failures} ${failures === 1 ? 'failure' : 'failures'}` : '',
  ].filter(Boolean)
  return words.length > 0 ? words.join(', ') : 'no work seen'
}

const rounded = (ms: number) => duration(Math.round(ms / 60_000) * 60_000)

/** The timeline in words, and a key to its colours. */
export function DaySummary(props: { timeline: TimelineSpan[] }) {
  const at = createMemo(minute)
  const has = (state: TimelineSpan['state']) => drawnOn(props.timeline, at()).some((span) => span.state === state)
  return (
    <>
      <span title={wordsOf(props.timeline, at())}>{wordsOf(props.timeline, at())}</span>
      <span class="day-timeline-key" aria-hidden="true">
        <For each={['working', 'waiting', 'failed'] as const}>
          {(state) => (
            <Show when={has(state)}>
              <span>
                <i data-state={state} /> {state}
              </span>
            </Show>
          )}
        </For>
      </span>
    </>
  )
}
