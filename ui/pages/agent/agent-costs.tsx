import { For, Show } from 'solid-js'
import { cost, money, percent } from '../../../src/lib/format.ts'
import { Cost } from '../../components/cost-text.tsx'
import { CostDays } from './cost-days.tsx'
import type { AgentInFull } from './create-agent.ts'

/** What the agent costs: today, on each of the last days, and in a few figures. */
export function AgentCosts(props: { agent: AgentInFull }) {
  const costs = () => props.agent.costs
  return (
    <section class="panel agent-costs" aria-label="Cost">
      <div class="today">
        <div>
          <h2 class="label">Cost today</h2>
          <p class="figure">
            <Cost usd={costs().todayUsd} isLowerBound={props.agent.costTodayIsLowerBound} />
          </p>
        </div>
        <Budgets agent={props.agent} />
      </div>
      <CostDays days={props.agent.days} />
      <dl class="agent-numbers">
        <div>
          <dt>30 days</dt>
          <dd title={costs().shareOfAllPercent === null ? '' : `${percent(costs().shareOfAllPercent)} of all agents`}>
            <Cost usd={costs().thirtyDaysUsd} isLowerBound={costs().thirtyDaysIsLowerBound} />
          </dd>
        </div>
        <div>
          <dt>Median per session</dt>
          <dd>{money(costs().perSessionMedianUsd)}</dd>
        </div>
        <div>
          <dt>Per minute now</dt>
          <dd title="The mean of the last five minutes">{money(costs().perMinuteUsd)}</dd>
        </div>
        <div>
          <dt>Of all agents</dt>
          <dd>{percent(costs().shareOfAllPercent)}</dd>
        </div>
      </dl>
    </section>
  )
}

/** The budgets of this agent alone, each with its share and where it is going. */
const Budgets = (props: { agent: AgentInFull }) => (
  <ul class="own-budgets">
    <For each={props.agent.budgets}>
      {(budget) => (
        <li data-state={budget.state}>
          <span class="quiet">
            {budget.name}: {money(budget.usd)} a {budget.per}
          </span>
          <b>
            {percent(budget.usedPercent)}
            <Show
              when={
                budget.forecast ?? (budget.projectedUsd === null ? null : `about ${cost(budget.projectedUsd, false)}`)
              }
            >
              {(words) => <>, {words()}</>}
            </Show>
          </b>
        </li>
      )}
    </For>
  </ul>
)
