import { Show } from 'solid-js'
import { cost } from '../../src/lib/format.ts'

/** The words of a cost, in which a `≥` in front is thin and light: the digits are what is read. */
export const CostText = (props: { words: string }) => (
  <Show when={props.words.startsWith('≥')} fallback={props.words}>
    <span class="at-least" title="At least this: not all of it has a price.">
      ≥
    </span>
    {props.words.slice(1)}
  </Show>
)

/** A cost in US dollars, as `cost` says it. */
export const Cost = (props: { usd: number | null | undefined; isLowerBound: boolean }) => (
  <CostText words={cost(props.usd, props.isLowerBound)} />
)
