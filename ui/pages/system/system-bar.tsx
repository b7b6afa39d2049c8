import Link from 'lucide-solid/icons/link-2'
import ZoomIn from 'lucide-solid/icons/zoom-in'
import ZoomOut from 'lucide-solid/icons/zoom-out'
import { For, Show } from 'solid-js'
import { spanWords } from '../../components/time-words.ts'
import { type Address, type Comparison, comparisons, rangeNames, ranges } from './address.ts'
import type { Span } from './span.ts'

/** Which time is shown, and with what it is compared. */
export function SystemBar(props: {
  host: string
  facts: string
  address: Address
  span: Span
  timezone: string
  onChange(change: Partial<Address>): void
  onZoom(times: number): void
  onCopyLink(): void
}) {
  const compares = () => props.address.compare !== 'none'
  return (
    <section class="panel system-bar" aria-label="Which time is shown">
      <div class="system-host">
        <h1>{props.host}</h1>
        <span class="label cut" title={props.facts}>
          {props.facts}
        </span>
      </div>
      <ul class="system-key" aria-label="Lines">
        <li>
          <i data-line="now" /> mean, least to greatest
        </li>
        <Show when={compares()}>
          <li>
            <i data-line="before" /> {comparisons[props.address.compare].before}
          </li>
        </Show>
        <li>
          <i data-line="gap" /> no data
        </li>
      </ul>
      <div class="system-tools">
        <Show when={props.address.span}>
          <button
            class="button system-span"
            type="button"
            title="Back to a range that ends now"
            onClick={() => props.onChange({ span: undefined })}
          >
            {spanWords(props.span, props.timezone)}
            <span aria-hidden="true">×</span>
          </button>
        </Show>
        <fieldset class="choice">
          <legend class="hidden">Range</legend>
          <For each={rangeNames}>
            {(name) => (
              <button
                type="button"
                aria-pressed={props.address.range === name && !props.address.span}
                title={ranges[name].long}
                onClick={() => props.onChange({ range: name, span: undefined })}
              >
                {ranges[name].name}
              </button>
            )}
          </For>
        </fieldset>
        <fieldset class="choice">
          <legend class="hidden">Comparison</legend>
          <For each={Object.keys(comparisons) as Comparison[]}>
            {(name) => (
              <button
                type="button"
                aria-pressed={props.address.compare === name}
                onClick={() => props.onChange({ compare: name })}
              >
                {comparisons[name].name}
              </button>
            )}
          </For>
        </fieldset>
        <span class="system-buttons">
          <button
            class="button"
            type="button"
            aria-pressed={props.address.p95}
            title="The value that 95 of 100 readings of a step are not above, as a dotted line"
            onClick={() => props.onChange({ p95: !props.address.p95 })}
          >
            p95
          </button>
          <button
            class="icon-button"
            type="button"
            aria-label="Closer"
            title="Closer (+)"
            onClick={() => props.onZoom(1 / 2)}
          >
            <ZoomIn size={16} aria-hidden="true" />
          </button>
          <button
            class="icon-button"
            type="button"
            aria-label="Farther"
            title="Farther (−)"
            onClick={() => props.onZoom(2)}
          >
            <ZoomOut size={16} aria-hidden="true" />
          </button>
          <button
            class="icon-button"
            type="button"
            aria-label="Copy a link to this view"
            title="Copy a link to this view"
            onClick={props.onCopyLink}
          >
            <Link size={16} aria-hidden="true" />
          </button>
        </span>
      </div>
    </section>
  )
}
