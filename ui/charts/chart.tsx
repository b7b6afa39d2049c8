import { createEffect, on, onCleanup, onMount } from 'solid-js'
import uPlot from 'uplot'
import { stackLayers, stepsTo } from './chart-scale.ts'

/** Colours by the name of their token: money is lamp, a single other thing text, several things the series in order. */
export type Ink = 'lamp' | 'text' | 'text-2' | 'text-3' | 'series-other' | `series-${number}`

type Values = (number | null)[]

/** What can be drawn, in one closed list. Null is a gap, and gaps stay gaps. */
export type Series =
  /** Bars, the last one not over yet and therefore the brightest. */
  | { kind: 'bars'; ink: Ink; values: Values }
  /** A straight line from value to value. `soft` fills what is below it, `last` marks where it ends. */
  | { kind: 'line'; ink: Ink; values: Values; soft?: boolean; dotted?: boolean; last?: boolean }
  /** Bars in layers, the first one at the bottom. */
  | { kind: 'stack'; layers: { ink: Ink; values: Values }[] }

/** Words in the plot, at a place of the x axis and a height; two at most. */
export type Note = { x: number; y: number; text: string; ink?: Ink }

export type ChartProps = {
  /** Where the values stand, ascending: indexes for bars, times for lines. */
  xs: number[]
  /** From where to where the x axis goes; without it as far as the values do. */
  span?: [number, number]
  series: Series[]
  /** The chart in a sentence, for those who do not see it. */
  sentence: string
  /** How the steps of the y axis are written. */
  axis(steps: number[]): string[]
  /** The names under the plot, as many as there is room for. */
  names(atMost: number): { x: number; text: string }[]
  /** A dotted line across: what is usual. */
  typical?: number | undefined
  /** A solid line across, with its words: what is allowed. */
  limit?: { value: number; words: string } | undefined
  notes?: Note[]
  /** The y axis goes at least so high. */
  reach?: number | undefined
  /** Draws what only this chart has, below and above everything else. */
  draw?(where: 'below' | 'above', plot: Plot): void
  /** The value one points at. */
  onPoint(index: number | undefined): void
  /** The value one clicks on. */
  onChoose?(index: number): void
}

/** Where values stand on the canvas, in its own pixels. */
export type Plot = {
  ctx: CanvasRenderingContext2D
  box: { left: number; top: number; width: number; height: number }
  x(value: number): number
  y(value: number): number
  barWidth: number
  token(name: string): string
}

const pastOpacity = 0.82
const widestBar = 48
const nameWidth = 58
/** A chart is drawn anew at most this often. */
const restMs = 1_000

