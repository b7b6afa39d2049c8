import { createMemo, createSignal, Show, Suspense } from 'solid-js'
import { cost, money } from '../../../src/lib/format.ts'
import { barLabels, barName, peakOf, typicalUsd } from '../../charts/bar-labels.ts'
import { axisMoney } from '../../charts/chart-scale.ts'
import { lazyPart } from '../../data/load-part.ts'
import type { AgentInFull } from './create-agent.ts'

const Chart = lazyPart(async () => ({ default: (await import('../../charts/chart.tsx')).Chart }))

/** The cost of each of the last 14 days. Today is the last bar. */
export function CostDays(props: { days: AgentInFull['days'] }) {
  const [pointed, setPointed] = createSignal<number>()
  const days = () => props.days
  const bars = createMemo(() => days().map(({ day, usd, calls }) => ({ firstDay: day, usd: calls === 0 ? 0 : usd })))
  const last = () => bars().length - 1
  const usual = createMemo(() => typicalUsd(bars()))
  const costAt = (index: number) => {
    const day = days()[index]!
    return cost(day.calls === 0 ? 0 : day.usd, day.isLowerBound)
  }
  const notes = createMemo(() => {
    const peak = peakOf(bars())
    return peak === undefined ? [] : [{ x: peak, y: bars()[peak]!.usd ?? 0, text: costAt(peak) }]
  })
  const series = createMemo(() => [
    { kind: 'bars' as const, ink: 'accent' as const, values: bars().map(({ usd }) => usd) },
  ])
  const name = (index: number) => (index === last() ? 'today' : barName('day', bars()[index]!.firstDay))
  const read = () => {
    const index = pointed() ?? last()
    return index < 0 || index > last() ? '' : `${name(index)}: ${costAt(index)}`
  }
  return (
    <Show
      when={days().some(({ calls }) => calls > 0)}
      fallback={<p class="empty">No model calls in the last 14 days.</p>}
    >
      <p class="readout">
        <Show when={usual()}>
          {(usd) => (
            <span class="key quiet">
              <span class="dots" aria-hidden="true" /> a typical day: {money(usd())}
            </span>
          )}
        </Show>
        <span>{read()}</span>
      </p>
      <Suspense fallback={<div class="chart" />}>
        <Chart
          xs={bars().map((_, index) => index)}
          series={series()}
          sentence={`Cost by day: today ${costAt(last())}${usual() === undefined ? '' : `, a typical day ${money(usual())}`}, ${bars().length} days shown`}
          axisLabels={axisMoney}
          labels={(maxLabels) =>
            barLabels('day', bars(), maxLabels, 'today').map(({ index, text }) => ({ x: index, text }))
          }
          typical={usual()}
          notes={notes()}
          onPoint={setPointed}
        />
      </Suspense>
    </Show>
  )
}
