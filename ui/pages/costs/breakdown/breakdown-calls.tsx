import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { Breakdown, PricedCall, PriceUsed } from '../../../../src/costs/reports/breakdown.ts'
import { clock, money, tokens, whole } from '../../../../src/lib/format.ts'
import { dayOf } from '../../../../src/lib/timezone.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { Problem } from '../../../data/problem.ts'
import { costWords } from '../breakdown-link.tsx'
import { fetchMoreCalls } from '../fetch-breakdown.ts'
import { Name } from '../top-table.tsx'
import type { Scope } from './breakdown-id.ts'
import { kindsOf, rateWords } from './formula.ts'

/** Answer by answer, each with its formula; more of them as one asks for them. */
export function BreakdownCalls(props: { figure: Breakdown; behind: Scope }) {
  const [more, setMore] = createSignal<{ items: PricedCall[]; cursor: string | null }>()
  const [problem, setProblem] = createSignal<string>()
  const [asking, setAsking] = createSignal(false)
  createEffect(on([() => props.behind], () => setMore(undefined), { defer: true }))
  const items = createMemo(() => {
    const first = props.figure.items
    const known = new Set(first.map(({ id }) => id))
    return [...first, ...(more()?.items ?? []).filter(({ id }) => !known.has(id))]
  })
  const cursor = () => (more() ? more()!.cursor : props.figure.nextCursor)
  async function ask() {
    const from = cursor()
    if (from === null) return
    setAsking(true)
    try {
      const answer = await fetchMoreCalls(props.behind, from)
      setMore((before) => ({ items: [...(before?.items ?? []), ...answer.items], cursor: answer.nextCursor }))
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    } finally {
      setAsking(false)
    }
  }
  const when = (at: number) =>
    `${props.figure.since !== null && props.figure.since === props.figure.until ? '' : `${dayOf(at, props.figure.timezone).slice(5)} `}${clock(at, props.figure.timezone)}`
  return (
    <>
      <table class="calls">
        <thead>
          <tr>
            <th class="c-time">Time</th>
            <th>Session</th>
            <th class="c-model">Model</th>
            <th class="right c-tokens">Tokens</th>
            <th class="right c-cost">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={items()}>
            {(item) => (
              <>
                <tr>
                  <td class="c-time">
                    <time datetime={new Date(item.at).toISOString()} title={new Date(item.at).toISOString()}>
                      {when(item.at)}
                    </time>
                  </td>
                  <td class="name">
                    <Name label={item.session} href={`/sessions/${encodeURIComponent(item.sessionId)}`} />
                  </td>
                  <td class="c-model">
                    <div class="cut" title={item.model}>
                      <bdi>{item.model || 'unknown model'}</bdi>
                    </div>
                  </td>
                  <td class="right c-tokens" title={`${whole(item.totalTokens)} tokens`}>
                    {tokens(item.totalTokens)}
                  </td>
                  <td
                    class="right c-cost strong"
                    title={item.billing === 'subscription' ? 'Paid by subscription' : undefined}
                  >
                    {item.costUsd === null
                      ? 'unpriced'
                      : `${item.costSource === 'bound' ? '≥' : ''}${money(item.costUsd, true)}`}
                  </td>
                </tr>
                <tr class="detail">
                  <td colspan="5">
                    <span>
                      {item.parts.length === 0 ? `${kindsOf(item)}: ` : ''}
                      {item.formula}
                      <Show when={item.billing === 'subscription'}> · paid by subscription, not in the sum</Show>
                    </span>
                  </td>
                </tr>
              </>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td>of all {whole(props.figure.totals.calls)}</td>
            <td class="c-model" />
            <td class="right c-tokens">{tokens(props.figure.totals.totalTokens)}</td>
            <td class="right c-cost strong">{costWords(props.figure.totals)}</td>
          </tr>
        </tfoot>
      </table>
      <ProblemNote text={problem()} />
      <Show when={cursor() !== null}>
        <p class="more">
          <button class="button" type="button" disabled={asking()} onClick={ask}>
            Show more
          </button>
          <span class="quiet">
            {whole(items().length)} of {whole(props.figure.totals.calls)}, the newest first
          </span>
        </p>
      </Show>
    </>
  )
}

const sourceWords: Record<PriceUsed['source'], string> = {
  book: 'price book',
  runtime: 'its runtime’s own',
  override: 'config.toml',
  local: 'your own machine',
}

/** The prices that were used and where they come from. */
export function Prices(props: { prices: Breakdown['prices'] }) {
  return (
    <Show when={props.prices.length > 0}>
      <section class="prices">
        <h3 class="label">
          Price source <span>per million tokens</span>
        </h3>
        <table>
          <thead>
            <tr>
              <th>Model</th>
              <th class="right">Input</th>
              <th class="right">Cache read</th>
              <th class="right">Cache write</th>
              <th class="right">Output</th>
              <th class="right c-source">From</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.prices}>
              {(price) => (
                <tr>
                  <td class="name">
                    <div class="cut" title={price.entry}>
                      <bdi>{price.entry}</bdi>
                    </div>
                  </td>
                  <For each={[price.rates.input, price.rates.cacheRead, price.rates.cacheWrite5m, price.rates.output]}>
                    {(rate) => (
                      <td class="right" title={rateWords(rate).title}>
                        {rateWords(rate).text}
                      </td>
                    )}
                  </For>
                  <td class="right c-source">
                    <div class="cut" title={`${price.edition}${price.from === null ? '' : `, since ${price.from}`}`}>
                      {sourceWords[price.source]}
                      {price.from === null ? '' : `, since ${price.from}`}
                    </div>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Show>
  )
}
