import { For, Show } from 'solid-js'
import type { Routing } from '../../../../src/notifications/channel.ts'
import { leastWords, routingWords, spanWords } from './notification-words.ts'

const minute = 60_000
const waits = [0, 1, 5, 15, 30, 60, 240].map((minutes) => minutes * minute)
const repeats = [15, 60, 240, 1_440].map((minutes) => minutes * minute)
const least = Object.entries(leastWords) as [Routing['least'] | 'none', string][]

/** What a channel gets and when; below it, how that reads. */
export function RoutingFields(props: {
  routing: Routing
  kinds: readonly { id: string; name: string }[]
  canTellEnd: boolean
  onChange(routing: Routing): void
}) {
  const change = (rest: Partial<Routing>) => props.onChange({ ...props.routing, ...rest })
  const isOfKind = (id: string) => props.routing.kinds === null || props.routing.kinds.includes(id)
  function toggleKind(id: string) {
    const all = props.kinds.map((kind) => kind.id)
    const now = props.routing.kinds ?? all
    const next = now.includes(id) ? now.filter((one) => one !== id) : [...now, id]
    change({ kinds: next.length === all.length ? null : next })
  }
  return (
    <fieldset class="routing">
      <legend class="label">What it gets, and when</legend>
      <div class="form">
        <label>
          What
          <select
            class="field"
            value={props.routing.least ?? 'none'}
            onChange={({ currentTarget: { value } }) =>
              change({ least: value === 'none' ? null : (value as Routing['least']) })
            }
          >
            <For each={least}>{([value, words]) => <option value={value ?? 'none'}>{words}</option>}</For>
          </select>
        </label>
        <Show when={props.routing.least !== null}>
          <label>
            When
            <select
              class="field"
              value={String(props.routing.afterMs)}
              onChange={({ currentTarget }) => change({ afterMs: Number(currentTarget.value) })}
            >
              <For each={waits}>
                {(ms) => (
                  <option value={String(ms)}>{ms === 0 ? 'At once' : `If still open after ${spanWords(ms)}`}</option>
                )}
              </For>
            </select>
          </label>
          <label>
            Again
            <select
              class="field"
              value={String(props.routing.repeatMs)}
              onChange={({ currentTarget: { value } }) => change({ repeatMs: value === 'null' ? null : Number(value) })}
            >
              <option value="null">Once is enough</option>
              <For each={repeats}>
                {(ms) => <option value={String(ms)}>Every {spanWords(ms)} until it has settled</option>}
              </For>
            </select>
          </label>
        </Show>
        <label class="tick">
          <input
            type="checkbox"
            checked={props.routing.quiet !== null}
            onChange={({ currentTarget }) =>
              change({
                quiet: currentTarget.checked ? { from: '22:00', to: '07:00', severeBreaksThrough: true } : null,
              })
            }
          />
          Quiet hours
        </label>
        <Show when={props.routing.quiet}>
          {(quiet) => (
            <>
              <label class="time">
                From
                <input
                  class="field"
                  type="time"
                  required
                  value={quiet().from}
                  onChange={({ currentTarget }) => change({ quiet: { ...quiet(), from: currentTarget.value } })}
                />
              </label>
              <label class="time">
                To
                <input
                  class="field"
                  type="time"
                  required
                  value={quiet().to}
                  onChange={({ currentTarget }) => change({ quiet: { ...quiet(), to: currentTarget.value } })}
                />
              </label>
              <label class="tick">
                <input
                  type="checkbox"
                  checked={quiet().severeBreaksThrough}
                  onChange={({ currentTarget }) =>
                    change({ quiet: { ...quiet(), severeBreaksThrough: currentTarget.checked } })
                  }
                />
                What is severe breaks through
              </label>
            </>
          )}
        </Show>
        <label class="tick">
          <input
            type="checkbox"
            checked={props.routing.digestAt !== null}
            onChange={({ currentTarget }) => change({ digestAt: currentTarget.checked ? '08:00' : null })}
          />
          A digest each day: what happened, what it cost, what waits
        </label>
        <Show when={props.routing.digestAt !== null}>
          <label class="time">
            At
            <input
              class="field"
              type="time"
              required
              value={props.routing.digestAt!}
              onChange={({ currentTarget }) => change({ digestAt: currentTarget.value })}
            />
          </label>
        </Show>
        <Show when={props.canTellEnd && props.routing.least !== null}>
          <label class="tick">
            <input
              type="checkbox"
              checked={props.routing.tellsEnd}
              onChange={({ currentTarget }) => change({ tellsEnd: currentTarget.checked })}
            />
            Also say when it has settled
          </label>
        </Show>
      </div>
      <Show when={props.routing.least !== null}>
        <details>
          <summary>
            {props.routing.kinds === null
              ? 'Of all kinds'
              : `Of ${props.routing.kinds.length} of ${props.kinds.length} kinds`}
          </summary>
          <ul class="kinds">
            <For each={props.kinds}>
              {(kind) => (
                <li>
                  <label class="tick">
                    <input type="checkbox" checked={isOfKind(kind.id)} onChange={() => toggleKind(kind.id)} />
                    {kind.name}
                  </label>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
      <p class="reads">{routingWords(props.routing)}</p>
    </fieldset>
  )
}
