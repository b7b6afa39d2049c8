import { For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { Cost } from '../../components/cost-text.tsx'
import type { AgentInFull } from './create-agent.ts'

/** The models an agent asked, with their share of its cost. */
export function ModelsUsed(props: { agent: AgentInFull }) {
  const sumUsd = () => props.agent.costs.thirtyDaysUsd ?? 0
  return (
    <Show when={props.agent.models.length > 0} fallback={<p class="empty">No model calls in the last 30 days.</p>}>
      <ul class="rows bars-list">
        <For each={props.agent.models}>
          {(model) => (
            <li>
              <span class="cut" title={model.model}>
                {model.model}
              </span>
              <span class="share" aria-hidden="true">
                <span style={{ transform: `scaleX(${sumUsd() > 0 ? (model.usd ?? 0) / sumUsd() : 0})` }} />
              </span>
              <span class="right quiet">
                {whole(model.calls)} {model.calls === 1 ? 'answer' : 'answers'}
              </span>
              <span class="right">
                <Cost usd={model.usd} isLowerBound={model.usd === null} />
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
