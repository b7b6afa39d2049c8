import { createEffect, on, onCleanup, onMount } from 'solid-js'
import uPlot from 'uplot'
import { stepsTo } from './chart-scale.ts'

export type BarChartProps = {
  /** From the oldest; the last one is not over yet. Null is a gap. */
  values: (number | null)[]
  /** The chart in a sentence, for those who do not see it. */
  sentence: string
  /** How the steps of the y axis are written. */
  axis(steps: number[]): string[]
  /** The names under the bars, as many as there is room for. */
  names(atMost: number): { index: number; text: string }[]
  /** A dotted line: what is usual. */
  typical: number | undefined
  /** Words above bars, two at most. */
  notes: { index: number; text: string }[]
  /** The bar one points at. */
  onPoint(index: number | undefined): void
}

const pastOpacity = 0.82
const widestBar = 48
const nameWidth = 58

/** Bars of money over time: the one place that knows uPlot. Colours are read from the tokens at every drawing. */
export function BarChart(props: BarChartProps) {
  let box!: HTMLDivElement
  let plot: uPlot | undefined

  const data = (): uPlot.AlignedData => {
    const last = props.values.length - 1
    return [
      props.values.map((_, index) => index),
      props.values.map((value, index) => (index === last ? null : value)),
      props.values.map((value, index) => (index === last ? value : null)),
    ]
  }
  const highest = () => Math.max(0, props.typical ?? 0, ...props.values.map((value) => value ?? 0))
  const token = (name: string) => getComputedStyle(box).getPropertyValue(`--${name}`).trim()
  const font = () => `${token('w-regular')} 11px ${token('font-ui')}`

  const bars = (alpha: number): uPlot.Series => ({
    paths: uPlot.paths.bars!({ size: [0.8, widestBar], radius: 0 }),
    points: { show: false },
    width: 0,
    alpha,
    fill: () => token('lamp'),
  })

  function make(width: number, height: number) {
    plot = new uPlot(
      {
        width,
        height,
        padding: [18, roomForLast, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: false, y: false, setScale: false },
          dataIdx: (_, __, closest) => closest,
        },
        scales: {
          x: { time: false, range: (): uPlot.Range.MinMax => [-0.5, Math.max(0.5, props.values.length - 0.5)] },
          y: { range: (): uPlot.Range.MinMax => [0, stepsTo(highest()).at(-1)!] },
        },
        series: [{}, bars(pastOpacity), bars(1)],
        axes: [
          {
            size: 24,
            gap: 6,
            font: font(),
            stroke: () => token('text-3'),
            grid: { show: false },
            ticks: { show: false },
            splits: (u) => names(u).map(({ index }) => index),
            values: (u) => names(u).map(({ text }) => text),
          },
          {
            size: (_, values) => 14 + 6.5 * Math.max(2, ...(values ?? []).map((value) => String(value).length)),
            gap: 8,
            font: font(),
            stroke: () => token('text-3'),
            grid: { stroke: () => token('grid'), width: 1 },
            ticks: { show: false },
            splits: () => stepsTo(highest()),
            values: (_, steps) => props.axis(steps),
          },
        ],
        hooks: { draw: [drawTypical, drawNotes], setCursor: [tell] },
      },
      data(),
      box,
    )
    plot.over.addEventListener('pointermove', scrub)
  }

  /** The last name is as wide as its bar or wider, and stands in the middle of it. */
  const roomForLast = (u: uPlot) => {
    const name = names(u).at(-1)?.text ?? ''
    return Math.max(2, Math.ceil(name.length * 3.2 - (u.width - 48) / props.values.length / 2))
  }
  const names = (u: uPlot) => props.names(Math.max(2, Math.floor((u.width - 48) / nameWidth)))

  function drawTypical(u: uPlot) {
    if (props.typical === undefined) return
    const { ctx, bbox } = u
    const y = Math.round(u.valToPos(props.typical, 'y', true))
    ctx.save()
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    // First a notch in the colour of the ground: the dots would not be seen on a bar.
    ctx.strokeStyle = token('panel')
    ctx.lineWidth = 4 * devicePixelRatio
    ctx.stroke()
    ctx.lineCap = 'round'
    ctx.setLineDash([0, 5 * devicePixelRatio])
    ctx.strokeStyle = token('text-3')
    ctx.lineWidth = 2 * devicePixelRatio
    ctx.stroke()
    ctx.restore()
  }

  function drawNotes(u: uPlot) {
    const { ctx, bbox } = u
    ctx.save()
    ctx.font = font().replace('11px', `${11 * devicePixelRatio}px`)
    ctx.fillStyle = token('text')
    ctx.textAlign = 'left'
    ctx.textBaseline = 'bottom'
    for (const { index, text } of props.notes.slice(0, 2)) {
      const width = ctx.measureText(text).width
      const middle = u.valToPos(index, 'x', true)
      const left = Math.min(Math.max(bbox.left, middle - width / 2), bbox.left + bbox.width - width)
      ctx.fillText(text, left, u.valToPos(props.values[index] ?? 0, 'y', true) - 4 * devicePixelRatio)
    }
    ctx.restore()
  }

  const tell = (u: uPlot) => props.onPoint((u.cursor.left ?? -1) < 0 ? undefined : (u.cursor.idx ?? undefined))

  /** uPlot follows the mouse; a finger that moves sideways does the same, up and down still scrolls the page. */
  function scrub(event: PointerEvent) {
    if (event.pointerType === 'mouse' || !plot) return
    plot.setCursor({ left: event.clientX - plot.over.getBoundingClientRect().left, top: 0 })
  }

  onMount(() => {
    const resize = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      if (width < 1 || height < 1) return
      if (plot) plot.setSize({ width, height })
      else make(width, height)
    })
    resize.observe(box)
    const theme = new MutationObserver(() => plot?.redraw(true, true))
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density'] })
    void document.fonts.ready.then(() => plot?.redraw(true, true))
    onCleanup(() => {
      resize.disconnect()
      theme.disconnect()
      plot?.destroy()
    })
  })
  createEffect(
    on(
      () => [props.values, props.typical, props.notes],
      () => plot?.setData(data()),
      { defer: true },
    ),
  )

  return <div class="chart" role="img" aria-label={props.sentence} ref={box} />
}
