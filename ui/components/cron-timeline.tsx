import { createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { CronLane } from '../../src/crons/timeline.ts'
import { clock, duration } from '../../src/lib/format.ts'
import { now } from '../platform/now.ts'
import { StateMark } from './state-mark.tsx'

const laneHeight = 26
const minLanes = 3
/** More rings than these would touch each other; then they are drawn as dots. */
const maxRings = 18

/** Jobs as lanes on an axis of time: past runs at the left, planned runs at the right, a line for now between them. */
export function CronTimeline(props: {
  lanes: CronLane[]
  backMs: number
  aheadMs: number
  /** Why the last run of a job failed, in our words; null where it did not. */
  whyFailed(id: string): string | null
}) {
  let box!: HTMLDivElement
  const [height, setHeight] = createSignal(0)
  onMount(() => {
    const resize = new ResizeObserver(([entry]) => setHeight(entry!.contentRect.height))
    resize.observe(box)
    onCleanup(() => resize.disconnect())
  })
  /** The lanes that fit. Where some do not, the last lane says how many; before the height is known there are none. */
  const shown = () => {
    if (height() === 0) return []
    const room = Math.max(minLanes, Math.floor(height() / laneHeight))
    return props.lanes.length <= room ? props.lanes : props.lanes.slice(0, room - 1)
  }
  const left = () => props.lanes.length - shown().length
  const leftNames = () =>
    props.lanes
      .slice(shown().length)
      .map(({ name }) => name)
      .join(', ')
  const place = (at: number) => ((at - (now() - props.backMs)) / (props.backMs + props.aheadMs)) * 100
  const isSeen = (at: number) => place(at) >= 0 && place(at) <= 100

  return (
    <div class="timeline">
      <div class="lanes" ref={box} aria-hidden="true">
        <div class="timeline-grid">
          <span class="past" style={{ width: `${place(now())}%` }} />
          <For each={hours(props.backMs, props.aheadMs)}>
            {(away) => (
              <span class="hour" style={{ left: `${place(now() + away)}%` }}>
                <i>{clock(now() + away)}</i>
              </span>
            )}
          </For>
          <span class="now-line" style={{ left: `${place(now())}%` }}>
            <i>now</i>
          </span>
        </div>
        <For each={shown()}>
          {(lane) => (
            <div class="lane" data-off={lane.enabled ? undefined : ''}>
              <span class="row">
                <Show when={isFailing(lane)}>
                  <StateMark mark="stopped" label="" />
                </Show>
                <a
                  class="cut"
                  tabIndex={-1}
                  href={`/crons/${encodeURIComponent(lane.id)}`}
                  title={[lane.name, props.whyFailed(lane.id)].filter(Boolean).join(': ')}
                >
                  <bdi>{lane.name}</bdi>
                </a>
              </span>
              <div class="track" data-dense={lane.planned.length > maxRings ? '' : undefined}>
                <For each={lane.runs}>
                  {(run) => (
                    <Show when={isSeen(endOf(run, now()))}>
                      <Run run={run} from={place(run.at)} to={place(endOf(run, now()))} />
                    </Show>
                  )}
                </For>
                <For each={lane.misses}>
                  {({ at }) => (
                    <Show when={isSeen(at)}>
                      <span
                        class="planned missed"
                        style={{ left: `${place(at)}%` }}
                        title={`${clock(at)}: did not start`}
                      />
                    </Show>
                  )}
                </For>
                <For each={lane.planned}>
                  {(at) => (
                    <Show when={isSeen(at) && at > now()}>
                      <span class="planned" style={{ left: `${place(at)}%` }} title={`${lane.name} at ${clock(at)}`} />
                    </Show>
                  )}
                </For>
              </div>
            </div>
          )}
        </For>
        <Show when={height() > 0 && left() > 0}>
          <div class="lane rest">
            <span class="quiet" title={leftNames()}>
              +{left()} more
            </span>
          </div>
        </Show>
      </div>
      <LanesTable lanes={props.lanes} />
    </div>
  )
}

type RunOf = CronLane['runs'][number]

const endOf = (run: RunOf, at: number) => (run.status === 'running' ? at : run.at + (run.durationMs ?? 0))
const isFailing = ({ enabled, lastStatus }: CronLane) =>
  enabled && (lastStatus === 'error' || lastStatus === 'timed-out')
const hasFailed = ({ status }: RunOf) => status === 'error' || status === 'timed-out'

/** A run as a bar as long as it took. A failed run is a diamond; one that goes on has a lit end. */
function Run(props: { run: RunOf; from: number; to: number }) {
  const start = () => Math.max(0, props.from)
  const title = () =>
    `${clock(props.run.at)}: ${words[props.run.status]}${props.run.durationMs === null ? '' : `, ${duration(props.run.durationMs)}`}`
  return (
    <Show
      when={hasFailed(props.run)}
      fallback={
        <span
          class="run"
          data-status={props.run.status}
          style={{ left: `${start()}%`, width: `${Math.max(0, props.to - start())}%` }}
          title={title()}
        />
      }
    >
      <span class="run failed" style={{ left: `${Math.min(100, props.from)}%` }} title={title()} />
    </Show>
  )
}

const words: Record<RunOf['status'], string> = {
  ok: 'ran',
  error: 'failed',
  'timed-out': 'ran out of time',
  running: 'runs',
  skipped: 'was skipped',
}

/** The steps of the axis, as distances from now in ms: whole hours, or a sixth of the axis where that is longer. */
function hours(backMs: number, aheadMs: number) {
  const step = Math.max(3_600_000, (backMs + aheadMs) / 6)
  const steps: number[] = []
  for (let away = -Math.floor(backMs / step) * step; away <= aheadMs; away += step) if (away !== 0) steps.push(away)
  return steps
}

/** The same as a table, for assistive technology. */
function LanesTable(props: { lanes: CronLane[] }) {
  return (
    <table class="hidden">
      <caption>Jobs, their runs of the last hours and the next ones</caption>
      <thead>
        <tr>
          <th>Job</th>
          <th>Ran</th>
          <th>Will run</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.lanes}>
          {(lane) => (
            <tr>
              <th scope="row">{lane.name}</th>
              <td>
                {lane.runs.length === 0
                  ? 'not in these hours'
                  : lane.runs.map((run) => `${clock(run.at)} ${words[run.status]}`).join(', ')}
              </td>
              <td>
                {lane.enabled
                  ? lane.planned.length === 0
                    ? 'not in these hours'
                    : `${lane.planned.map((at) => clock(at)).join(', ')}${lane.more ? ' and on' : ''}`
                  : 'switched off'}
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
