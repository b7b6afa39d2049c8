import { createEffect, on, onCleanup, onMount } from 'solid-js'
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
import { type ChartData, hasBars, highestOf, type Plot, rowsOf, xRangeOf } from './chart-model.ts'
import { stepsTo } from './chart-scale.ts'

export type ChartProps = ChartData & {
  /** The chart in a sentence, for those who do not see it. */
  sentence: string
  /** The labels of the steps of the y axis. */
  axisLabels(steps: number[]): string[]
  /** The labels of the x axis, no more than there is room for. */
  labels(maxLabels: number): { x: number; text: string }[]
  /** Draws what only this chart has, below and above everything else. */
  draw?(where: 'below' | 'above', plot: Plot): void
  /** The index of the value one points at. */
  onPoint(index: number | undefined): void
  /** The index of the value one clicks on. */
  onChoose?(index: number): void
}

/** The room of one label of the x axis, in CSS pixels. */
const labelWidth = 58
/** The room of the labels of the y axis, in CSS pixels. */
const axisWidth = 48
/** A chart is drawn again at most this often. */
const minRedrawMs = 1_000

/** Values over time. This is the one component that uses uPlot. */
export function Chart(props: ChartProps) {
  let box!: HTMLDivElement
  let plot: uPlot | undefined

  const data = () => [props.xs, ...props.series.flatMap(rowsOf)] as uPlot.AlignedData
  const token = (name: string) => getComputedStyle(box).getPropertyValue(`--${name}`).trim()
  const font = () => `${token('w-regular')} 11px ${token('font-ui')}`
  const ground: Ground = { token, font }
  const uplotSeries = () => props.series.flatMap((series) => uplotSeriesOf(series, uPlot.paths, ground))
  const labels = (u: uPlot) => props.labels(Math.max(2, Math.floor((u.width - axisWidth) / labelWidth)))

  /** The last label stands in the middle below its value, and needs room beyond the plot where that is at the edge. */
  function roomAtRight(u: uPlot) {
    const label = labels(u).at(-1)
    const [from, to] = xRangeOf(props)
    const toEdge = label ? ((to - label.x) / (to - from)) * (u.width - axisWidth) : 0
    const marksEnd = props.series.some((series) => series.kind === 'line' && series.last)
    return Math.max(marksEnd ? 6 : 2, Math.ceil((label?.text.length ?? 0) * 3.2 - toEdge))
  }

  const drawOwn = (where: 'below' | 'above') => (u: uPlot) =>
    props.draw?.(where, {
      ctx: u.ctx,
      box: u.bbox,
      x: (value) => u.valToPos(value, 'x', true),
      y: (value) => u.valToPos(value, 'y', true),
      barWidth: barWidthOf(u, xRangeOf(props)),
      token,
    })

  function create(width: number, height: number) {
    plot = new uPlot(
      {
        width,
        height,
        padding: [hasBars(props) ? 18 : 8, roomAtRight, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: false, y: false, setScale: false },
          dataIdx: (_, __, closest) => closest,
        },
        scales: {
          x: { time: false, range: () => xRangeOf(props) },
          y: { range: (): uPlot.Range.MinMax => [0, stepsTo(highestOf(props)).at(-1)!] },
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
            size: (_, values) => 14 + 6.5 * Math.max(2, ...(values ?? []).map((value) => String(value).length)),
            gap: 8,
            font: font(),
            stroke: () => token('text-3'),
            grid: { stroke: () => token('grid'), width: 1 },
            ticks: { show: false },
            splits: () => stepsTo(highestOf(props)),
            values: (_, steps) => props.axisLabels(steps),
          },
        ],
        hooks: {
          draw: [
            drawOwn('below'),
            (u) => drawStacks(u, props, barWidthOf(u, xRangeOf(props)), ground),
            drawOwn('above'),
            (u) => props.typical !== undefined && drawTypical(u, props.typical, ground),
            (u) => props.limit && drawLimit(u, props.limit, ground),
            (u) => drawLineEnds(u, props, ground),
            (u) => drawNotes(u, props, ground),
          ],
          setCursor: [(u) => props.onPoint((u.cursor.left ?? -1) < 0 ? undefined : (u.cursor.idx ?? undefined))],
        },
      },
      data(),
      box,
    )
    plot.over.addEventListener('pointermove', scrub)
    if (!props.onChoose) return
    plot.over.style.cursor = 'pointer'
    plot.over.addEventListener('click', () => {
      const index = plot?.cursor.idx
      if (index !== null && index !== undefined) props.onChoose?.(index)
    })
  }

  /** uPlot follows the mouse only. A finger that moves sideways does the same; up and down still scrolls the page. */
  function scrub(event: PointerEvent) {
    if (event.pointerType === 'mouse' || !plot) return
    plot.setCursor({ left: event.clientX - plot.over.getBoundingClientRect().left, top: 0 })
  }

  let drawnAt = 0
  let drawing: number | undefined
  function drawSoon() {
    drawing ??= window.setTimeout(
      () => {
        drawing = undefined
        drawnAt = performance.now()
        plot?.setData(data())
      },
      Math.max(0, minRedrawMs - (performance.now() - drawnAt)),
    )
  }

  onMount(() => {
    const resize = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      if (width < 1 || height < 1) return
      if (plot) plot.setSize({ width, height })
      else create(width, height)
    })
    resize.observe(box)
    const theme = new MutationObserver(() => plot?.redraw(true, true))
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density'] })
    void document.fonts.ready.then(() => plot?.redraw(true, true))
    onCleanup(() => {
      clearTimeout(drawing)
      resize.disconnect()
      theme.disconnect()
      plot?.destroy()
    })
  })
  createEffect(
    on(
      () => [props.xs, props.series, props.typical, props.limit, props.notes, props.span, props.reach],
      () => {
        // uPlot cannot change the number of its series, so another number of them needs another plot.
        if (plot && plot.series.length !== 1 + uplotSeries().length) {
          const { width, height } = plot
          plot.destroy()
          create(width, height)
        } else drawSoon()
      },
      { defer: true },
    ),
  )

  return <div class="chart" role="img" aria-label={props.sentence} ref={box} />
}
