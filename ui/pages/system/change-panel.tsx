import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import { duration } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { spanWords } from '../../components/time-words.ts'
import { changesOf, missingOf } from './changes.ts'
import type { ChartSpec } from './charts.ts'
import { valueWords } from './measure-words.ts'

const maxGaps = 2

/** What is markedly other than before, and when nothing was read. */
export function ChangePanel(props: {
  charts: ChartSpec[]
  data: MeasuresOverTime | undefined
  before: MeasuresOverTime | undefined
  compare: { before: string } | undefined
  timezone: string
  onOpen(chart: string): void
  onCompare(): void
}) {
  const changes = createMemo(() =>
    props.compare && props.data && props.before ? changesOf(props.charts, props.data, props.before) : undefined,
  )
  const gaps = createMemo(() => (props.data ? missingOf(props.data).slice(0, maxGaps) : []))
  const title = () =>
    props.compare ? `What changed since ${props.compare.before.replace(' before', ' ago')}` : 'What changed'
  return (
    <Panel title={title()} class="change-panel">
      <ul class="change-list">
        <Switch>
          <Match when={!props.compare}>
            <li>
              <p class="quiet">Compare with an earlier time to see what is other than it was.</p>
              <button class="link-button" type="button" onClick={props.onCompare}>
                Compare with the week before
              </button>
            </li>
          </Match>
          <Match when={changes()?.length === 0}>
            <li>
              <p class="quiet">
                {props.before && isEmpty(props.before) ? 'Nothing was kept then.' : 'Nothing that stands out.'}
              </p>
            </li>
          </Match>
          <Match when={changes()}>
            {(all) => (
              <For each={all()}>
                {(change) => (
                  <li>
                    <button type="button" class="change" onClick={() => props.onOpen(change.id)}>
                      <span>
                        {change.title} <b>{change.words}</b>
                      </span>
                      <span class="label">
                        {valueWords(change.now, change.unit)} on average, was {valueWords(change.before, change.unit)}
                      </span>
                    </button>
                  </li>
                )}
              </For>
            )}
          </Match>
        </Switch>
        <For each={gaps()}>
          {(gap) => (
            <li>
              <span class="change">
                <span>{duration(gap.to - gap.from)} are missing</span>
                <span class="label">{spanWords(gap, props.timezone)}, nothing was read</span>
              </span>
            </li>
          )}
        </For>
        <Show when={props.compare && !props.before}>
          <li>
            <p class="quiet">Looking…</p>
          </li>
        </Show>
      </ul>
    </Panel>
  )
}

const isEmpty = ({ measures }: MeasuresOverTime) => measures.every(({ mean }) => mean.every((value) => value === null))
