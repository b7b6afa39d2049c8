import { createMemo, For, Show } from 'solid-js'
import { cost, duration, money } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Cost } from '../../components/cost-text.tsx'
import { now } from '../../platform/now.ts'
import type { AgentInFull } from './create-agent.ts'
import { drawnOn, hourBars, hourLabels, stretchLabels, summaryOf, type TimelineSpan } from './day-timeline.ts'

/** The end of the timeline. It moves on by the minute, because nothing on it is narrower. */
const minute = () => Math.ceil(now() / 60_000) * 60_000

/** When an agent worked, on what, when it waited and failed, and what each hour cost. Where nothing is known it is empty. */
export function Last24Hours(props: { agent: AgentInFull; timezone: string }) {
  const at = createMemo(minute)
  const timeline = () => props.agent.timeline
  const drawn = createMemo(() => drawnOn(timeline(), at()))
  const labels = createMemo(() => stretchLabels(props.agent.stretches, at()))
  const bars = createMemo(() => hourBars(props.agent.hours, at()))
  const hourWords = (hourAt: number) => {
    const hour = props.agent.hours.find((hour) => hour.at === hourAt)
    return hour ? `${cost(hour.usd, hour.isLowerBound)} in this hour` : ''
  }
  return (
    <div class="day-timeline-frame">
      <div class="day-grid" aria-hidden="true">
        <For each={hourLabels(at(), props.timezone)}>{(hour) => <i style={{ left: `${hour.left}%` }} />}</For>
      </div>
      <ol class="day-stretches">
        <For each={labels()}>
          {({ stretch, left, room, isAtEnd }) => (
            <li
              data-end={isAtEnd ? '' : undefined}
              style={isAtEnd ? { 'max-width': `${room}%` } : { left: `${left}%`, 'max-width': `${room}%` }}
            >
              <a
                class="cut"
                href={`/sessions/${encodeURIComponent(stretch.sessionId)}`}
                title={oneLine(stretch.title ?? '')}
              >
                <bdi>{oneLine(stretch.title ?? '') || 'Session'}</bdi>
              </a>
              <span class="quiet">
                <Cost usd={stretch.usd} isLowerBound={stretch.isLowerBound} />
              </span>
            </li>
          )}
        </For>
      </ol>
      <div class="day-timeline" role="img" aria-label={`The last 24 hours: ${wordsOf(timeline(), at())}`}>
        <For each={drawn()}>
          {(span) => (
            <i
              data-state={span.state}
              style={{ left: `${span.left}%`, width: `${span.width}%` }}
              title={`${span.state === 'failed' ? 'error' : span.state}, ${duration(span.to - span.from)}`}
            />
          )}
        </For>
        <b />
      </div>
      <div class="day-costs" role="img" aria-label={`Cost per hour, at most ${money(mostOf(props.agent.hours))}`}>
        <For each={bars()}>
          {(bar) => (
            <i
              style={{
                left: `${bar.left}%`,
                width: `calc(${bar.width}% - 2px)`,
                height: `${Math.max(bar.height, 4)}%`,
              }}
              title={hourWords(bar.at)}
            />
          )}
        </For>
      </div>
      <div class="day-timeline-hours" aria-hidden="true">
        <For each={hourLabels(at(), props.timezone)}>
          {(hour) => <span style={{ left: `${hour.left}%` }}>{hour.text}</span>}
        </For>
      </div>
    </div>
  )
}

const mostOf = (hours: AgentInFull['hours']) => Math.max(0, ...hours.map(({ usd }) => usd ?? 0))

function wordsOf(timeline: TimelineSpan[], at: number): string {
  const { workingMs, waitingMs, failures } = summaryOf(drawnOn(timeline, at))
  const words = [
    workingMs > 0 ? `${rounded(workingMs)} at work` : '',
    waitingMs > 0 ? `${rounded(waitingMs)} waiting for you` : '',
    failures > 0 ? `${failures} ${failures === 1 ? 'error' : 'errors'}` : '',
  ].filter(Boolean)
  return words.length > 0 ? words.join(', ') : 'no work seen'
}

const rounded = (ms: number) => duration(Math.round(ms / 60_000) * 60_000)

/** The timeline in words, and a key to its colours. */
export function DaySummary(props: { agent: AgentInFull }) {
  const at = createMemo(minute)
  const timeline = () => props.agent.timeline
  const has = (state: TimelineSpan['state']) => drawnOn(timeline(), at()).some((span) => span.state === state)
  return (
    <>
      <span title={wordsOf(timeline(), at())}>{wordsOf(timeline(), at())}</span>
      <span class="day-timeline-key" aria-hidden="true">
        <For each={['working', 'waiting', 'failed'] as const}>
          {(state) => (
            <Show when={has(state)}>
              <span>
                <i data-state={state} /> {state === 'failed' ? 'error' : state}
              </span>
            </Show>
          )}
        </For>
        <Show when={props.agent.hours.some(({ usd }) => usd)}>
          <span>
            <i data-state="cost" /> cost per hour
          </span>
        </Show>
      </span>
    </>
  )
}
