import { For, Show } from 'solid-js'
import type { BudgetState } from '../../../src/costs/budgets/budget.ts'
import type { Summary } from '../../../src/costs/reports/summary.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { cost, percent, tokens, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { BreakdownLink } from './breakdown-link.tsx'
import { roundMoney } from './money-words.ts'

/** The budgets with their states, the costs that subscriptions pay, and the models without a price. */
export function LimitsPanel(props: { summary: Summary }) {
  const paid = () => props.summary.subscriptions
  const unpriced = () => props.summary.unpriced
  return (
    <Panel title="Budgets and unpriced usage" class="limits">
      <ul class="rows beside-list">
        <For each={props.summary.budgets} fallback={<NoBudget />}>
          {(budget) => <BudgetRow budget={budget} />}
        </For>
        <Show when={paid().length > 0}>
          <li>
            <span>
              Paid by subscription
              <span class="quiet">
                {paid()
                  .map((runtime) => runtimeLabels[runtime].name)
                  .join(', ')}
                : what it would have cost by use this month, beside the sums
              </span>
            </span>
            <b class="beside">
              {cost(props.summary.thisMonth.subscriptionUsd, props.summary.thisMonth.subscriptionUnsureTokens > 0)}
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

const NoBudget = () => (
  <li>
    <span>
      No budget is set
      <span class="quiet">
        A budget in the configuration warns before it is passed: <code>[budget] day_usd = 25</code>
      </span>
    </span>
  </li>
)

function BudgetRow(props: { budget: BudgetState }) {
  const budget = () => props.budget
  const share = () => Math.min(1, (budget().usedPercent ?? 0) / 100)
  return (
    <li class="budget-row" data-state={budget().state}>
      <span>
        <span class="row">
          <Show when={budget().state !== 'within'}>
            <StateMark mark={budget().state === 'passed' ? 'stopped' : 'waiting'} label={budget().state} />
          </Show>
          <span class="cut" title={budget().name}>
            <bdi>{budget().name}</bdi> <span class="quiet">a {budget().per}</span>
          </span>
        </span>
        <span class="limit-bar thin" aria-hidden="true">
          <span style={{ transform: `scaleX(${share()})` }} />
        </span>
        <span class="quiet">
          {budget().forecast ?? `${percent(budget().usedPercent)} used`}
          {budget().breaker ? `. ${budget().breaker!.words}` : ''}
        </span>
      </span>
      <span class="right">
        <BreakdownLink id={`budget:${budget().name}`}>{cost(budget().spentUsd, budget().isLowerBound)}</BreakdownLink>
        <span class="quiet">of {roundMoney(budget().usd)}</span>
      </span>
    </li>
  )
}
