import { createEffect, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js'
import type { RuleRow } from '../../../src/alerts/backtest.ts'
import {
  type ConditionName,
  conditionNames,
  conditions,
  type RuleDraft,
  type ScopeName,
  type Severity,
  severities,
  type When,
} from '../../../src/alerts/rule.ts'
import { measureWords, sentenceOf, severeWords, unitOf } from '../../../src/alerts/rule-words.ts'
import { clock } from '../../../src/lib/format.ts'
import { toast } from '../../components/toasts.tsx'
import { severityNames } from './alert-words.ts'
import { BacktestPanel } from './backtest-panel.tsx'
import type { Alerts, createRules } from './create-alerts.ts'
import { RaisedPanel } from './raised-panel.tsx'
import { type Draft, draftOf, ruleOf, scaleOf, scaleOfCondition } from './rule-draft.ts'
import { ScopeField } from './scope-field.tsx'

const kinds: Record<When['kind'], string> = {
  level: 'is above or below',
  absent: 'is not read',
  rate: 'changes',
  unusual: 'is unlike its hour',
  condition: 'something happens',
}
const conditionLabels: Record<ConditionName, string> = {
  waiting: 'somebody waits for you longer than',
  stalled: 'an agent makes no progress for',
  'context-full': 'a context is used to',
  burning: 'a session spends unusually fast',
  'cron-failed': 'a cron job fails',
  'cron-missed': 'a cron job is late by',
  budget: 'a budget is used to',
  'cost-today': 'today costs more than',
  'disk-filling': 'a disk will be full within',
  'gateway-down': 'the gateway is down for',
  'gateway-unready': 'the gateway is not ready for',
}
const scopeLabels: Record<ScopeName, string> = {
  agent: 'agent',
  runtime: 'runtime',
  project: 'folder',
  model: 'model',
  job: 'job',
  budget: 'budget',
  disk: 'disk',
}

/** One rule as a sentence with what can be set in it, and below it what it would have done. */
export function RuleEditor(props: {
  row: RuleRow | undefined
  from: RuleDraft
  rules: ReturnType<typeof createRules>
  alerts: Alerts
  timezone: string
  onDone(rule: string | undefined): void
}) {
  const [draft, setDraft] = createSignal(draftOf(props.from))
  const [isTried, setTried] = createSignal(false)
  const saved = () => (props.row ? draftOf(props.row.rule) : undefined)
  const isChanged = () => JSON.stringify(draft()) !== JSON.stringify(saved())
  // What somebody else saves meanwhile is taken over where nothing is typed.
  createEffect(
    on(
      () => JSON.stringify(saved()),
      (now, before) => {
        if (before !== undefined && now !== undefined && JSON.stringify(draft()) === before)
          setDraft(JSON.parse(now) as Draft)
      },
    ),
  )
  const typed = () => ruleOf(draft())
  const rule = () => {
    const made = typed()
    return 'rule' in made ? made.rule : undefined
  }
  const set = (change: Partial<Draft>) => setDraft({ ...draft(), ...change })
  const mayAct = () => props.alerts.mayAct()

  async function save() {
    const made = rule()
    if (!made) return
    const id = await props.rules.save(props.row?.rule.id, made)
    if (id !== undefined) props.onDone(id)
  }
  async function remove() {
    const row = props.row
    if (!row) return
    const before = row.rule
    if (!(await props.rules.remove(before.id))) return
    const { id: _, ...again } = before
    toast({
      text: row.isDefault ? 'The rule is as it was from the start.' : 'The rule is removed.',
      undo: () => void props.rules.save(row.isDefault ? before.id : undefined, again),
    })
    if (!row.isDefault) props.onDone(undefined)
  }

  const leave = (event: BeforeUnloadEvent) => isChanged() && mayAct() && event.preventDefault()
  window.addEventListener('beforeunload', leave)
  onCleanup(() => window.removeEventListener('beforeunload', leave))

  return (
    <>
      <form
        class="panel rule-editor"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <header>
          <h2>{draft().name.trim() || (rule() ? sentenceOf(rule()!.when) : 'A rule')}</h2>
          <Show when={props.row?.firingSince}>
            {(since) => <span class="firing-tag">firing since {clock(since(), props.timezone)}</span>}
          </Show>
          <Show when={mayAct()}>
            <span class="end">
              <Show when={props.row && (!props.row.isDefault || props.row.isChanged)}>
                <button class="button" type="button" onClick={() => void remove()}>
                  {props.row?.isDefault ? 'Set back' : 'Remove'}
                </button>
              </Show>
              <Show when={isChanged() && props.row}>
                <button class="button" type="button" onClick={() => setDraft(saved()!)}>
                  Discard
                </button>
              </Show>
              <button class="button" data-kind="primary" type="submit" disabled={!isChanged() || rule() === undefined}>
                {props.row ? 'Save changes' : 'Add the rule'}
              </button>
            </span>
          </Show>
        </header>
        <fieldset class="sentence" disabled={!mayAct()}>
          <legend class="hidden">The rule</legend>
          <Sentence draft={draft()} set={set} measures={props.rules.measures().map(({ id }) => id)} />
          <label class="rule-called">
            <span class="label">Called</span>
            <input
              class="field"
              maxLength={80}
              placeholder={rule() ? sentenceOf(rule()!.when) : ''}
              value={draft().name}
              onInput={({ currentTarget }) => set({ name: currentTarget.value })}
            />
          </label>
        </fieldset>
        <p class="quiet rule-says">
          <Show
            when={rule()}
            fallback={<span class="fault">{'fault' in typed() ? (typed() as { fault: string }).fault : ''}</span>}
          >
            {(rule) => (
              <>
                {[sentenceOf(rule().when), severeWords(rule().when)].filter(Boolean).join(', ')}.{' '}
                {rule().isOn ? '' : 'It is switched off. '}
                {rule().severity === 'severe'
                  ? 'It needs a person until somebody takes it, or it is over.'
                  : rule().severity === 'info'
                    ? 'It needs nobody: it is only kept.'
                    : 'It is worth knowing, and needs nobody.'}
              </>
            )}
          </Show>
        </p>
      </form>
      <BacktestPanel
        rule={rule()}
        id={props.row?.rule.id}
        saved={props.row?.fired}
        timezone={props.timezone}
        onTried={() => setTried(true)}
      />
      <Show when={isTried() && props.row?.rule.id} keyed>
        {(id) => <RaisedPanel id={id} alerts={props.alerts} timezone={props.timezone} />}
      </Show>
    </>
  )
}

/** The sentence: what is looked at, when it is broken, and how much that matters. */
function Sentence(props: { draft: Draft; set(change: Partial<Draft>): void; measures: string[] }) {
  const number = (field: keyof Draft, label: string, unit: string) => (
    <span class="rule-slot">
      <input
        class="field"
        inputMode="decimal"
        size={5}
        aria-label={label}
        value={String(props.draft[field])}
        onInput={({ currentTarget }) => props.set({ [field]: currentTarget.value })}
      />
      <Show when={unit}>
        <span>{unit}</span>
      </Show>
    </span>
  )
  const choice = <Value extends string>(
    label: string,
    value: Value,
    options: readonly { value: Value; words: string }[],
    onChoose: (value: Value) => void,
  ) => (
    <select class="field" aria-label={label} onChange={({ currentTarget }) => onChoose(currentTarget.value as Value)}>
      <For each={options}>
        {(option) => (
          <option value={option.value} selected={option.value === value}>
            {option.words}
          </option>
        )}
      </For>
    </select>
  )
  const measures = () => {
    const many = [...new Set(props.measures.filter((id) => id.includes(':')).map((id) => `${id.split(':')[0]}:*`))]
    return [...new Set([...many, ...props.measures, props.draft.measure])].map((value) => ({
      value,
      words: measureWords(value),
    }))
  }
  const unit = () => scaleOf(unitOf({ kind: 'absent', measure: props.draft.measure, forMs: 0 })).words
  const measure = () => choice('Measure', props.draft.measure, measures(), (measure) => props.set({ measure }))
  const form = () => conditions[props.draft.of]
  const limitUnit = () => scaleOfCondition(props.draft.of).words

  return (
    <div class="rule-sentence">
      <span>When</span>
      {choice(
        'What kind of rule',
        props.draft.kind,
        (Object.keys(kinds) as When['kind'][]).map((value) => ({
          value,
          words: value === 'condition' ? 'something happens:' : `a measure ${kinds[value]}:`,
        })),
        (kind) => props.set({ kind }),
      )}
      <Switch>
        <Match when={props.draft.kind === 'level'}>
          {measure()}
          <span>is</span>
          {choice(
            'Side',
            props.draft.side === 'below' ? 'below' : 'above',
            [
              { value: 'above', words: 'above' },
              { value: 'below', words: 'below' },
            ],
            (side) => props.set({ side }),
          )}
          {number('value', 'Value', unit())}
          <span>for</span>
          {number('forMin', 'For how many minutes', 'min')}
          <span>and over once it is back at</span>
          {number('clear', 'Over at', unit())}
          <span>severe from</span>
          {number('severeValue', 'Severe from', unit())}
        </Match>
        <Match when={props.draft.kind === 'absent'}>
          <span>nothing is read of</span>
          {measure()}
          <span>for</span>
          {number('forMin', 'For how many minutes', 'min')}
        </Match>
        <Match when={props.draft.kind === 'rate'}>
          {measure()}
          {choice(
            'Direction',
            props.draft.side === 'falls' || props.draft.side === 'below' ? 'falls' : 'rises',
            [
              { value: 'rises', words: 'rises by' },
              { value: 'falls', words: 'falls by' },
            ],
            (side) => props.set({ side }),
          )}
          {number('value', 'By how much', unit())}
          <span>within</span>
          {number('forMin', 'Within how many minutes', 'min')}
        </Match>
        <Match when={props.draft.kind === 'unusual'}>
          {measure()}
          <span>is over</span>
          {number('times', 'How many times the usual', '×')}
          <span>the usual of that hour, and at least</span>
          {number('atLeast', 'At least', unit())}
          <span>for</span>
          {number('forMin', 'For how many minutes', 'min')}
        </Match>
        <Match when={props.draft.kind === 'condition'}>
          {choice(
            'What happens',
            props.draft.of,
            conditionNames.map((value) => ({ value, words: conditionLabels[value] })),
            (of) => props.set({ of, limit: String(startOf(of)), severeLimit: '' }),
          )}
          <Show when={form().least !== form().most}>
            {number('limit', 'Limit', limitUnit())}
            <span>severe from</span>
            {number('severeLimit', 'Severe from', limitUnit())}
          </Show>
          <Show when={form().scopes.length > 0}>
            <span>of</span>
            {choice<ScopeName | ''>(
              'Narrowed by',
              (form().scopes as readonly string[]).includes(props.draft.scopeName) ? props.draft.scopeName : '',
              [
                { value: '', words: 'any' },
                ...form().scopes.map((value) => ({ value, words: `only ${scopeLabels[value]}` })),
              ],
              (scopeName) => props.set({ scopeName, scopeValue: '' }),
            )}
            <Show when={form().scopes.find((one) => one === props.draft.scopeName)} keyed>
              {(scope) => (
                <ScopeField
                  scope={scope}
                  value={props.draft.scopeValue}
                  measures={props.measures}
                  onChange={(scopeValue) => props.set({ scopeValue })}
                />
              )}
            </Show>
          </Show>
        </Match>
      </Switch>
      <span>then raise a</span>
      {choice<Severity>(
        'How much it matters',
        props.draft.severity,
        severities.map((value) => ({ value, words: severityNames[value].toLowerCase() })),
        (severity) => props.set({ severity }),
      )}
      <span>Again within</span>
      {number('againMin', 'Again within how many minutes is the same', 'min')}
      <span>it is the same incident.</span>
    </div>
  )
}

/** A limit to begin with, in the unit in which it is typed. */
function startOf(of: ConditionName): number {
  const { unit, least } = conditions[of]
  switch (unit) {
    case 'ms':
      return 10
    case 'percent':
      return of === 'budget' ? 100 : 80
    case 'usd':
      return 20
    case 'days':
      return 7
    default:
      return least
  }
}
