import { For, Show } from 'solid-js'
import type { Summary } from '../../../src/costs/reports/summary.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { tokens, whole } from '../../../src/lib/format.ts'
import { Cost } from '../../components/cost-text.tsx'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { BreakdownLink } from './breakdown-link.tsx'
import { BudgetRows } from './budgets/budget-rows.tsx'
import { createBudgetEdits } from './budgets/create-budget-edits.ts'

/** The budgets with their states, the costs that subscriptions pay, and the models without a price. */
export function LimitsPanel(props: { summary: Summary }) {
  const paid = () => props.summary.subscriptions
  const unpriced = () => props.summary.unpriced
  const edits = createBudgetEdits()
  return (
    <Panel
      title="Budgets and unpriced usage"
      class="limits"
      end={
        <Show when={edits.mayEdit()}>
          <button class="link-button" type="button" onClick={() => edits.edit(undefined)}>
            Add budget
          </button>
        </Show>
      }
    >
      <ul class="rows beside-list">
        <BudgetRows budgets={props.summary.budgets} edits={edits} />
        <Show when={paid().length > 0}>
          <li>
            <span>
              Paid by subscription
              <span class="quiet">
                {paid()
                  .map((runtime) => runtimeLabels[runtime].name)
                  .join(', ')}
                : at API prices, this month; not in the sums
              </span>
            </span>
            <b class="beside">
              <Cost
                usd={props.summary.thisMonth.subscriptionUsd}
                isLowerBound={props.summary.thisMonth.subscriptionUnsureTokens > 0}
              />
            </b>
          </li>
        </Show>
        <For each={unpriced()}>
          {({ key, model, provider, tokens: count, calls, why }) => (
            <li title={why}>
              <span>
                <span class="row">
                  <StateMark mark="unknown" label="" />
                  <span class="cut" title={model}>
                    <bdi>{model || 'unknown model'}</bdi>
                  </span>
                </span>
                <span class="quiet">
                  {why}
                  {provider ? `, from ${provider}` : ''}
                </span>
              </span>
              <span class="right">
                <BreakdownLink id={`model-all:${key}`} title={`${whole(count)} tokens in ${whole(calls)} answers`}>
                  {tokens(count)} tokens
                </BreakdownLink>
                <span class="quiet">unpriced</span>
              </span>
            </li>
          )}
        </For>
        <Show when={unpriced().length === 0 && props.summary.allTime.calls > 0}>
          <li>
            <span>
              Every model has a price
              <span class="quiet">A model without one is listed here and never guessed.</span>
            </span>
          </li>
        </Show>
      </ul>
    </Panel>
  )
}