/** Values over time: the one place that knows uPlot. Colours are read from the tokens at every drawing. */
export function Chart(props: ChartProps) {
  let box!: HTMLDivElement
  let plot: uPlot | undefined

  const last = () => props.xs.length - 1
  const onlyLast = (values: Values) => values.map((value, index) => (index === last() ? value : null))
  const butLast = (values: Values) => values.map((value, index) => (index === last() ? null : value))
  const stacks = () => props.series.filter((series) => series.kind === 'stack')
  const data = () => [props.xs, ...props.series.flatMap(rowsOf)] as uPlot.AlignedData
  const rowsOf = (series: Series): Values[] => {
    switch (series.kind) {
      case 'bars':
        return [butLast(series.values), onlyLast(series.values)]
      case 'line':
        return [series.values]
      case 'stack':
        return [stackLayers(series.layers.map(({ values }) => values)).at(-1) ?? []]
    }
  }
  const highest = () =>
    Math.max(
      0,
      props.typical ?? 0,
      props.limit?.value ?? 0,
      props.reach ?? 0,
      ...data()
        .slice(1)
        .flatMap((values) => [...(values as Values)].map((value) => value ?? 0)),
    )
  const isBarred = () => props.series.some(({ kind }) => kind !== 'line')
  const xRange = (): [number, number] => {
    const [from, to] = props.span ?? [props.xs[0] ?? 0, props.xs.at(-1) ?? 1]
    return isBarred() ? [from - 0.5, Math.max(from + 0.5, to + 0.5)] : [from, Math.max(from + 1, to)]
  }
  const token = (name: string) => getComputedStyle(box).getPropertyValue(`--${name}`).trim()
  const font = () => `${token('w-regular')} 11px ${token('font-ui')}`

  const bars = (ink: Ink, alpha: number): uPlot.Series => ({
    paths: uPlot.paths.bars!({ size: [0.8, widestBar], radius: 0 }),
    points: { show: false },
    width: 0,
    alpha,
    fill: () => token(ink),
  })
  const drawnAs = (series: Series): uPlot.Series[] => {
    switch (series.kind) {
      case 'bars':
        return [bars(series.ink, pastOpacity), bars(series.ink, 1)]
      case 'line':
        return [
          {
            paths: uPlot.paths.linear!(),
            points: { show: false },
            spanGaps: false,
            width: series.dotted ? 1.5 : 2,
            stroke: () => token(series.ink),
            ...(series.dotted && { dash: [0, 5], cap: 'round' as const }),
            ...(series.soft && { fill: () => faint(token(series.ink)) }),
          },
        ]
      case 'stack':
        return [{ paths: () => null, points: { show: false } }]
    }
  }

  function make(width: number, height: number) {
    plot = new uPlot(
      {
        width,
        height,
        padding: [isBarred() ? 18 : 8, roomForLast, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: false, y: false, setScale: false },
          dataIdx: (_, __, closest) => closest,
        },
        scales: {
          x: { time: false, range: xRange },
          y: { range: (): uPlot.Range.MinMax => [0, stepsTo(highest()).at(-1)!] },
        },
        series: [{}, ...props.series.flatMap(drawnAs)],
        axes: [
          {
            size: 24,
            gap: 6,
            font: font(),
            stroke: () => token('text-3'),
            grid: { show: false },
            ticks: { show: false },
            splits: (u) => names(u).map(({ x }) => x),
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
        hooks: {
          draw: [drawOwn('below'), drawStacks, drawOwn('above'), drawTypical, drawLimit, drawEnds, drawNotes],
          setCursor: [tell],
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

  /** The last name stands in the middle of its place, and reaches over the edge where that is near. */
  const roomForLast = (u: uPlot) => {
    const name = names(u).at(-1)
    const [from, to] = xRange()
    const toEdge = name ? ((to - name.x) / (to - from)) * (u.width - 48) : 0
    return Math.max(
      props.series.some((series) => series.kind === 'line' && series.last) ? 6 : 2,
      Math.ceil((name?.text.length ?? 0) * 3.2 - toEdge),
    )
  }
  const names = (u: uPlot) => props.names(Math.max(2, Math.floor((u.width - 48) / nameWidth)))

  function drawStacks(u: uPlot) {
    const { ctx } = u
    const width = barWidth(u)
    ctx.save()
    for (const { layers } of stacks()) {
      const tops = stackLayers(layers.map(({ values }) => values))
      for (const [layer, { ink, values }] of layers.entries()) {
        ctx.fillStyle = token(ink)
        for (const [index, value] of values.entries()) {
          if (!value) continue
          const top = u.valToPos(tops[layer]![index]!, 'y', true)
          const bottom = u.valToPos(tops[layer]![index]! - value, 'y', true)
          // A layer ends a pixel below the next, so that neighbours stay apart.
          const height = Math.max(0, bottom - top - (layer < layers.length - 1 ? devicePixelRatio : 0))
          ctx.globalAlpha = index === last() ? 1 : pastOpacity
          ctx.fillRect(u.valToPos(props.xs[index]!, 'x', true) - width / 2, bottom - height, width, height)
        }
      }
    }
    ctx.restore()
  }

  const barWidth = ({ bbox }: uPlot) => {
    const [from, to] = xRange()
    return Math.min((bbox.width / (to - from)) * 0.8, widestBar * devicePixelRatio)
  }

  const drawOwn = (where: 'below' | 'above') => (u: uPlot) =>
    props.draw?.(where, {
      ctx: u.ctx,
      box: u.bbox,
      x: (value) => u.valToPos(value, 'x', true),
      y: (value) => u.valToPos(value, 'y', true),
      barWidth: barWidth(u),
      token,
    })

  function lineAcross({ ctx, bbox }: uPlot, y: number) {
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
  }

  function drawTypical(u: uPlot) {
    if (props.typical === undefined) return
    const { ctx } = u
    ctx.save()
    lineAcross(u, Math.round(u.valToPos(props.typical, 'y', true)))
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

  /** The words stand below their line, on the ground, where the day begins and little is drawn. */
  function drawLimit(u: uPlot) {
    if (!props.limit) return
    const { ctx, bbox } = u
    // A line one pixel wide stands in the middle of its pixel.
    const y = Math.round(u.valToPos(props.limit.value, 'y', true)) + (devicePixelRatio % 2) / 2
    ctx.save()
    lineAcross(u, y)
    ctx.strokeStyle = token('text-2')
    ctx.lineWidth = devicePixelRatio
    ctx.stroke()
    write(u, props.limit.words, bbox.left + 6 * devicePixelRatio, y + 14 * devicePixelRatio, token('text-2'))
    ctx.restore()
  }

  function drawEnds(u: uPlot) {
    const { ctx } = u
    for (const series of props.series) {
      if (series.kind !== 'line' || !series.last) continue
      const index = series.values.findLastIndex((value) => value !== null)
      if (index === -1) continue
      ctx.save()
      ctx.beginPath()
      const x = u.valToPos(props.xs[index]!, 'x', true)
      ctx.arc(x, u.valToPos(series.values[index]!, 'y', true), 3.5 * devicePixelRatio, 0, 2 * Math.PI)
      ctx.fillStyle = token(series.ink)
      ctx.strokeStyle = token('panel')
      ctx.lineWidth = 2 * devicePixelRatio
      ctx.stroke()
      ctx.fill()
      ctx.restore()
    }
  }

  function drawNotes(u: uPlot) {
    for (const { x, y, text, ink } of (props.notes ?? []).slice(0, 2)) {
      u.ctx.save()
      u.ctx.font = font().replace('11px', `${11 * devicePixelRatio}px`)
      const width = u.ctx.measureText(text).width
      const { left, width: room } = u.bbox
      const from = Math.min(Math.max(left, u.valToPos(x, 'x', true) - width / 2), left + room - width)
      write(u, text, from, u.valToPos(y, 'y', true) - 4 * devicePixelRatio, token(ink ?? 'text'))
      u.ctx.restore()
    }
  }

  /** With a rim of the ground, so that no line runs through the letters. */
  function write({ ctx }: uPlot, text: string, left: number, bottom: number, colour: string) {
    ctx.font = font().replace('11px', `${11 * devicePixelRatio}px`)
    ctx.textAlign = 'left'
    ctx.textBaseline = 'bottom'
    ctx.lineJoin = 'round'
    ctx.lineWidth = 3 * devicePixelRatio
    ctx.strokeStyle = token('panel')
    ctx.strokeText(text, left, bottom)
    ctx.fillStyle = colour
    ctx.fillText(text, left, bottom)
  }

  const tell = (u: uPlot) => props.onPoint((u.cursor.left ?? -1) < 0 ? undefined : (u.cursor.idx ?? undefined))

  /** uPlot follows the mouse; a finger that moves sideways does the same, up and down still scrolls the page. */
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
      Math.max(0, restMs - (performance.now() - drawnAt)),
    )
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
        // Another number of things to draw is another chart.
        if (plot && plot.series.length !== 1 + props.series.flatMap(drawnAs).length) {
          const { width, height } = plot
          plot.destroy()
          make(width, height)
        } else drawSoon()
      },
      { defer: true },
    ),
  )

  return <div class="chart" role="img" aria-label={props.sentence} ref={box} />
}

/** An eighth of a colour: tokens are written as #rrggbb. */
const faint = (colour: string) => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}1f` : 'transparent')
