import { Show } from 'solid-js'
import type { Totals } from '../../../src/costs/reports/report.ts'
import { cost, whole } from '../../../src/lib/format.ts'
import { CostText } from '../../components/cost-text.tsx'
import { BreakdownLink } from './breakdown-link.tsx'
import { costWords, whyLowerBound } from './money-words.ts'

/** The cost of a sum, with the reason where it is a lower bound, and beside it the part that a subscription pays. */
export function Money(props: { totals: Totals; id?: string | undefined }) {
  const words = () => costWords(props.totals)
  const why = () => whyLowerBound(props.totals)
  return (
    <>
      <Show
        when={props.id}
        fallback={
          <span title={why()}>
            <CostText words={words()} />
          </span>
        }
      >
        {(id) => (
          <BreakdownLink id={id()} title={why()}>
            <CostText words={words()} />
          </BreakdownLink>
        )}
      </Show>
      <SubscriptionCost totals={props.totals} />
    </>
  )
}

/** The part that a subscription pays; it stands beside the sum and is never in it. */
export function SubscriptionCost(props: { totals: Totals }) {
  const words = () => cost(props.totals.subscriptionUsd, props.totals.subscriptionUnsureTokens > 0)
  return (
    <Show when={props.totals.subscriptionTokens > 0}>
      <span
        class="beside"
        title={`${whole(props.totals.subscriptionTokens)} tokens are covered by a subscription; at API prices they would cost ${words()}. Not in the sum.`}
      >
        sub. {props.totals.subscriptionUsd === null ? '' : words()}
      </span>
    </Show>
  )
}
