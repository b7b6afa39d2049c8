import { For, type JSX, Show } from 'solid-js'
import type { Breakdown } from '../../../../src/costs/reports/breakdown.ts'
import { lowerBoundTokens } from '../../../../src/costs/reports/report.ts'
import { cost, money, tokens } from '../../../../src/lib/format.ts'
import { countsOf, kindsOf, type Term, termsOf, wholeOf } from './formula.ts'

/** The formula of a sum: its terms and their total. `words` says what the sum is of. */
export function BreakdownFormula(props: { breakdown: Breakdown; sessions: number; words: string }) {
  const totals = () => props.breakdown.totals
  const terms = () => termsOf(props.breakdown)
  return (
    <HowSection title="How it is counted">
      <Terms
        terms={terms()}
        sum={cost(terms().length > 0 ? wholeOf(totals()) : totals().costUsd, lowerBoundTokens(totals()) > 0)}
        words={totals().subscriptionTokens > 0 ? 'with what a subscription pays' : props.words}
      />
      <p class="label">
        {terms().some(({ tokens }) => tokens !== null)
          ? `tokens of each kind times the price on that day${props.breakdown.parts.searchUsd > 0 ? ' and each search at its fee' : ''}, answer by answer, `
          : 'the sum of what the runtime wrote down with each answer, '}
        {countsOf(totals(), props.sessions)}
        <Show when={props.breakdown.parts.loggedUsd > 0}>: {kindsOf(totals())}</Show>
      </p>
    </HowSection>
  )
}

/** The section of an opened figure that explains how it is calculated. */
export const HowSection = (props: { title: string; children: JSX.Element }) => (
  <section class="how">
    <h3 class="label">{props.title}</h3>
    {props.children}
  </section>
)

/** Amounts that are added up, and their sum. */
export function Terms(props: { terms: Term[]; sum: string; words: string }) {
  return (
    <div class="terms">
      <For each={props.terms}>
        {(term, index) => (
          <>
            <Show when={index() > 0}>
              <i>+</i>
            </Show>
            <span>
              <b>{money(term.usd, true)}</b>
              <small>
                {term.words} {term.tokens === null ? '' : tokens(term.tokens)}
              </small>
            </span>
          </>
        )}
      </For>
      <span class="sum">
        <i>=</i>
        <span>
          <b>{props.sum}</b>
          <small>{props.words}</small>
        </span>
      </span>
    </div>
  )
}
