import { createMemo, createSignal, For, Show, Suspense } from 'solid-js'
import { lowerBoundTokens } from '../../../src/costs/reports/report.ts'
import type { Stack, Stacking } from '../../../src/costs/reports/stack.ts'
import { clock, cost, money, tokens, whole } from '../../../src/lib/format.ts'
import { barLabels, barName, peakOf, type Step, typicalUsd } from '../../charts/bar-labels.ts'
import { drawHatching, drawOutline, gapsIn } from '../../charts/chart-bars.ts'
import type { Ink, Plot } from '../../charts/chart-model.ts'
import { axisMoney } from '../../charts/chart-scale.ts'
import { Panel } from '../../components/panel.tsx'
import { type Column, SumTable } from '../../components/sum-table.tsx'
import { lazyPart } from '../../data/load-part.ts'
import { type Bar, barsOf, type Known } from './bars.ts'
import { BreakdownLink } from './breakdown-link.tsx'
import { Money } from './money.tsx'
import { costWords, roundMoney } from './money-words.ts'
import { Swatch } from './swatch.tsx'
import { TableButton } from './table-button.tsx'

const Chart = lazyPart(async () => ({ default: (await import('../../charts/chart.tsx')).Chart }))

const titles: Record<Step, string> = { hour: 'By hour', day: 'By day', week: 'By week', month: 'By month' }
const current: Record<Step, string> = { hour: 'this hour', day: 'today', week: 'this week', month: 'this month' }
const stackWords: Record<Stacking, string> = { model: 'Model', agent: 'Agent', runtime: 'Runtime' }

/** What each day cost and what it went to, today the last and brightest; what one points at is read out in the head. */
export function StackChart(props: {
  stack: Stack
  known: Known
  today: string
  /** The colour of each layer, by its key. */
  inks: ReadonlyMap<string, Ink>
  sub: string
  by: Stacking
  /** What a day may cost, where that is of everything that is shown. */
  budgetUsd: number | null
  /** What today will come to; null where that is not known of what is shown. */
  projectedUsd: number | null
  asTable: boolean
  onBy(by: Stacking): void
  onAsTable(on: boolean): void
  onOpen(figure: string): void
}) {
  const [pointed, setPointed] = createSignal<number>()
  const all = createMemo(() => barsOf(props.stack, props.known, props.inks))
  const bars = () => all().bars
  const step = () => all().step
  const endsToday = () => bars().at(-1)?.lastDay === props.today
  const usual = createMemo(() => (step() === 'hour' ? undefined : typicalUsd(bars())))
  const last = () => bars().length - 1
  const plainName = (index: number) => {
    const { firstDay } = bars()[index]!
    return step() === 'hour' ? hourOf(firstDay, props.stack.timezone) : barName(step(), firstDay)
  }
  const lastName = () => (endsToday() ? current[step()] : plainName(last()))
  const name = (index: number) => (index === last() ? lastName() : plainName(index))
  const notes = createMemo(() => {
    if (step() === 'hour') return []
    const peak = peakOf(bars())
    return peak === undefined ? [] : [{ x: peak, y: bars()[peak]!.usd ?? 0, text: costOf(bars()[peak]!) }]
  })
  const limit = createMemo(() => {
    const { budgetUsd } = props
    return budgetUsd === null || step() !== 'day'
      ? undefined
      : { value: budgetUsd, words: `daily budget ${roundMoney(budgetUsd)}` }
  })
  const projected = () =>
    endsToday() && step() === 'day' && props.projectedUsd !== null ? props.projectedUsd : undefined
  const read = () => {
    const bar = bars()[pointed() ?? -1]
    if (!bar?.isKnown) return undefined
    const most = all()
      .layers.map(({ label, usds }) => ({ label, usd: usds[pointed()!] ?? 0 }))
      .sort((a, b) => b.usd - a.usd)[0]
    return [
      `${name(pointed()!)}: ${costOf(bar)}`,
      bar.isKnown && `${tokens(bar.totals.totalTokens)} tokens`,
      most && most.usd > 0 && `most ${most.label} ${money(most.usd)}`,
    ]
      .filter(Boolean)
      .join(', ')
  }
  const sentence = () => {
    const end = step() === 'hour' ? undefined : bars()[last()]
    return [
      `Cost ${titles[step()].toLowerCase()}, stacked by ${props.stack.by}: ${end ? `${lastName()} ${costOf(end)}` : costWords(props.stack.totals)}`,
      usual() !== undefined && `a typical ${step()} ${money(usual())}`,
      projected() !== undefined && `${money(projected())} by midnight`,
      limit()?.words,
      `${bars().length} ${step()}s shown`,
      all().layers[0] && `most went to ${all().layers[0]!.label}`,
    ]
      .filter(Boolean)
      .join(', ')
  }
  function draw(where: 'below' | 'above', plot: Plot) {
    if (where === 'below') return drawHatching(plot, gapsIn(bars().map(({ isKnown }) => isKnown)))
    const goes = projected()
    const stands = all().layers.reduce((height, { usds }) => height + (usds[last()] ?? 0), 0)
    if (goes !== undefined && goes > stands) drawOutline(plot, last(), stands, goes)
  }
  const open = (index: number) => {
    const bar = bars()[index]
    if (bar?.isKnown) props.onOpen(figureOf(bar))
  }

  return (
    <Panel
      title={`${titles[step()]} and ${props.stack.by}`}
      sub={props.sub}
      class="days"
      end={
        <span class="tools">
          <span class="readout cut">{read()}</span>
          <fieldset class="choice">
            <legend class="hidden">Stacked by</legend>
            <For each={Object.keys(stackWords) as Stacking[]}>
              {(by) => (
                <button type="button" aria-pressed={by === props.by} onClick={() => props.onBy(by)}>
                  {stackWords[by]}
                </button>
              )}
            </For>
          </fieldset>
          <TableButton asTable={props.asTable} onAsTable={props.onAsTable} />
        </span>
      }
    >
      <Show when={!props.asTable} fallback={<BarTable bars={bars()} layers={all().layers} step={step()} name={name} />}>
        <Show
          when={bars().some(({ totals }) => totals.calls > 0)}
          fallback={<p class="empty">No model calls in this range. A bar appears with the first answer.</p>}
        >
          <Suspense fallback={<div class="chart" />}>
            <Chart
              xs={bars().map((_, index) => index)}
              series={[{ kind: 'stack', layers: all().layers.map(({ ink, usds }) => ({ ink, values: usds })) }]}
              sentence={sentence()}
              axisLabels={axisMoney}
              labels={(maxLabels) =>
                step() === 'hour'
                  ? hourLabels(bars(), maxLabels, props.stack.timezone)
                  : barLabels(step(), bars(), maxLabels, lastName()).map(({ index, text }) => ({ x: index, text }))
              }
              typical={usual()}
              limit={limit()}
              notes={notes()}
              reach={projected()}
              draw={draw}
              onPoint={setPointed}
              onChoose={open}
            />
          </Suspense>
          <ul class="legend">
            <For each={all().layers}>
              {(layer) => (
                <li>
                  <Swatch ink={layer.ink} />
                  <Show when={!layer.isOther} fallback={<span>{layer.label}</span>}>
                    <BreakdownLink id={`${props.stack.by}:${layer.key}`} class="cut" title={costWords(layer.totals)}>
                      <bdi>{layer.label}</bdi>
                    </BreakdownLink>
                  </Show>
                </li>
              )}
            </For>
            <Show when={usual()}>
              {(usd) => (
                <li class="quiet">
                  <span class="dots" aria-hidden="true" /> a typical {step()}: {money(usd())}
                </li>
              )}
            </Show>
          </ul>
        </Show>
      </Show>
    </Panel>
  )
}

