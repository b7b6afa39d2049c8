import { For, Show } from 'solid-js'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import { Panel } from '../../components/panel.tsx'
import { shortDay } from '../../components/time-words.ts'
import { tierNames, tierWords } from './measure-words.ts'

/** How finely what is shown was kept, and what leaves for other tools. */
export function KeptPanel(props: {
  data: MeasuresOverTime | undefined
  count: number | undefined
  since: number | undefined
  timezone: string
  settings: { prometheus: boolean; sendsTo: string | null } | undefined
}) {
  return (
    <Panel title="Kept" class="kept-panel" sub={props.count === undefined ? '' : `${props.count} measures`}>
      <ul class="kept-list">
        <For each={Object.entries(tierNames)}>
          {([tier, { name, kept }]) => (
            <li aria-current={props.data?.tier === tier ? 'true' : undefined}>
              <b>{name}</b>
              <span>{kept}</span>
              <span class="label right">{props.data?.tier === tier ? 'shown now' : ''}</span>
            </li>
          )}
        </For>
      </ul>
      <p class="kept-words quiet">
        <Show when={props.data}>
          {(data) => (
            <>
              {tierWords(data())}. Each keeps the least, the mean, the greatest and the 95th percentile.
              {props.since === undefined ? '' : ` Since ${shortDay(props.since, props.timezone)}.`}
            </>
          )}
        </Show>
      </p>
      <p class="kept-foot label">
        <Show when={props.settings} fallback={'\u00a0'}>
          {(settings) => (
            <>
              <span title="Switched on with `prometheus = true` in `[metrics]` of config.toml; asked for at /metrics with a token">
                Prometheus: {settings().prometheus ? 'on' : 'off'}
              </span>
              <span class="cut" title="Switched on with `otlp_endpoint` in `[metrics]` of config.toml">
                OTLP: {settings().sendsTo ?? 'off'}
              </span>
            </>
          )}
        </Show>
      </p>
    </Panel>
  )
}
