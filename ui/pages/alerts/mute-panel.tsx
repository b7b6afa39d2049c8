import { createSignal, For, Show } from 'solid-js'
import { Panel } from '../../components/panel.tsx'
import { now } from '../../platform/now.ts'
import { whenWords } from './alert-words.ts'
import type { Alerts } from './create-alerts.ts'

const hourMs = 3_600_000
const lengths = [
  { words: '30 min', ms: hourMs / 2 },
  { words: '1 h', ms: hourMs },
  { words: '4 h', ms: 4 * hourMs },
  { words: '1 day', ms: 24 * hourMs },
]

/** Maintenance: times in which incidents are kept, and nobody is told. */
export function MutePanel(props: { alerts: Alerts; timezone: string }) {
  const [why, setWhy] = createSignal('')
  const [ms, setMs] = createSignal(hourMs)
  async function begin() {
    await props.alerts.mute(ms(), null, why())
    if (props.alerts.problem() === undefined) setWhy('')
  }
  return (
    <Panel title="Maintenance" sub="kept, and nobody is told">
      <Show when={props.alerts.mutes().length > 0}>
        <ul class="mutes">
          <For each={props.alerts.mutes()}>
            {(mute) => (
              <li>
                <span>
                  <b>{mute.ruleId === null && mute.subject === null ? 'Everything' : (mute.subject ?? 'One rule')}</b>{' '}
                  quiet until {whenWords(mute.until, now(), props.timezone)}
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