const costOf = (bar: Bar) => (bar.isKnown ? cost(bar.usd, lowerBoundTokens(bar.totals) > 0) : 'no data')

const figureOf = ({ firstDay, lastDay }: Bar) => {
  if (/^\d+$/.test(firstDay)) return `at:${firstDay}`
  return `day:${firstDay}${lastDay === firstDay ? '' : `.${lastDay}`}`
}

const hourOf = (start: string, zone: string) => {
  const at = Number(start)
  return `${clock(at, zone)}–${clock(at + 3_600_000, zone)}`
}

/** Every so many hours by the clock on the wall. */
function hourLabels(bars: Bar[], maxLabels: number, zone: string) {
  const apart = [1, 2, 3, 6, 12].find((size) => bars.length / size <= maxLabels) ?? 24
  return bars.flatMap(({ firstDay }, x) => (x % apart === 0 ? [{ x, text: clock(Number(firstDay), zone) }] : []))
}

function BarTable(props: {
  bars: Bar[]
  layers: { label: string; usds: (number | null)[] }[]
  step: Step
  name(index: number): string
}) {
  type Row = { bar: Bar; index: number }
  const columns = createMemo((): Column<Row>[] => [
    {
      head: titles[props.step].slice(3).replace(/^./, (letter) => letter.toUpperCase()),
      cellClass: 'name',
      title: ({ bar }) => bar.key,
      cell: ({ index }) => props.name(index),
    },
    ...props.layers.map(
      ({ label, usds }): Column<Row> => ({
        head: label,
        headTitle: label,
        class: 'right wide cut',
        cell: ({ index }) => (usds[index] ? money(usds[index]) : ''),
      }),
    ),
    {
      head: 'Tokens',
      class: 'right',
      title: ({ bar }) => `${whole(bar.totals.totalTokens)} tokens`,
      cell: ({ bar }) => (bar.isKnown ? tokens(bar.totals.totalTokens) : '–'),
    },
    {
      head: 'Cost',
      class: 'right',
      strong: true,
      cell: ({ bar }) => (
        <Show when={bar.isKnown} fallback={<span title="No data">–</span>}>
          <Money totals={bar.totals} id={figureOf(bar)} />
        </Show>
      ),
    },
  ])
  return (
    <div class="scroll">
      <SumTable rows={props.bars.map((bar, index) => ({ bar, index })).reverse()} columns={columns()} />
    </div>
  )
}
