import { For, Show, Suspense } from 'solid-js'
import type { BudgetState } from '../../../../src/costs/budgets/budget.ts'
import { percent } from '../../../../src/lib/format.ts'
import { Cost } from '../../../components/cost-text.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { lazyPart } from '../../../data/load-part.ts'
import { BreakdownLink } from '../breakdown-link.tsx'
import { roundMoney } from '../money-words.ts'
import type { createBudgetEdits } from './create-budget-edits.ts'

const BudgetDialog = lazyPart(() => import('./budget-dialog.tsx'))

type Edits = ReturnType<typeof createBudgetEdits>

/** The budgets with what is spent of them; who may act opens one by its name. */
export function BudgetRows(props: { budgets: BudgetState[]; edits: Edits }) {
  return (
    <>
      <For each={props.budgets} fallback={<NoBudget edits={props.edits} />}>
        {(budget) => <BudgetRow budget={budget} edits={props.edits} />}
      </For>
      <Show when={props.edits.open()} keyed>
        {({ budget }) => (
          <Suspense>
            <BudgetDialog budget={budget} edits={props.edits} />
          </Suspense>
        )}
      </Show>
    </>
  )
}

const NoBudget = (props: { edits: Edits }) => (
  <li>
    <span>
      No budgets
      <span class="quiet">
        {props.edits.mayEdit()
          ? 'A budget warns before it is passed.'
          : 'A budget warns before it is passed. Sign in as operator to set one.'}
      </span>
    </span>
  </li>
)

function BudgetRow(props: { budget: BudgetState; edits: Edits }) {
  const budget = () => props.budget
  const share = () => Math.min(1, (budget().usedPercent ?? 0) / 100)
  return (
    <li class="budget-row" data-state={budget().state}>
      <span>
        <span class="row">
          <Show when={budget().state !== 'within'}>
            <StateMark mark={budget().state === 'passed' ? 'stopped' : 'waiting'} label={budget().state} />
          </Show>
          <Show
            when={props.edits.mayEdit()}
            fallback={
              <span class="cut" title={budget().name}>
                <bdi>{budget().name}</bdi> <span class="quiet">per {budget().per}</span>
              </span>
            }
          >
            <button
              class="link-button cut"
              type="button"
              title={`Change “${budget().name}”`}
              onClick={() => props.edits.edit(budget())}
            >
              <bdi>{budget().name}</bdi> <span class="quiet">per {budget().per}</span>
            </button>
          </Show>
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
        <BreakdownLink id={`budget:${budget().name}`}>
          <Cost usd={budget().spentUsd} isLowerBound={budget().isLowerBound} />
        </BreakdownLink>
        <span class="quiet">of {roundMoney(budget().usd)}</span>
      </span>
    </li>
  )
}
