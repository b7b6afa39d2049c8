import { For, Show } from 'solid-js'
import { standingOf } from '../../../src/breaker/gauge-words.ts'
import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'
import { percent } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { elapsedOf, markOf, resetWords } from './headroom-words.ts'

/** Every budget and plan window, with the time that has passed as a tick in its bar. */
export function GaugeList(props: {
  gauges: ShownGauge[]
  selected: string | undefined
  hasRule: (subject: string) => boolean
  now: number
  timezone: string
  onSelect: (subject: string) => void
}) {
  return (
    <Panel title="Plan windows and budgets" sub="tick: time elapsed" class="gauge-list">
      <ul>
        <For each={props.gauges}>
          {(gauge) => (
            <li>
              <button
                type="button"
                aria-pressed={gauge.subject === props.selected}
                onClick={() => props.onSelect(gauge.subject)}
              >
                <StateMark {...markOf(gauge)} />
                <span class="gauge-name">
                  <b class="cut">{gauge.name}</b>
                  <span class="quiet cut">{resetWords(gauge, props.now, props.timezone)}</span>
                </span>
                <span class="gauge-bar">
                  <span class="limit-bar" data-level={levelOf(gauge)} aria-hidden="true">
                    <span style={{ transform: `scaleX(${Math.min(1, (gauge.usedPercent ?? 0) / 100)})` }} />
                    <Show when={elapsedOf(gauge, props.now)}>
                      {(elapsed) => <i style={{ left: `${elapsed() * 100}%` }} />}
                    </Show>
                  </span>
                  <span class="quiet cut">
                    {standingOf(gauge, props.now)}
                    {props.hasRule(gauge.subject) ? ', has a rule' : ''}
                  </span>
                </span>
                <b class="numbers gauge-share" data-level={levelOf(gauge)}>
                  {percent(gauge.usedPercent)}
                </b>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}

const levelOf = ({ usedPercent, outlook }: ShownGauge) =>
  usedPercent === null
    ? undefined
    : usedPercent >= 100
      ? 'danger'
      : usedPercent >= 80 || outlook?.fullAt
        ? 'warn'
        : undefined
