import { createMemo, For, Show } from 'solid-js'
import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'
import { clock, percent, relativeTime } from '../../../src/lib/format.ts'
import { curveOf } from './curve.ts'

/** How a plan window or a budget filled, and where a window goes if nothing changes. */
export function WindowCurve(props: { gauge: ShownGauge; now: number; timezone: string }) {
  const curve = createMemo(() => curveOf(props.gauge, props.now))
  const time = (at: number) =>
    (props.gauge.endsAt ?? 0) - (props.gauge.startsAt ?? 0) > 86_400_000
      ? relativeTime(at, props.now, props.timezone)
      : clock(at, props.timezone)
  const sentence = (last: { percent: number }, full: number | undefined) =>
    `${percent(last.percent)} used now${full === undefined ? '' : `, full at about ${time(full)}`}`
  return (
    <Show when={curve()} fallback={<p class="empty">A curve needs to know when it began and what was said of it.</p>}>
      {(drawn) => (
        <div class="window-curve">
          <div class="curve-plot">
            <svg
              viewBox="0 0 100 100"
              preserveAspectRatio="none"
              role="img"
              aria-label={sentence(drawn().last, props.gauge.outlook?.fullAt?.mid)}
            >
              <line class="curve-grid" x1="0" x2="100" y1={drawn().y(50)} y2={drawn().y(50)} />
              <line class="curve-limit" x1="0" x2="100" y1={drawn().y(100)} y2={drawn().y(100)} />
              <path class="curve-area" d={drawn().area} />
              <Show when={drawn().fan}>{(fan) => <path class="curve-fan" d={fan()} />}</Show>
              <path class="curve-line" d={drawn().line} />
              <Show when={drawn().ahead}>{(ahead) => <path class="curve-ahead" d={ahead()} />}</Show>
              <line class="curve-now" x1={drawn().nowX} x2={drawn().nowX} y1="0" y2="100" />
            </svg>
            <For each={[0, 50, 100]}>
              {(share) => (
                <span class="curve-tick" style={{ top: `${drawn().y(share)}%` }}>
                  {share}%
                </span>
              )}
            </For>
            <span
              class="curve-word"
              data-side={drawn().nowX > 20 ? 'left' : 'right'}
              style={{ left: `${drawn().nowX}%`, top: `${drawn().y(drawn().last.percent)}%` }}
            >
              now, {percent(drawn().last.percent)}
            </span>
            <Show when={props.gauge.outlook?.fullAt}>
              {(full) => (
                <span class="curve-full" style={{ left: `${Math.min(88, Math.max(12, drawn().x(full().mid)))}%` }}>
                  {time(full().early)}
                  {full().late === null ? ' or later' : full().late === full().early ? '' : ` to ${time(full().late!)}`}
                </span>
              )}
            </Show>
          </div>
          <p class="curve-ends">
            <For each={drawn().times}>{(at) => <span>{time(at)}</span>}</For>
          </p>
        </div>
      )}
    </Show>
  )
}
