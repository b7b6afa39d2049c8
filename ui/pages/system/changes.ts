import type { MeasureUnit } from '../../../src/health/kept-measures.ts'
import type { MeasureSeries, MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import type { ChartSpec } from './charts.ts'
import { changeWords } from './measure-words.ts'
import { gapsOf, sumOf } from './series.ts'

export type Change = {
  id: string
  title: string
  words: string
  now: number
  before: number
  unit: MeasureUnit
  /** How much it matters: for a share its points, else by how many times it changed. */
  weight: number
}

/** A change below this is the usual up and down: five points of a share, a fifth of anything else. */
const leastPoints = 5
const leastShare = 0.2
const maxChanges = 4

/** What is markedly other than it was, the most first. */
export function changesOf(charts: readonly ChartSpec[], now: MeasuresOverTime, before: MeasuresOverTime): Change[] {
  const meanOf = ({ measures }: MeasuresOverTime, id: string) => {
    const series = measures.find((one) => one.id === id)
    return series ? sumOf(series).mean : null
  }
  return charts
    .flatMap(({ lines, title, about, unit, id }): Change[] => {
      const [line] = lines
      if (!line || lines.length > 1) return []
      const [mean, then] = [meanOf(now, line.id), meanOf(before, line.id)]
      if (mean === null || then === null) return []
      const by = Math.abs(mean - then)
      const share = then === 0 ? (mean === 0 ? 0 : 1) : by / then
      const isMarked = unit === 'percent' ? by >= leastPoints : share >= leastShare
      const words = changeWords(mean, then, unit)
      if (!isMarked || words === null || words === 'same') return []
      const name = about === '' || about.includes('%') ? title : `${title}, ${about}`
      return [{ id, title: name, words, now: mean, before: then, unit, weight: unit === 'percent' ? by / 25 : share }]
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, maxChanges)
}

type Gap = { from: number; to: number }

/** When nothing was read, by the measure that every machine has; the longest first. */
export function missingOf({ at, stepMs, measures }: MeasuresOverTime): Gap[] {
  const series: MeasureSeries | undefined = measures.find(({ id }) => id === 'cpu.percent') ?? measures[0]
  return gapsOf(series?.mean ?? [])
    .map(({ first, last }) => ({ from: at[first]!, to: at[last]! + stepMs }))
    .sort((a, b) => b.to - b.from - (a.to - a.from))
}
