import uPlot from 'uplot'
import {
  barWidthOf,
  drawLimit,
  drawLineEnds,
  drawNotes,
  drawStacks,
  drawTypical,
  type Ground,
  uplotSeriesOf,
} from './chart-drawing.ts'
import { type ChartProps, hasBars, highestOf, rowsOf, xRangeOf } from './chart-model.ts'
import { stepsTo } from './chart-scale.ts'

/** The room of one label of the x axis, in CSS pixels. */
const labelWidth = 58
/** The room of the labels of the y axis, in CSS pixels. */
const axisWidth = 48

type Side = { props: ChartProps; box: HTMLElement }

/**
 * A plot of what a chart is given, in its box. A browser keeps the accessors of a plot for as long as the page lives, and
 * with them whatever its options reach: they reach the chart through `chart` alone, which `destroy` lets go of.
 */
export function createPlot(side: Side, width: number, height: number) {
  let chart: Side | undefined = side
  const given = () => chart!.props
  const token = (name: string) => getComputedStyle(chart!.box).getPropertyValue(`--${name}`).trim()
  const font = () => `${token('w-regular')} 11px ${token('font-ui')}`
  const ground: Ground = { token, font }
  const data = () => [given().xs, ...given().series.flatMap(rowsOf)] as uPlot.AlignedData
  const uplotSeries = () => given().series.flatMap((series) => uplotSeriesOf(series, uPlot.paths, ground))
  const labels = (u: uPlot) => given().labels(Math.max(2, Math.floor((u.width - axisWidth) / labelWidth)))

  /** The last label stands in the middle below its value, and needs room beyond the plot where that is at the edge. */
  function roomAtRight(u: uPlot) {
    const label = labels(u).at(-1)
    const [from, to] = xRangeOf(given())
    const toEdge = label ? ((to - label.x) / (to - from)) * (u.width - axisWidth) : 0
    const marksEnd = given().series.some((series) => series.kind === 'line' && series.last)
    return Math.max(marksEnd ? 6 : 2, Math.ceil((label?.text.length ?? 0) * 3.2 - toEdge))
  }

  const drawOwn = (where: 'below' | 'above') => (u: uPlot) =>
    given().draw?.(where, {
      ctx: u.ctx,
      box: u.bbox,
      x: (value) => u.valToPos(value, 'x', true),
      y: (value) => u.valToPos(value, 'y', true),
      barWidth: barWidthOf(u, xRangeOf(given())),
      token,
    })

  function drawTypicalOf(u: uPlot) {
    const { typical } = given()
    if (typical !== undefined) drawTypical(u, typical, ground)
  }
  function drawLimitOf(u: uPlot) {
    const { limit } = given()
    if (limit) drawLimit(u, limit, ground)
  }

  const plot = new uPlot(
    {
      width,
      height,
      padding: [hasBars(given()) ? 18 : 8, roomAtRight, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        dataIdx: (_, __, closest) => closest,
      },
      scales: {
        x: { time: false, range: () => xRangeOf(given()) },
        y: { range: (): uPlot.Range.MinMax => [0, stepsTo(highestOf(given())).at(-1)!] },
      },
      series: [{}, ...uplotSeries()],
      axes: [
        {
          size: 24,
          gap: 6,
          font: font(),
          stroke: () => token('text-3'),
          grid: { show: false },
          ticks: { show: false },
          splits: (u) => labels(u).map(({ x }) => x),
          values: (u) => labels(u).map(({ text }) => text),
        },
        {
          size: (_, values) => 14 + 6.5 * Math.max(4, ...(values ?? []).map((value) => String(value).length)),
          gap: 8,
          font: font(),
          stroke: () => token('text-3'),
          grid: { stroke: () => token('grid'), width: 1 },
          ticks: { show: false },
          splits: () => stepsTo(highestOf(given())),
          values: (_, steps) => given().axisLabels(steps),
        },
      ],
      hooks: {
        draw: [
          drawOwn('below'),
          (u) => drawStacks(u, given(), barWidthOf(u, xRangeOf(given())), ground),
          drawOwn('above'),
          drawTypicalOf,
          drawLimitOf,
          (u) => drawLineEnds(u, given(), ground),
          (u) => drawNotes(u, given(), ground),
        ],
        setCursor: [(u) => given().onPoint((u.cursor.left ?? -1) < 0 ? undefined : (u.cursor.idx ?? undefined))],
      },
    },
    data(),
    chart.box,
  )
  plot.over.addEventListener('pointermove', scrub)
  if (given().onChoose) {
    plot.over.style.cursor = 'pointer'
    plot.over.addEventListener('click', () => {
      const index = plot.cursor.idx
      if (index !== null && index !== undefined) chart?.props.onChoose?.(index)
    })
  }

  /** uPlot follows the mouse only. A finger that moves sideways does the same; up and down still scrolls the page. */
  function scrub(event: PointerEvent) {
    if (event.pointerType === 'mouse') return
    plot.setCursor({ left: event.clientX - plot.over.getBoundingClientRect().left, top: 0 })
  }

  return {
    setSize: (width: number, height: number) => plot.setSize({ width, height }),
    size: () => ({ width: plot.width, height: plot.height }),
    /** Whether it can show what the chart is given now: uPlot cannot change the number of its series. */
    fits: () => plot.series.length === 1 + uplotSeries().length,
    update: () => plot.setData(data()),
    redraw: () => plot.redraw(true, true),
    destroy() {
      plot.destroy()
      // A drawing that was asked for before is done in a microtask of its own.
      queueMicrotask(() => {
        chart = undefined
      })
    },
  }
}
