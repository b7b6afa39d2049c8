import { createMemo, For, onCleanup, onMount, Show } from 'solid-js'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import type { Values } from '../../charts/chart-model.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { namedDay, toTheSecond } from '../../components/time-words.ts'
import type { ChartSpec } from './charts.ts'
import { stepWords, valueWords } from './measure-words.ts'

/** The same numbers as the chart, a row for each step, the newest first. Steps in which nothing was read are one row. */
export function MeasureTable(props: {
  spec: ChartSpec
  data: MeasuresOverTime | undefined
  compared: Values | undefined
  timezone: string
}) {
  let box!: HTMLDivElement
  onMount(() => onCleanup(makeScrollable(box)))
  const series = () => props.spec.lines.map(({ id }) => props.data?.measures.find((one) => one.id === id))
  const isOne = () => props.spec.lines.length === 1
  const heads = () =>
    isOne()
      ? ['Mean', 'Least', 'Greatest', 'p95', ...(props.compared ? ['Before'] : [])]
      : props.spec.lines.map(({ name }) => name)
  const rows = createMemo(() => {
    const { data } = props
    if (!data) return []
    const lines = series()
    const isRead = (step: number) => lines.some((line) => (line?.mean[step] ?? null) !== null)
    const all: { at: number; missing: number; cells: string[] }[] = []
    for (let step = data.at.length - 1; step >= 0; step--) {
      const last = all.at(-1)
      if (!isRead(step)) {
        if (last && last.missing > 0) {
          last.missing++
          last.at = data.at[step]!
        } else all.push({ at: data.at[step]!, missing: 1, cells: [] })
        continue
      }
      const [one] = lines
      const values = isOne()
        ? [
            one!.mean[step],
            one!.min[step],
            one!.max[step],
            one!.p95[step],
            ...(props.compared ? [props.compared[step]] : []),
          ]
        : lines.map((line) => line?.mean[step])
      all.push({ at: data.at[step]!, missing: 0, cells: values.map((value) => valueWords(value, props.spec.unit)) })
    }
    return all
  })
  const time = (at: number) =>
    `${namedDay(at, props.timezone)} ${toTheSecond(at, props.timezone).slice(0, (props.data?.stepMs ?? 0) < 60_000 ? 8 : 5)}`
  return (
    <div class="measure-table" ref={box}>
      <table>
        <caption class="hidden">
          {props.spec.title}, a row for each {props.data ? stepWords(props.data.stepMs) : 'step'}
        </caption>
        <thead>
          <tr>
            <th class="measure-when">From</th>
            <For each={heads()}>{(head) => <th class="right">{head}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <td class="name">{time(row.at)}</td>
                <Show
                  when={row.missing === 0}
                  fallback={
                    <td class="quiet" colspan={heads().length}>
                      nothing was read for {stepWords(row.missing * (props.data?.stepMs ?? 0))}
                    </td>
                  }
                >
                  <For each={row.cells}>{(cell) => <td class="right">{cell}</td>}</For>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
