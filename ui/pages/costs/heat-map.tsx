import { createMemo, For, Show } from 'solid-js'
import type { HeatMap as HeatAnswer } from '../../../src/costs/reports/stack.ts'
import { clock, money, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { Panel } from '../../components/panel.tsx'
import { type Column, SumTable } from '../../components/sum-table.tsx'
import { now } from '../../platform/now.ts'
import { BreakdownLink } from './breakdown-link.tsx'
import { type HeatCell, heatOf, legendOf, weekdayNames, weekdays, weekdaysIn } from './heat-map-data.ts'
import { TableButton } from './table-button.tsx'

/** The average cost of each hour of the week, in five steps of one hue. */
export function HeatMap(props: {
  heat: HeatAnswer
  sub: string
  asTable: boolean
  onAsTable(on: boolean): void
  onOpen(figure: string): void
}) {
  const present = createMemo(
    () => ({
      day: dayOf(now(), props.heat.timezone),
      hour: Number(clock(now(), props.heat.timezone).slice(0, 2)),
    }),
    undefined,
    { equals: (a, b) => a.day === b.day && a.hour === b.hour },
  )
  const rows = createMemo(() => heatOf(props.heat, weekdaysIn(props.heat.since, props.heat.until, present())))
  const legend = createMemo(() => legendOf(props.heat))
  const cells = () => rows().flat()
  const dearest = createMemo(() =>
    cells().reduce<HeatCell | undefined>((max, cell) => ((cell.usd ?? 0) > (max?.usd ?? 0) ? cell : max), undefined),
  )
  const sentence = () => {
    const max = dearest()
    return max
      ? `What each hour of the week costs on average: most on ${placeOf(max)}, ${money(max.usd)}`
      : 'What each hour of the week costs on average: nothing with a price yet'
  }
  return (
    <Panel
      title="When it is spent"
      sub={`average by hour and weekday, ${props.sub}`}
      class="heat"
      end={<TableButton what="map" asTable={props.asTable} onAsTable={props.onAsTable} />}
    >
      <Show when={props.heat.cells.length > 0} fallback={<p class="empty">No model calls in this range.</p>}>
        <Show when={!props.asTable} fallback={<HeatTable rows={rows()} />}>
          <div class="heat-body">
            <div class="heat-map" role="img" aria-label={sentence()}>
              <For each={rows()}>
                {(row, index) => (
                  <>
                    <span class="heat-name">{weekdays[index()]}</span>
                    <For each={row}>
                      {(cell) => (
                        // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it is for keyboards.
                        // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
                        <i
                          class="heat-cell"
                          data-step={cell.usd === null ? undefined : cell.step}
                          title={`${placeOf(cell)}: ${wordsOf(cell)}`}
                          onClick={() => (cell.usd ?? 0) > 0 && props.onOpen(figureOf(cell))}
                        />
                      )}
                    </For>
                  </>
                )}
              </For>
              <For each={[0, 6, 12, 18]}>
                {(hour) => (
                  <span class="heat-hour" style={{ 'grid-column': `${hour + 2} / span 3` }}>
                    {two(hour)}
                  </span>
                )}
              </For>
            </div>
            <p class="heat-legend quiet" aria-hidden="true">
              <span>$0</span>
              <i data-step="0" title="nothing" />
              <For each={legend().tops}>
                {(usd, index) => (
                  <Show when={money(usd) !== money(legend().tops[index() - 1])}>
                    <i data-step={index() + 1} title={legend().words[index() + 1]} />
                    <span>{money(usd)}</span>
                  </Show>
                )}
              </For>
            </p>
          </div>
        </Show>
      </Show>
    </Panel>
  )
}

const two = (hour: number) => String(hour).padStart(2, '0')
export const placeOf = ({ weekday, hour }: { weekday: number; hour: number }) =>
  `${weekdayNames[weekday - 1]} ${two(hour)}:00–${two((hour + 1) % 24)}:00`
const figureOf = ({ weekday, hour }: HeatCell) => `hour:${weekday}.${hour}`
const wordsOf = ({ usd, days }: HeatCell) => {
  if (usd === null) return days === 0 ? 'no such day in this range' : 'nothing with a known price'
  return `${money(usd)} on average of ${whole(days)} ${days === 1 ? 'day' : 'days'}`
}

const columns: Column<HeatCell>[] = [
  { head: 'Hour', cellClass: 'name', cell: placeOf },
  { head: 'Days', class: 'right', cell: ({ days }) => whole(days) },
  {
    head: 'Average',
    class: 'right',
    strong: true,
    cell: (cell) => <BreakdownLink id={figureOf(cell)}>{money(cell.usd)}</BreakdownLink>,
  },
]

/** The hours in which something was spent as a table, the dearest first. */
function HeatTable(props: { rows: HeatCell[][] }) {
  const spent = createMemo(() =>
    props.rows
      .flat()
      .filter(({ usd }) => (usd ?? 0) > 0)
      .sort((a, b) => b.usd! - a.usd!),
  )
  return (
    <div class="scroll">
      <SumTable rows={spent()} columns={columns} />
    </div>
  )
}
