import { For, Show } from 'solid-js'
import { type Decider, deciders } from '../../../src/approvals/approval.ts'
import { whole } from '../../../src/lib/format.ts'

const names: Record<Decider, string> = {
  page: 'On a page',
  terminal: 'In a terminal',
  elsewhere: 'Elsewhere',
  expired: 'Nobody in time',
  none: 'No answer',
}

/** Where requests were decided, as parts of one bar; each name shows only its own. */
export function DeciderBar(props: {
  counts: Record<Decider, number>
  chosen: Decider | undefined
  onChoose(decider: Decider | undefined): void
}) {
  const present = () => deciders.filter((one) => props.counts[one] > 0 || one === props.chosen)
  return (
    <Show when={present().length > 0}>
      <div class="decider-bar">
        <div class="parts" aria-hidden="true">
          <For each={present()}>{(one) => <span data-decider={one} style={{ 'flex-grow': props.counts[one] }} />}</For>
        </div>
        <fieldset aria-label="Where it was decided">
          <For each={present()}>
            {(one) => (
              <button
                type="button"
                aria-pressed={props.chosen === one}
                onClick={() => props.onChoose(props.chosen === one ? undefined : one)}
              >
                <span class="swatch" data-decider={one} />
                {names[one]} <b>{whole(props.counts[one])}</b>
              </button>
            )}
          </For>
        </fieldset>
      </div>
    </Show>
  )
}
