import { useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { RuleRow } from '../../../src/alerts/backtest.ts'
import { nameOfRule, severeWords } from '../../../src/alerts/rule-words.ts'
import { whole } from '../../../src/lib/format.ts'
import { Finder } from '../../components/finder.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { lastWords, severityMarks, severityNames } from './alert-words.ts'
import { AlertsHead } from './alerts-head.tsx'
import { type Alerts, createRules } from './create-alerts.ts'
import { groupOfRule, newRule, ruleGroups } from './rule-draft.ts'
import { RuleEditor } from './rule-editor.tsx'

/** Every rule, and the one that is edited with how often it would have fired. The address names it. */
export function RulesView(props: { alerts: Alerts }) {
  const { overview } = useOverview()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams<{ rule?: string; q?: string }>()
  const rules = createRules(props.alerts)
  const q = () => (params.q ?? '').slice(0, 200)
  const fitting = createMemo(() => {
    const words = q().trim().toLowerCase()
    return rules.all().filter(({ rule }) => words === '' || nameOfRule(rule).toLowerCase().includes(words))
  })
  const isNew = () => params.rule === 'new'
  const selected = createMemo(() =>
    isNew() ? undefined : (rules.all().find(({ rule }) => rule.id === params.rule) ?? rules.all()[0]),
  )
  const choose = (rule: string | undefined) => setParams({ rule }, { replace: true, scroll: false })

  let list!: HTMLDivElement
  function step(by: number) {
    const all = [...list.querySelectorAll<HTMLElement>('[data-rule]')]
    const at = all.findIndex((one) => one.dataset.rule === selected()?.rule.id)
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))]
    if (!next) return
    choose(next.dataset.rule)
    next.focus()
  }
  const here = 'This page' as const
  bindKeys([
    { keys: 'J', words: 'Next rule', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous rule', group: here, run: () => step(-1) },
    { keys: 'N', words: 'New rule', group: here, run: () => props.alerts.mayAct() && choose('new') },
    { keys: 'E', words: 'Incidents', group: here, run: () => navigate('/alerts') },
  ])

  return (
    <Switch
      fallback={
        <div class="rules-page" aria-busy="true">
          <h1 class="hidden">Alert rules, loading</h1>
        </div>
      }
    >
      <Match when={rules.isReady() && props.alerts.isReady()}>
        <div class="rules-page">
          <section class="panel rules-list" aria-label="Rules" ref={list}>
            <h1 class="hidden">Alert rules</h1>
            <AlertsHead at="rules" open={props.alerts.open().length} />
            <Finder
              q={q()}
              words="Find a rule"
              label={`${whole(rules.all().length)} rules`}
              onChange={(text) => setParams({ q: text || undefined }, { replace: true })}
            />
            <div class="rules-scroll">
              <For each={ruleGroups}>
                {(group) => {
                  const of = () => fitting().filter(({ rule }) => groupOfRule(rule) === group)
                  return (
                    <Show when={of().length > 0}>
                      <h2 class="label">
                        {group} <span>30 d</span>
                      </h2>
                      <ul>
                        <For each={of()}>
                          {(row) => (
                            <Row
                              row={row}
                              isSelected={!isNew() && selected()?.rule.id === row.rule.id}
                              mayAct={props.alerts.mayAct()}
                              onChoose={() => choose(row.rule.id)}
                              onSwitch={(isOn) => void rules.switchTo(row.rule.id, isOn)}
                            />
                          )}
                        </For>
                      </ul>
                    </Show>
                  )
                }}
              </For>
              <Show when={fitting().length === 0}>
                <p class="empty">No rule is called that.</p>
              </Show>
            </div>
            <Show when={props.alerts.mayAct()}>
              <footer>
                <button class="button" type="button" onClick={() => choose('new')}>
                  New rule
                </button>
              </footer>
            </Show>
          </section>
          <div class="rules-edit">
            <ProblemNote text={props.alerts.problem()} />
            <Show when={isNew() ? 'new' : selected()?.rule.id} keyed>
              {(id) => (
                <RuleEditor
                  row={id === 'new' ? undefined : selected()}
                  from={id === 'new' ? newRule : selected()!.rule}
                  rules={rules}
                  alerts={props.alerts}
                  timezone={overview()?.timezone || 'UTC'}
                  onDone={choose}
                />
              )}
            </Show>
          </div>
        </div>
      </Match>
      <Match when={rules.query.problem()}>
        {(problem) => (
          <Notice title="Alert rules cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={() => void rules.query.refetch()}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

function Row(props: {
  row: RuleRow
  isSelected: boolean
  mayAct: boolean
  onChoose(): void
  onSwitch(isOn: boolean): void
}) {
  const rule = () => props.row.rule
  return (
    <li class="rule-row" data-selected={props.isSelected ? '' : undefined} data-off={rule().isOn ? undefined : ''}>
      <button
        class="rule-switch"
        type="button"
        role="switch"
        aria-checked={rule().isOn}
        aria-label={`${nameOfRule(rule())} is on`}
        disabled={!props.mayAct}
        onClick={() => props.onSwitch(!rule().isOn)}
      />
      <button
        class="rule-name"
        type="button"
        data-rule={rule().id}
        aria-current={props.isSelected ? 'true' : undefined}
        title={[nameOfRule(rule()), severeWords(rule().when)].filter(Boolean).join(', ')}
        onClick={props.onChoose}
      >
        <StateMark mark={severityMarks[rule().severity]} label={severityNames[rule().severity]} />
        <span class="cut">{nameOfRule(rule())}</span>
        <span class="quiet">{props.row.firingSince === null ? lastWords(props.row.lastAt, now()) : 'now'}</span>
        <b>{whole(props.row.fired)}</b>
      </button>
    </li>
  )
}
