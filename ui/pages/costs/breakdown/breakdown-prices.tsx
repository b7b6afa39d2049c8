import { For, Show } from 'solid-js'
import type { PriceUsed, Rate } from '../../../../src/costs/pricing/rates.ts'
import type { Breakdown } from '../../../../src/costs/reports/breakdown.ts'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { rateWords } from './formula.ts'
import { rulesBehind } from './price-rules.ts'

const sourceWords: Record<PriceUsed['source'], string> = {
  book: 'price book',
  runtime: 'its runtime’s own',
  override: 'config.toml',
  local: 'your own machine',
}

const rateColumn = (head: string, rateOf: (price: PriceUsed) => Rate | null): Column<PriceUsed> => ({
  head,
  class: 'right',
  cell: (price) => rateWords(rateOf(price)).text,
  title: (price) => rateWords(rateOf(price)).title,
})

const sinceWords = ({ from }: PriceUsed) => (from === null ? '' : `, since ${from}`)

const columns: Column<PriceUsed>[] = [
  {
    head: 'Model',
    cellClass: 'name',
    cell: ({ entry, rules }) => (
      <div class="cut" title={[entry, ...rules.map(({ name }) => name)].join(', ')}>
        <bdi>{entry}</bdi>
        <For each={rules}>
          {({ name, times }) => (
            <small>
              {name} ×{times}
            </small>
          )}
        </For>
      </div>
    ),
  },
  rateColumn('Input', ({ rates }) => rates.input),
  rateColumn('Cache read', ({ rates }) => rates.cacheRead),
  rateColumn('Cache write', ({ rates }) => rates.cacheWrite5m),
  rateColumn('Output', ({ rates }) => rates.output),
  {
    head: 'From',
    class: 'right c-source',
    cell: (price) => (
      <div class="cut" title={[price.edition, price.page].filter(Boolean).join(', ') + sinceWords(price)}>
        {sourceWords[price.source]}
        <Show when={price.from}>{(from) => <small>since {from()}</small>}</Show>
      </div>
    ),
  },
]

/** The prices that were used and where they come from, with the rules that no column says. */
export function BreakdownPrices(props: { prices: Breakdown['prices'] }) {
  return (
    <Show when={props.prices.length > 0}>
      <section class="prices">
        <h3 class="label">
          Price source <span>per million tokens</span>
        </h3>
        <SumTable rows={props.prices} columns={columns} />
        <ul class="price-rules">
          <For each={rulesBehind(props.prices)}>
            {({ name, words, models, source }) => (
              <li>
                <b>{name}</b> {models.join(', ')}: {words} <small>{source}</small>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
