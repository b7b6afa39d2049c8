import { createMemo, createSignal, For, Show } from 'solid-js'
import type { ScopeName } from '../../../src/alerts/rule.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { createBudgetNames } from './create-alerts.ts'
import { scopeChoices } from './named-choices.ts'

/** No id and no path is this. */
const typed = ' typed'

/** To which one a rule is narrowed: one of those that there are, by name, or what is typed. */
export function ScopeField(props: {
  scope: ScopeName
  value: string
  measures: readonly string[]
  onChange(value: string): void
}) {
  const { overview } = useOverview()
  const [isTyping, setTyping] = createSignal(false)
  const facets = createQuery({
    key: () => (props.scope === 'project' || props.scope === 'model' ? (['scope-facets'] as const) : undefined),
    fetcher: (_key, signal) => ask(api.sessions.facets.get({ query: {}, fetch: { signal } })),
    throttleMs: 60_000,
  })
  const budgets = createBudgetNames(() => props.scope === 'budget')
  const choices = createMemo(() => {
    const known = overview()
    const seen = {
      projects: (facets.data()?.projects ?? []).map(({ value }) => value),
      models: (facets.data()?.models ?? []).map(({ value }) => value),
    }
    return known ? scopeChoices(props.scope, { ...known, budgets: budgets() }, { measures: props.measures, seen }) : []
  })
  const isOther = () => isTyping() || (props.value !== '' && !choices().some(({ value }) => value === props.value))
  function choose(value: string) {
    setTyping(value === typed)
    props.onChange(value === typed ? '' : value)
  }

  return (
    <>
      <select class="field" aria-label="Which one" onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="" selected={props.value === '' && !isOther()}>
          choose…
        </option>
        <For each={choices()}>
          {({ value, name }) => (
            <option value={value} selected={value === props.value && !isOther()}>
              {name}
            </option>
          )}
        </For>
        <option value={typed} selected={isOther()}>
          another one
        </option>
      </select>
      <Show when={isOther()}>
        <input
          class="field rule-typed"
          aria-label="Which other one"
          placeholder={props.scope === 'project' ? '/home/you/project' : ''}
          maxLength={1_000}
          value={props.value}
          onInput={({ currentTarget }) => {
            setTyping(true)
            props.onChange(currentTarget.value)
          }}
        />
      </Show>
    </>
  )
}
