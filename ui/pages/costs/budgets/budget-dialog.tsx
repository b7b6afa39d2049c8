import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Budget } from '../../../../src/costs/budgets/budget.ts'
import { runtimeName, runtimes } from '../../../../src/facts/runtimes.ts'
import { FormDialog } from '../../../components/form-dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useOverview } from '../../../data/overview-context.ts'
import { draftOf, formOf, type Scope, scopes } from './budget-draft.ts'
import type { createBudgetEdits } from './create-budget-edits.ts'

/** The name of the one budget that is for everything in a day. */
const dailyName = 'Daily budget'

const scopeNames: Record<Scope, string> = {
  all: 'Everything',
  agent: 'One agent',
  model: 'One model',
  runtime: 'One runtime',
  project: 'One project',
}

/** The form in which a budget is set, changed or removed. */
export default function BudgetDialog(props: {
  budget: Budget | undefined
  edits: ReturnType<typeof createBudgetEdits>
}) {
  const { overview } = useOverview()
  const [form, setForm] = createStore(formOf(props.budget))
  const [wrong, setWrong] = createSignal<string>()
  const isDaily = () => props.budget?.name === dailyName
  let first!: HTMLInputElement

  function save() {
    const { draft, problem } = draftOf(form)
    setWrong(problem)
    if (!draft) return
    const { warn, ...daily } = draft
    // A new one that is passed is among what needs somebody; an older one does what its file says.
    const trip = props.budget ? {} : { onTrip: 'notify' as const }
    void props.edits.save(props.budget, isDaily() ? daily : { ...daily, warn, ...trip })
  }

  return (
    <FormDialog
      title={props.budget ? props.budget.name : 'New budget'}
      description={
        isDaily()
          ? 'What everything together may cost in a day. The top bar and the Bridge show it.'
          : 'Warns once at each threshold, and needs you once it is passed. Nothing is stopped.'
      }
      focusFirst={() => first}
      onSubmit={save}
      onClose={props.edits.close}
      buttons={<Buttons budget={props.budget} edits={props.edits} />}
    >
      <ProblemNote text={wrong() ?? props.edits.problem()} />
      <div class="budget-form">
        <label>
          <span>Amount in US dollars</span>
          <input
            ref={first}
            class="field"
            inputmode="decimal"
            autocomplete="off"
            value={form.usd}
            onInput={(event) => setForm('usd', event.currentTarget.value)}
          />
        </label>
        <Show when={!isDaily()}>
          <div class="labelled">
            <span id="budget-per">Each</span>
            <Segmented
              labelledBy="budget-per"
              options={[
                { value: 'day', name: 'Day' },
                { value: 'month', name: 'Month' },
              ]}
              value={form.per}
              onChoose={(per) => setForm('per', per as Budget['per'])}
            />
          </div>
          <label class="wide">
            <span>Name</span>
            <input
              class="field"
              maxlength="60"
              autocomplete="off"
              value={form.name}
              onInput={(event) => setForm('name', event.currentTarget.value)}
            />
          </label>
          <label>
            <span>For</span>
            <select
              class="field"
              value={form.scope}
              onChange={(event) => setForm({ scope: event.currentTarget.value as Scope, value: '' })}
            >
              <For each={scopes}>{(scope) => <option value={scope}>{scopeNames[scope]}</option>}</For>
            </select>
          </label>
          <Switch fallback={<span />}>
            <Match when={form.scope === 'agent' || form.scope === 'runtime'}>
              <label>
                <span>{form.scope === 'agent' ? 'Agent' : 'Runtime'}</span>
                <select
                  class="field"
                  value={form.value}
                  onChange={(event) => setForm('value', event.currentTarget.value)}
                >
                  <option value="">Choose…</option>
                  <Show
                    when={form.scope === 'agent'}
                    fallback={
                      <For each={runtimes}>{(runtime) => <option value={runtime}>{runtimeName(runtime)}</option>}</For>
                    }
                  >
                    <For each={overview()?.agents}>{(agent) => <option value={agent.id}>{agent.name}</option>}</For>
                  </Show>
                </select>
              </label>
            </Match>
            <Match when={form.scope !== 'all'}>
              <label>
                <span>{form.scope === 'model' ? 'Model' : 'Folder of the project'}</span>
                <input
                  class="field"
                  autocomplete="off"
                  spellcheck={false}
                  list={form.scope === 'model' ? 'budget-models' : undefined}
                  value={form.value}
                  onInput={(event) => setForm('value', event.currentTarget.value)}
                />
              </label>
            </Match>
          </Switch>
          <datalist id="budget-models">
            <For each={overview()?.costs.byModel}>{(row) => <option value={row.key} />}</For>
          </datalist>
          <label class="wide">
            <span>Warn at, in percent</span>
            <input
              class="field"
              inputmode="numeric"
              autocomplete="off"
              value={form.warn}
              onInput={(event) => setForm('warn', event.currentTarget.value)}
            />
          </label>
        </Show>
      </div>
    </FormDialog>
  )
}

function Buttons(props: { budget: Budget | undefined; edits: ReturnType<typeof createBudgetEdits> }) {
  return (
    <>
      <Show when={props.budget} fallback={<span class="quiet">Kept in config.toml</span>}>
        {(budget) => (
          <button class="button" data-kind="danger" type="button" onClick={() => props.edits.remove(budget())}>
            Remove
          </button>
        )}
      </Show>
      <span class="spring" />
      <button class="button" type="button" onClick={props.edits.close}>
        Cancel
      </button>
      <button class="button" data-kind="primary" type="submit">
        {props.budget ? 'Save' : 'Set budget'}
      </button>
    </>
  )
}
