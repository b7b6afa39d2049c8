import { A } from '@solidjs/router'
import Eye from 'lucide-solid/icons/eye'
import { Show } from 'solid-js'
import { standingOf } from '../../../src/breaker/gauge-words.ts'
import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'
import { ago, clock, percent } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { elapsedOf, headlineOf, resetWords } from './headroom-words.ts'
import { WindowCurve } from './window-curve.tsx'

/** The budget or the plan window that is chosen: how long it lasts, and what says so. */
export function GaugeHead(props: { gauge: ShownGauge; now: number; timezone: string }) {
  const gauge = () => props.gauge
  const headline = () => headlineOf(gauge(), props.now)
  const elapsed = () => elapsedOf(gauge(), props.now)
  /** What may be used an hour so that it lasts. */
  const allowed = () => {
    const { usedPercent, endsAt } = gauge()
    return usedPercent === null || endsAt === null || endsAt <= props.now
      ? null
      : Math.max(0, 100 - usedPercent) / ((endsAt - props.now) / 3_600_000)
  }
  return (
    <Panel
      title={gauge().name}
      sub={
        gauge().plan === null
          ? resetWords(gauge(), props.now, props.timezone)
          : `${gauge().plan} plan, ${resetWords(gauge(), props.now, props.timezone)}`
      }
      end={
        <Show when={gauge().saidAt} fallback={<A href="/costs">Open costs</A>}>
          {(at) => (
            <span class="row">
              <Eye size={14} aria-hidden="true" /> says its runtime, {ago(at(), props.now)}
            </span>
          )}
        </Show>
      }
      class="gauge-head"
    >
      <div class="gauge-body">
        <div>
          <p class="gauge-figure numbers" data-short={headline().isShort ? '' : undefined}>
            {headline().figure}
          </p>
          <p class="gauge-words" data-short={headline().isShort ? '' : undefined}>
            {headline().words}
          </p>
          <dl class="gauge-facts">
            <div>
              <dt>Used</dt>
              <dd>{percent(gauge().usedPercent)}</dd>
            </div>
            <div>
              <dt>Time elapsed</dt>
              <dd>{percent(elapsed() === null ? null : elapsed()! * 100)}</dd>
            </div>
            <Show
              when={gauge().kind === 'window'}
              fallback={
                <div>
                  <dt>Spent</dt>
                  <dd>{standingOf(gauge(), props.now)}</dd>
                </div>
              }
            >
              <div>
                <dt>Pace now</dt>
                <dd>{perHour(gauge().outlook?.percentPerHour ?? null)}</dd>
              </div>
              <div>
                <dt>To last until {gauge().endsAt === null ? 'it resets' : clock(gauge().endsAt!, props.timezone)}</dt>
                <dd>{perHour(allowed())}</dd>
              </div>
            </Show>
          </dl>
          <Show when={gauge().kind === 'window'}>
            <p class="label">
              The pace of the last hour; the range is that of the last two hours and of the whole window.
            </p>
          </Show>
        </div>
        <WindowCurve gauge={gauge()} now={props.now} timezone={props.timezone} />
      </div>
    </Panel>
  )
}

const perHour = (share: number | null) =>
  share === null ? '–' : `${share >= 10 ? Math.round(share) : share.toFixed(1)}% an hour`
