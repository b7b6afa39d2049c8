import Check from 'lucide-solid/icons/check'
import Link from 'lucide-solid/icons/link-2'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import { toast } from '../../components/toasts.tsx'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import {
  type Change,
  changes,
  type Days,
  type FilterKind,
  filterKinds,
  filterWords,
  ranges,
  rangeWords,
  type UrlState,
} from './url-state.ts'

/** A value that a filter can be set to. */
export type Choice = { kind: FilterKind; key: string; label: string }

/** The days and the filter of the page below; every choice changes the address. */
export function Toolbar(props: {
  address: UrlState
  today: string
  zone: string
  configuredZone: string
  choices: Choice[]
  /** The reason why the sums are lower bounds; undefined where they are not. */
  why: string | undefined
  nameOf(kind: FilterKind, key: string): string
  onChange(change: Change): void
  onExport(format: 'csv' | 'json'): void
}) {
  let picker!: HTMLSelectElement
  bindKeys([{ keys: '/', words: 'Filter', group: 'This page', run: () => picker.focus() }])
  const [isChoosing, setChoosing] = createSignal(false)
  const chips = () =>
    filterKinds.flatMap((kind) => {
      const key = props.address.filter[kind]
      return key === undefined ? [] : [{ kind, key }]
    })
  return (
    <div class="toolbar" role="toolbar" aria-label="Which days and whose">
      <fieldset class="choice">
        <legend class="hidden">Days</legend>
        <For each={ranges}>
          {(range) => (
            <button
              type="button"
              aria-pressed={range === props.address.range && !isChoosing()}
              title={rangeWords[range].long}
              onClick={() => {
                setChoosing(false)
                props.onChange(changes.range(range))
              }}
            >
              {rangeWords[range].short}
            </button>
          )}
        </For>
        <button
          type="button"
          aria-pressed={props.address.range === 'custom' || isChoosing()}
          onClick={() => setChoosing(true)}
        >
          Days
        </button>
      </fieldset>
      <Show when={props.address.range === 'custom' || isChoosing()}>
        <DayFields
          days={props.address.days}
          today={props.today}
          onChange={(days) => props.onChange(changes.days(days))}
        />
      </Show>
      <For each={chips()}>
        {({ kind, key }) => (
          <span class="filter-chip">
            <span class="cut" title={`${filterWords[kind]} ${props.nameOf(kind, key)}`}>
              <span class="quiet">{filterWords[kind].toLowerCase()}</span> <bdi>{props.nameOf(kind, key)}</bdi>
            </span>
            <button
              type="button"
              aria-label={`Without ${filterWords[kind].toLowerCase()} ${props.nameOf(kind, key)}`}
              onClick={() => props.onChange(changes.filter(kind, null))}
            >
              <X size={13} />
            </button>
          </span>
        )}
      </For>
      <select
        ref={picker}
        class="field picker"
        aria-label="Only those of"
        onChange={(event) => {
          const choice = props.choices[Number(event.currentTarget.value)]
          event.currentTarget.value = ''
          if (choice) props.onChange(changes.filter(choice.kind, choice.key))
        }}
      >
        <option value="">Filter</option>
        <For each={filterKinds}>
          {(kind) => (
            <Show when={props.choices.some((choice) => choice.kind === kind)}>
              <optgroup label={filterWords[kind]}>
                <For each={props.choices}>
                  {(choice, index) => (
                    <Show when={choice.kind === kind}>
                      <option value={index()}>{choice.label.slice(0, 60)}</option>
                    </Show>
                  )}
                </For>
              </optgroup>
            </Show>
          )}
        </For>
      </select>
      <span class="spacer" />
      <Show when={props.why}>
        {(why) => (
          <span class="why cut" title={why()}>
            {why()}
          </span>
        )}
      </Show>
      <Zone zone={props.zone} configured={props.configuredZone} onChange={props.onChange} />
      <CopyLink />
      <span class="exports">
        <a
          class="button"
          href="/costs/headroom"
          title="How long plans and budgets last, and what is done when they run short"
        >
          Headroom
        </a>
        <a class="button" href="/costs/reconcile" title="Our ledger beside what runtimes and bills say">
          Reconcile
        </a>
        <button
          class="button"
          type="button"
          title="All lines of these days as a table"
          onClick={() => props.onExport('csv')}
        >
          CSV
        </button>
        <button class="button" type="button" title="The same as JSON" onClick={() => props.onExport('json')}>
          JSON
        </button>
      </span>
    </div>
  )
}

function DayFields(props: { days: Days; today: string; onChange(days: Days): void }) {
  const put = (name: 'since' | 'until', value: string) => {
    const { [name]: _, ...rest } = props.days
    props.onChange(value === '' ? rest : { ...rest, [name]: value })
  }
  return (
    <span class="row day-fields">
      <For each={['since', 'until'] as const}>
        {(name) => (
          <label class="row quiet">
            {name}
            <input
              class="field"
              type="date"
              max={props.today}
              value={props.days[name] ?? ''}
              onChange={(event) => put(name, event.currentTarget.value)}
            />
          </label>
        )}
      </For>
    </span>
  )
}

function Zone(props: { zone: string; configured: string; onChange(change: Change): void }) {
  const zones = createMemo(() => {
    const near = new Set([props.configured, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC', props.zone])
    return { near: [...near], far: Intl.supportedValuesOf('timeZone').filter((name) => !near.has(name)) }
  })
  return (
    <label class="row quiet zone">
      <span>Days of</span>
      <select
        class="field"
        aria-label="Days of the zone"
        value={props.zone}
        onChange={(event) => {
          const zone = event.currentTarget.value
          props.onChange({ timezone: zone === props.configured ? null : zone })
        }}
      >
        <For each={zones().near}>
          {(name) => (
            <option value={name} selected={name === props.zone}>
              {name}
            </option>
          )}
        </For>
        <optgroup label="All zones">
          <For each={zones().far}>{(name) => <option value={name}>{name}</option>}</For>
        </optgroup>
      </select>
    </label>
  )
}

/** Copies the address of the page: whoever opens it sees the same rows. */
export function CopyLink() {
  const [copied, setCopied] = createSignal(false)
  let back: number | undefined
  onCleanup(() => clearTimeout(back))
  return (
    <button
      class="button"
      type="button"
      title="Copy a link to what you see"
      onClick={async () => {
        if (!(await copyText(location.href)))
          return toast({ text: 'This browser does not allow copying. The link is in the address bar.' })
        setCopied(true)
        clearTimeout(back)
        back = window.setTimeout(() => setCopied(false), 2_000)
      }}
    >
      <Show when={copied()} fallback={<Link size={15} aria-hidden="true" />}>
        <Check size={15} aria-hidden="true" />
      </Show>
      <span class="copy-words">{copied() ? 'Copied' : 'Link'}</span>
    </button>
  )
}
