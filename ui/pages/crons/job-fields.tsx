import { createMemo, createUniqueId, For, type JSX, Show } from 'solid-js'
import { fromRuntime } from '../../../src/crons/runtime-schedule.ts'
import { parseAgentId } from '../../../src/ids.ts'
import { duration } from '../../../src/lib/format.ts'
import { scheduleLabel } from '../../components/schedule-labels.ts'
import { useOverview } from '../../data/overview-context.ts'
import { type Fields, type ScheduleKind, scheduleOf } from './draft.ts'

const kinds: [ScheduleKind, string][] = [
  ['cron', 'by a cron expression'],
  ['every', 'at an interval'],
  ['at', 'once'],
]

/** The fields of a job, with what stood there before beside what is typed. */
export function JobFields(props: {
  fields: Fields
  /** What the job was; undefined for a new one. */
  was: Fields | undefined
  usualMs: number | null
  onType(change: Partial<Fields>): void
  /** The next runs, which stand below the schedule. */
  children: JSX.Element
}) {
  const { overview } = useOverview()
  const [zones, models] = [createUniqueId(), createUniqueId()]
  const agents = createMemo(() =>
    (overview()?.agents ?? []).flatMap(({ id, name, runtime }) => {
      const slug = runtime === 'openclaw' ? parseAgentId(id)?.slug : undefined
      return slug === undefined ? [] : [{ slug, name }]
    }),
  )
  const knownModels = createMemo(() => [
    ...new Set(
      (overview()?.agents ?? []).flatMap(({ model, runtime }) => (runtime === 'openclaw' && model ? model : [])),
    ),
  ])
  const words = () => {
    const schedule = fromRuntime(scheduleOf(props.fields))
    const label = scheduleLabel(schedule)
    return schedule.kind === 'cron' && label === schedule.expr ? '' : label
  }
  const was = (name: keyof Fields) =>
    props.was !== undefined && props.was[name] !== props.fields[name] && props.was[name] !== '' ? (
      <span class="was">
        was <code>{props.was[name]}</code>
      </span>
    ) : undefined

  return (
    <>
      <label>
        <span class="label">Name</span>
        <input
          class="field"
          autocomplete="off"
          maxlength="200"
          value={props.fields.name}
          onInput={(event) => props.onType({ name: event.currentTarget.value })}
        />
      </label>
      <div class="pair">
        <label>
          <span class="label">When</span>
          <select
            class="field"
            onChange={(event) => props.onType({ scheduleKind: event.currentTarget.value as ScheduleKind })}
          >
            <For each={kinds}>
              {([value, name]) => (
                <option value={value} selected={value === props.fields.scheduleKind}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
        <Show when={props.fields.scheduleKind === 'cron'}>
          <label>
            <span class="label">Time zone</span>
            <input
              class="field"
              list={zones}
              autocomplete="off"
              placeholder={overview()?.timezone}
              value={props.fields.timezone}
              onInput={(event) => props.onType({ timezone: event.currentTarget.value })}
            />
            <datalist id={zones}>
              <For each={Intl.supportedValuesOf('timeZone')}>{(zone) => <option value={zone} />}</For>
            </datalist>
          </label>
        </Show>
      </div>
      <Show when={props.fields.scheduleKind === 'cron'}>
        <label>
          <span class="label">
            Minute, hour, day, month, weekday <b>{words()}</b>
          </span>
          <span class="row">
            <input
              class="field mono expr"
              autocomplete="off"
              spellcheck={false}
              maxlength="200"
              value={props.fields.expr}
              onInput={(event) => props.onType({ expr: event.currentTarget.value })}
            />
            {was('expr')}
          </span>
        </label>
      </Show>
      <Show when={props.fields.scheduleKind === 'every'}>
        <label>
          <span class="label">Every so many minutes</span>
          <span class="row">
            <input
              class="field"
              inputmode="numeric"
              autocomplete="off"
              value={props.fields.everyMinutes}
              onInput={(event) => props.onType({ everyMinutes: event.currentTarget.value })}
            />
            {was('everyMinutes')}
          </span>
        </label>
      </Show>
      <Show when={props.fields.scheduleKind === 'at'}>
        <label>
          <span class="label">At, with its zone</span>
          <span class="row">
            <input
              class="field mono"
              autocomplete="off"
              spellcheck={false}
              placeholder="2026-12-01T08:00:00Z"
              value={props.fields.at}
              onInput={(event) => props.onType({ at: event.currentTarget.value })}
            />
            {was('at')}
          </span>
        </label>
      </Show>
      {props.children}
      <label>
        <span class="label">What it says</span>
        <textarea
          class="field"
          rows={4}
          maxlength="32000"
          value={props.fields.words}
          onInput={(event) => props.onType({ words: event.currentTarget.value })}
        />
      </label>
      <div class="pair">
        <label>
          <span class="label">Agent</span>
          <select class="field" onChange={(event) => props.onType({ agentId: event.currentTarget.value })}>
            <option value="" selected={props.fields.agentId === ''}>
              the default one
            </option>
            <For each={agents()}>
              {({ slug, name }) => (
                <option value={slug} selected={slug === props.fields.agentId}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
        <label>
          <span class="label">Session</span>
          <select
            class="field"
            onChange={(event) => props.onType({ target: event.currentTarget.value as Fields['target'] })}
          >
            <option value="isolated" selected={props.fields.target === 'isolated'}>
              a new one each run
            </option>
            <option value="main" selected={props.fields.target === 'main'}>
              the main one of the agent
            </option>
            <Show when={props.fields.target === 'other'}>
              <option value="other" selected>
                as it is
              </option>
            </Show>
          </select>
        </label>
      </div>
      <Show when={props.fields.target !== 'main'}>
        <div class="pair">
          <label>
            <span class="label">Model</span>
            <input
              class="field"
              list={models}
              autocomplete="off"
              placeholder="that of its agent"
              value={props.fields.model}
              onInput={(event) => props.onType({ model: event.currentTarget.value })}
            />
            <datalist id={models}>
              <For each={knownModels()}>{(model) => <option value={model} />}</For>
            </datalist>
          </label>
          <label>
            <span class="label">Stop after so many minutes</span>
            <input
              class="field"
              inputmode="decimal"
              autocomplete="off"
              placeholder={props.usualMs === null ? 'as OpenClaw does' : `usually ${duration(props.usualMs)}`}
              value={props.fields.timeoutMinutes}
              onInput={(event) => props.onType({ timeoutMinutes: event.currentTarget.value })}
            />
          </label>
        </div>
      </Show>
      <div class="pair">
        <label>
          <span class="label">Delivers to</span>
          <select
            class="field"
            onChange={(event) => props.onType({ delivery: event.currentTarget.value as Fields['delivery'] })}
          >
            <For each={deliveries}>
              {([value, name]) => (
                <option value={value} selected={value === props.fields.delivery}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
        <Show when={props.fields.delivery === 'announce'}>
          <label>
            <span class="label">Channel</span>
            <input
              class="field"
              autocomplete="off"
              placeholder="last"
              value={props.fields.channel}
              onInput={(event) => props.onType({ channel: event.currentTarget.value })}
            />
          </label>
        </Show>
      </div>
      <Show when={props.fields.delivery !== 'none'}>
        <label>
          <span class="label">{props.fields.delivery === 'webhook' ? 'Address' : 'To whom'}</span>
          <input
            class="field"
            autocomplete="off"
            value={props.fields.to}
            onInput={(event) => props.onType({ to: event.currentTarget.value })}
          />
        </label>
      </Show>
    </>
  )
}

const deliveries: [Fields['delivery'], string][] = [
  ['none', 'nobody'],
  ['announce', 'a channel'],
  ['webhook', 'a webhook'],
]
