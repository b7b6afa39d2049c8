import { For, Show } from 'solid-js'
import type { CostsToday } from '../../../src/costs/report.ts'
import { cost, tokens, whole } from '../../../src/lib/format.ts'

/** What today has cost so far, what is known not to be in it, and which models it went to. */
export function CostToday(props: { costs: CostsToday }) {
  return (
    <>
      <dl class="facts body">
        <div>
          <dt class="hidden">Today</dt>
          <dd class="hero">{cost(props.costs.todayUsd, props.costs.todayUnpricedTokens > 0)}</dd>
        </div>
        <div>
          <dt>this month</dt>
          <dd>{cost(props.costs.monthUsd, props.costs.monthUnpricedTokens > 0)}</dd>
        </div>
        <div>
          <dt>tokens today</dt>
          <dd title={`${whole(props.costs.todayTokens)} tokens`}>{tokens(props.costs.todayTokens)}</dd>
        </div>
      </dl>
      <Show when={props.costs.todayUnpricedTokens > 0}>
        <p class="remark" title={`${whole(props.costs.todayUnpricedTokens)} tokens`}>
          {tokens(props.costs.todayUnpricedTokens)} tokens unpriced, so the true cost is higher.
        </p>
      </Show>
      <Show when={props.costs.byModel.length > 0} fallback={<p class="empty">No model has answered yet today.</p>}>
        <ul class="rows models">
          <For each={props.costs.byModel}>
            {(row) => (
              <li>
                <span class="cut" title={row.label}>
                  {row.label}
                </span>
                <span class="right quiet" title={`${whole(row.totalTokens)} tokens`}>
                  {tokens(row.totalTokens)}
                </span>
                <Show when={row.costUsd !== null} fallback={<span class="right quiet">unpriced</span>}>
                  <b class="right">{cost(row.costUsd, row.unpricedTokens + row.boundTokens > 0)}</b>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}
