import { createMemo, createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Report } from '../../../src/costs/report.ts'
import { cost, money, tokens, whole } from '../../../src/lib/format.ts'
import { axisMoney } from '../../parts/chart-scale.ts'
import { Panel } from '../../parts/panel.tsx'
import { type Bar, barsOf, nameOf, namesUnder, peakOf, type Step, typical } from './range.ts'
import { unsureTokens } from './share.ts'

const Chart = lazy(async () => ({ default: (await import('../../parts/chart.tsx')).Chart }))

const titles: Record<Step, string> = { day: 'By day', week: 'By week', month: 'By month' }
const current: Record<Step, string> = { day: 'today', week: 'this week', month: 'this month' }

/** What each day cost, today the last and brightest; what one points at is read out in the head. */
export function DayChart(props: {
  report: Report
  today: string
  sub: string
  /** What a day may cost; null where nobody said. */
  budgetUsd: number | null
  /** Which days are asked for. */
  tools: JSX.Element
  asTable: boolean
  onAsTable(on: boolean): void
}) {
  const [pointed, setPointed] = createSignal<number>()
  const all = createMemo(() => barsOf(props.report, props.today))
  const bars = () => all().bars
  const step = () => all().step
  const usual = createMemo(() => typical(bars()))
  const last = () => bars().length - 1
  const name = (index: number) => (index === last() ? current[step()] : nameOf(step(), bars()[index]!.firstDay))
  const notes = createMemo(() => {
    const peak = peakOf(bars())
    return peak === undefined ? [] : [{ x: peak, y: bars()[peak]!.usd ?? 0, text: costOf(bars()[peak]!) }]
  })
  const limit = createMemo(() => {
    const { budgetUsd } = props
    return budgetUsd === null || step() !== 'day'
      ? undefined
      : { value: budgetUsd, words: `daily budget ${money(budgetUsd).replace(/\.00$/, '')}` }
  })
  const read = () => {
    const bar = bars()[pointed() ?? -1]
    return bar && `${name(pointed()!)}: ${costOf(bar)}, ${tokens(bar.totalTokens)} tokens`
  }
  const sentence = () =>
    `Cost ${titles[step()].toLowerCase()}: ${current[step()]} ${costOf(bars()[last()]!)}${
      usual() === undefined ? '' : `, a typical ${step()} ${money(usual())}`
    }${limit() ? `, ${limit()!.words}` : ''}, ${bars().length} ${step()}s shown`

  return (
    <Panel
      title={titles[step()]}
      sub={props.sub}
      class="days"
      end={
        <span class="tools">
          <span class="readout">{read()}</span>
          {props.tools}
          <button class="button" type="button" onClick={() => props.onAsTable(!props.asTable)}>
            {props.asTable ? 'Show as chart' : 'Show as table'}
          </button>
        </span>
      }
    >
      <Show when={!props.asTable} fallback={<BarTable bars={bars()} step={step()} name={name} />}>
        <Show
          when={bars().some((bar) => bar.calls > 0)}
          fallback={
            <p class="empty">Nothing was asked of any model in these days. A bar appears with the first answer.</p>
          }
        >
          <Suspense fallback={<div class="chart" />}>
            <Chart
              xs={bars().map((_, index) => index)}
              series={[{ kind: 'bars', ink: 'lamp', values: bars().map(({ usd }) => usd) }]}
              sentence={sentence()}
              axis={axisMoney}
              names={(atMost) =>
                namesUnder(step(), bars(), atMost, current[step()]).map(({ index, text }) => ({ x: index, text }))
              }
              typical={usual()}
              limit={limit()}
              notes={notes()}
              onPoint={setPointed}
            />
          </Suspense>
          <Show when={usual()}>
            {(usd) => (
              <p class="key quiet">
                <span class="dots" aria-hidden="true" /> a typical {step()}: {money(usd())}
              </p>
            )}
          </Show>
        </Show>
      </Show>
    </Panel>
  )
}

const costOf = (bar: Bar) => cost(bar.usd, unsureTokens(bar) > 0)

function BarTable(props: { bars: Bar[]; step: Step; name(index: number): string }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>{titles[props.step].slice(3).replace(/^./, (letter) => letter.toUpperCase())}</th>
            <th class="right">Answers</th>
            <th class="right">Tokens</th>
            <th class="right">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.bars.map((bar, index) => ({ bar, index })).reverse()}>
            {({ bar, index }) => (
              <tr>
                <td class="name" title={bar.key}>
                  {props.name(index)}
                </td>
                <td class="right">{whole(bar.calls)}</td>
                <td class="right" title={`${whole(bar.totalTokens)} tokens`}>
                  {tokens(bar.totalTokens)}
                </td>
                <td class="right strong">{costOf(bar)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
