import type uPlot from 'uplot'
import type { ChartData, Ink, Series } from './chart-model.ts'
import { stackLayers } from './chart-scale.ts'

const pastOpacity = 0.82
const maxBarWidth = 48

/** The colours and the font of a chart, read from the design tokens at every drawing, so that a theme may change. */
export type Ground = { token(name: string): string; font(): string }

const canvasFont = (font: string) => font.replace('11px', `${11 * devicePixelRatio}px`)

/** The width of a bar on the canvas, in its own pixels. */
export const barWidthOf = ({ bbox }: uPlot, [from, to]: [number, number]) =>
  Math.min((bbox.width / (to - from)) * 0.8, maxBarWidth * devicePixelRatio)

/** Layers of bars. A layer ends a pixel below the next, so that neighbours stay apart. */
export function drawStacks(u: uPlot, { xs, series }: ChartData, barWidth: number, { token }: Ground) {
  const { ctx } = u
  ctx.save()
  for (const { layers } of series.filter((one) => one.kind === 'stack')) {
    const tops = stackLayers(layers.map(({ values }) => values))
    for (const [layer, { ink, values }] of layers.entries()) {
      ctx.fillStyle = token(ink)
      for (const [index, value] of values.entries()) {
        if (!value) continue
        const top = u.valToPos(tops[layer]![index]!, 'y', true)
        const bottom = u.valToPos(tops[layer]![index]! - value, 'y', true)
        const height = Math.max(0, bottom - top - (layer < layers.length - 1 ? devicePixelRatio : 0))
        ctx.globalAlpha = index === xs.length - 1 ? 1 : pastOpacity
        ctx.fillRect(u.valToPos(xs[index]!, 'x', true) - barWidth / 2, bottom - height, barWidth, height)
      }
    }
  }
  ctx.restore()
}

function lineAcross({ ctx, bbox }: uPlot, y: number) {
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
}

/** The dotted line of what is usual. Each dot has a rim in the colour of the ground, or bars would hide it. */
export function drawTypical(u: uPlot, value: number, { token }: Ground) {
  const { ctx } = u
  ctx.save()
  lineAcross(u, Math.round(u.valToPos(value, 'y', true)))
  ctx.lineCap = 'round'
  ctx.setLineDash([0, 6 * devicePixelRatio])
  ctx.strokeStyle = token('panel')
  ctx.lineWidth = 4 * devicePixelRatio
  ctx.stroke()
  ctx.strokeStyle = token('text-2')
  ctx.lineWidth = 2 * devicePixelRatio
  ctx.stroke()
  ctx.restore()
}

/** The line of what is allowed. Its name stands below it at the left, where a day begins and little is drawn. */
export function drawLimit(u: uPlot, { value, words }: { value: number; words: string }, ground: Ground) {
  const { ctx, bbox } = u
  // A line that is one pixel wide is sharp only in the middle of a pixel.
  const y = Math.round(u.valToPos(value, 'y', true)) + (devicePixelRatio % 2) / 2
  ctx.save()
  lineAcross(u, y)
  ctx.strokeStyle = ground.token('text-2')
  ctx.lineWidth = devicePixelRatio
  ctx.stroke()
  drawText(
    u,
    words,
    { left: bbox.left + 6 * devicePixelRatio, bottom: y + 14 * devicePixelRatio, ink: 'text-2' },
    ground,
  )
  ctx.restore()
}

/** A dot where each line ends that asks for one. */
export function drawLineEnds(u: uPlot, { xs, series }: ChartData, { token }: Ground) {
  const { ctx } = u
  for (const one of series) {
    if (one.kind !== 'line' || !one.last) continue
    const index = one.values.findLastIndex((value) => value !== null)
    if (index === -1) continue
    ctx.save()
    ctx.beginPath()
    const x = u.valToPos(xs[index]!, 'x', true)
    ctx.arc(x, u.valToPos(one.values[index]!, 'y', true), 3.5 * devicePixelRatio, 0, 2 * Math.PI)
    ctx.fillStyle = token(one.ink)
    ctx.strokeStyle = token('panel')
    ctx.lineWidth = 2 * devicePixelRatio
    ctx.stroke()
    ctx.fill()
    ctx.restore()
  }
}

/** The first two notes, each above its point and inside the plot. */
export function drawNotes(u: uPlot, { notes = [] }: ChartData, ground: Ground) {
  for (const { x, y, text, ink = 'text' } of notes.slice(0, 2)) {
    u.ctx.save()
    u.ctx.font = canvasFont(ground.font())
    const width = u.ctx.measureText(text).width
    const { left, width: room } = u.bbox
    const from = Math.min(Math.max(left, u.valToPos(x, 'x', true) - width / 2), left + room - width)
    drawText(u, text, { left: from, bottom: u.valToPos(y, 'y', true) - 4 * devicePixelRatio, ink }, ground)
    u.ctx.restore()
  }
}

/** A text with a rim in the colour of the ground, so that no line runs through its letters. */
function drawText(
  { ctx }: uPlot,
  text: string,
  { left, bottom, ink }: { left: number; bottom: number; ink: Ink },
  { token, font }: Ground,
) {
  ctx.font = canvasFont(font())
  ctx.textAlign = 'left'
  ctx.textBaseline = 'bottom'
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3 * devicePixelRatio
  ctx.strokeStyle = token('panel')
  ctx.strokeText(text, left, bottom)
  ctx.fillStyle = token(ink)
  ctx.fillText(text, left, bottom)
}

/** An eighth of a colour. Tokens are written as `#rrggbb`. */
export const faint = (colour: string) => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}1f` : 'transparent')

/** How a series is drawn that uPlot draws by itself; stacks are drawn by `drawStacks`. */
export function uplotSeriesOf(
  series: Series,
  paths: uPlot.Series.PathBuilderFactories,
  { token }: Ground,
): uPlot.Series[] {
  const bars = (ink: Ink, alpha: number): uPlot.Series => ({
    paths: paths.bars!({ size: [0.8, maxBarWidth], radius: 0 }),
    points: { show: false },
    width: 0,
    alpha,
    fill: () => token(ink),
  })
  switch (series.kind) {
    case 'bars':
      return [bars(series.ink, pastOpacity), bars(series.ink, 1)]
    case 'line':
      return [
        {
          paths: paths.linear!(),
          points: { show: false },
          spanGaps: false,
          width: series.dotted || series.dashed ? 1.5 : 2,
          stroke: () => token(series.ink),
          ...(series.dashed && { dash: [4, 4] }),
          ...(series.dotted && { dash: [0, 5], cap: 'round' as const }),
          ...(series.soft && { fill: () => faint(token(series.ink)) }),
        },
      ]
    case 'stack':
      return [{ paths: () => null, points: { show: false } }]
  }
}
