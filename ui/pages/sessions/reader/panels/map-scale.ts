import type { DigestMark } from '../../../../../src/facts/transcript-digest.ts'
import { lastAtOrBefore } from './turns.ts'

/**
 * How the marks of a transcript lie along a map. `starts` says for each mark where it begins, from 0 to 1. Where there is
 * a line for each mark they follow each other evenly. Else they lie as they do in the text, because a mark of long ago
 * stands for more of it; but none takes more room than eight of the usual, so that a row of 16 MB does not take the map.
 */
export type MapScale = { marks: readonly DigestMark[]; lineCount: number; starts: number[] }

const mostOfUsual = 8

export function mapScaleOf(marks: readonly DigestMark[], maxLines: number): MapScale {
  const lineCount = Math.min(marks.length, Math.max(1, maxLines))
  const spans = marks.map(({ position }, at) => (marks[at + 1]?.position ?? position) - position)
  const usual = spans.toSorted((a, b) => a - b)[spans.length >> 1] || 1
  const weights =
    marks.length <= lineCount
      ? marks.map(() => 1)
      : spans.map((span) => (span > 0 ? Math.min(span, usual * mostOfUsual) : usual))
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  let before = 0
  const starts = weights.map((weight) => {
    const start = before / total
    before += weight
    return start
  })
  return { marks, lineCount, starts }
}

/** Where a position lies on a map, from 0 to 1. */
export const shareOfPosition = ({ marks, starts }: MapScale, position: number): number =>
  starts[Math.max(0, lastAtOrBefore(marks, position))] ?? 0

/** The position at a share of a map, from 0 to 1; undefined on an empty map. */
export const positionAtShare = (scale: MapScale, share: number): number | undefined =>
  scale.marks[markAtShare(scale, share)]?.position

/** The mark that lies at a share of a map. */
export function markAtShare({ starts }: MapScale, share: number): number {
  let [from, to] = [0, starts.length]
  while (from < to) {
    const middle = (from + to) >> 1
    // Shares are sums of fractions: what is less than a rounding behind still begins here.
    if (starts[middle]! <= share + 1e-9) from = middle + 1
    else to = middle
  }
  return Math.max(0, from - 1)
}
