import { createMemo, createSignal, For, Show } from 'solid-js'
import { nameOfRule } from '../../../src/alerts/rule-words.ts'
import { Panel } from '../../components/panel.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { now } from '../../platform/now.ts'
import { whenWords } from './alert-words.ts'
import { type Alerts, createBudgetNames, type createRules, type Muted } from './create-alerts.ts'
import { muteWords, subjectChoices } from './named-choices.ts'

const hourMs = 3_600_000
const lengths = [
  { words: '30 min', ms: hourMs / 2 },
  { words: '1 h', ms: hourMs },
  { words: '4 h', ms: 4 * hourMs },
  { words: '1 day', ms: 24 * hourMs },
]

/** What is chosen, as the value of an option: `rule ID`, `subject ID`, or '' for everything. */
const mutedBy = (chosen: string): Muted => ({
  ruleId: chosen.startsWith('rule ') ? chosen.slice('rule '.length) : null,
  subject: chosen.startsWith('subject ') ? chosen.slice('subject '.length) : null,
})

/** Maintenance: times in which incidents are kept, and nobody is told. */
export function MutePanel(props: { alerts: Alerts; rules: ReturnType<typeof createRules>; timezone: string }) {
  const { overview } = useOverview()
  const [why, setWhy] = createSignal('')
  const [ms, setMs] = createSignal(hourMs)
  const [chosen, setChosen] = createSignal('')
  const budgets = createBudgetNames(() => props.alerts.mayAct())
  const rules = () => props.rules.all().map(({ rule }) => rule)
  const subjects = createMemo(() => {
    const known = overview()
    return known
      ? subjectChoices(
          props.alerts.open(),
          { ...known, budgets: budgets() },
          props.rules.measures().map(({ id }) => id),
        )
      : []
  })
  async function begin() {
    const sent = { chosen: chosen(), why: why() }
    await props.alerts.mute(mutedBy(sent.chosen), ms(), sent.why)
    if (props.alerts.problem() !== undefined) return
    // What was chosen meanwhile for the next one stays.
    if (chosen() === sent.chosen) setChosen('')
    if (why() === sent.why) setWhy('')
  }
  return (
    <Panel title="Maintenance" sub="kept, and nobody is told">
      <Show when={props.alerts.mutes().length > 0}>
        <ul class="mutes">
          <For each={props.alerts.mutes()}>
            {(mute) => (
              <li>
                <span>
                  <b>{muteWords(mute, rules(), subjects())}</b> quiet until{' '}
                  {whenWords(mute.until, now(), props.timezone)}
                  <span class="quiet">{[mute.why, mute.by].filter(Boolean).join(', ')}</span>
                </span>
                <Show when={props.alerts.mayAct()}>
                  <button class="button" type="button" onClick={() => void props.alerts.unmute(mute.id)}>
                    End it
                  </button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show
        when={props.alerts.mayAct()}
        fallback={<p class="empty">{props.alerts.mutes().length === 0 ? 'Nothing is kept quiet.' : ''}</p>}
      >
        <form
          class="mute-form"
          onSubmit={(event) => {
            event.preventDefault()
            void begin()
          }}
        >
          <select
            class="field mute-what"
            aria-label="What is kept quiet"
            value={chosen()}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          >
            <option value="">Everything</option>
            <optgroup label="One rule">
              <For each={rules()}>{(rule) => <option value={`rule ${rule.id}`}>{nameOfRule(rule)}</option>}</For>
            </optgroup>
            <optgroup label="One subject, whichever rule">
              <For each={subjects()}>{({ value, name }) => <option value={`subject ${value}`}>{name}</option>}</For>
            </optgroup>
          </select>
          <input
            class="field"
            aria-label="Why"
            placeholder="Why, for others"
            maxLength={200}
            value={why()}
            onInput={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <select
            class="field"
            aria-label="For how long"
            onChange={({ currentTarget }) => setMs(Number(currentTarget.value))}
          >
            <For each={lengths}>
              {(length) => (
                <option value={length.ms} selected={length.ms === ms()}>
                  {length.words}
                </option>
              )}
            </For>
          </select>
          <button class="button" type="submit">
            Keep quiet
          </button>
        </form>
      </Show>
    </Panel>
  )
}
