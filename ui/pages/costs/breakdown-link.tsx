import { A } from '@solidjs/router'
import { createContext, type JSX, Show, useContext } from 'solid-js'
import { lowerBoundTokens, type Totals } from '../../../src/costs/reports/report.ts'
import { cost, money, tokens, whole } from '../../../src/lib/format.ts'

type Figures = {
  /** The address with this figure opened. */
  hrefOf(id: string): string
  /** The one that is open. */
  open(): string | undefined
}

export const BreakdownContext = createContext<Figures>()

export function useBreakdowns(): Figures {
  const figures = useContext(BreakdownContext)
  if (!figures) throw new Error('A figure stands outside of a page whose figures open.')
  return figures
}

/** A number that opens into what it is made of, by click or `Enter`. */
export function BreakdownLink(props: {
  id: string
  title?: string | undefined
  class?: string
  children: JSX.Element
}) {
  const figures = useBreakdowns()
  return (
    <A
      class={`figure ${props.class ?? ''}`}
      href={figures.hrefOf(props.id)}
      noScroll
      data-figure={props.id}
      data-open={figures.open() === props.id ? '' : undefined}
      title={props.title ? `${props.title}. Opens what it is made of` : 'Opens what it is made of'}
    >
      {props.children}
    </A>
  )
}

/** What something cost, with why it is only a lower bound, and beside it what a subscription pays. */
export function Money(props: { totals: Totals; id?: string | undefined; class?: string }) {
  const words = () => costWords(props.totals)
  return (
    <>
      <Show
        when={props.id}
        fallback={
          <span class={props.class} title={whyUnsure(props.totals)}>
            {words()}
          </span>
        }
      >
        {(id) => (
          <BreakdownLink id={id()} class={props.class ?? ''} title={whyUnsure(props.totals)}>
            {words()}
          </BreakdownLink>
        )}
      </Show>
      <SubscriptionCost totals={props.totals} />
    </>
  )
}

/** What a subscription pays: beside the sum, never in it. */
export function SubscriptionCost(props: { totals: Totals }) {
  return (
    <Show when={props.totals.subscriptionTokens > 0}>
      <span
        class="beside"
        title={`${whole(props.totals.subscriptionTokens)} tokens are paid by subscription; by use they would have cost ${cost(props.totals.subscriptionUsd, props.totals.subscriptionUnsureTokens > 0)}. Not in the sum.`}
      >
        sub.{' '}
        {props.totals.subscriptionUsd === null
          ? ''
          : cost(props.totals.subscriptionUsd, props.totals.subscriptionUnsureTokens > 0)}
      </span>
    </Show>
  )
}

/** Nothing asked is nothing spent; what has no price is `unpriced`. */
export const costWords = (totals: Totals) => cost(totals.calls === 0 ? 0 : totals.costUsd, lowerBoundTokens(totals) > 0)

/** Why a sum is a lower bound; undefined where it is not. */
export function whyUnsure({ unpricedTokens, boundTokens }: Totals): string | undefined {
  const reasons = [
    unpricedTokens > 0 && `${tokens(unpricedTokens)} of its tokens have no known price`,
    boundTokens > 0 && `of ${tokens(boundTokens)} tokens only a part is known or has a price`,
  ].filter(Boolean)
  return reasons.length === 0 ? undefined : `A lower bound: ${reasons.join(', and ')}`
}

/** A budget without cents where it has none. */
export const round = (usd: number) => money(usd).replace(/\.00$/, '')
