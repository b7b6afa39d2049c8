import { stackLayers } from './chart-scale.ts'

/** Colours by the name of their token: `accent` for money, `text` for another single series, else the series in order. */
export type Ink = 'accent' | 'text' | 'text-2' | 'text-3' | 'series-other' | `series-${number}`

export type Values = (number | null)[]

/** What can be drawn, in one closed list. Null is a gap, and gaps stay gaps. */
export type Series =
  /** Bars. The last one stands for a period that is not over, and is the brightest. */
  | { kind: 'bars'; ink: Ink; values: Values }
  /** A straight line from value to value. `soft` fills the area below it, `dashed` is thin and for what was before, `last` marks where it ends. */
  | { kind: 'line'; ink: Ink; values: Values; soft?: boolean; dotted?: boolean; dashed?: boolean; last?: boolean }
  /** Bars in layers, the first layer at the bottom. */
  | { kind: 'stack'; layers: { ink: Ink; values: Values }[] }

/** A text in the plot, at a value of the x axis and a height. A chart draws two at most. */
export type Note = { x: number; y: number; text: string; ink?: Ink }

/** What a chart shows. */
export type ChartData = {
  /** Where the values stand on the x axis, ascending: indexes for bars, times for lines. */
  xs: number[]
  /** The ends of the x axis; without it the first and last of `xs`. */
  span?: [number, number]
  series: Series[]
  /** A dotted line across: what is usual. */
  typical?: number | undefined
  /** A solid line across, with its name: what is allowed. */
  limit?: { value: number; words: string } | undefined
  notes?: Note[]
  /** The y axis goes at least this high. */
  reach?: number | undefined
}

/** Where values stand on the canvas, in its own pixels. */
export type Plot = {
  ctx: CanvasRenderingContext2D
  box: { left: number; top: number; width: number; height: number }
  x(value: number): number
  y(value: number): number
  barWidth: number
  /** The value of a design token. */
  token(name: string): string
}

/** The rows of values that a series is drawn from; of bars the last one is a row of its own, because it is brighter. */
export function rowsOf(series: Series): Values[] {
  switch (series.kind) {
    case 'bars': {
      const last = series.values.length - 1
      return [
        series.values.map((value, index) => (index === last ? null : value)),
        series.values.map((value, index) => (index === last ? value : null)),
      ]
    }
    case 'line':
      return [series.values]
    case 'stack':
      return [stackLayers(series.layers.map(({ values }) => values)).at(-1) ?? []]
  }
}

/** The highest value that is drawn; 0 where there is none. */
export const highestOf = ({ series, typical, limit, reach }: ChartData): number =>
  Math.max(
    0,
    typical ?? 0,
    limit?.value ?? 0,
    reach ?? 0,
    ...series.flatMap(rowsOf).flatMap((values) => values.map((value) => value ?? 0)),
  )

export const hasBars = ({ series }: ChartData) => series.some(({ kind }) => kind !== 'line')

/** The ends of the x axis. Half a bar is added on both sides, so that the first and the last one are whole. */
export function xRangeOf(data: ChartData): [number, number] {
  const [from, to] = data.span ?? [data.xs[0] ?? 0, data.xs.at(-1) ?? 1]
  return hasBars(data) ? [from - 0.5, Math.max(from + 0.5, to + 0.5)] : [from, Math.max(from + 1, to)]
}

/** What a chart is given. */
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
