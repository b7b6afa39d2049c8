import type { DigestMark } from '../../../../../src/facts/transcript-digest.ts'
import { type MapScale, markAtShare } from './map-scale.ts'

/** A line of the map: one mark, or several where there are more marks than room. */
type MapLine = { kind: DigestMark['kind']; width: number; isLive: boolean }

/** From one line to the next, in CSS pixels. */
export const linePitch = 8
/** What a line is that stands for several marks: the first of these that is among them. */
const rank: DigestMark['kind'][] = ['error', 'person', 'note', 'agent', 'tool']
/** As many of the last lines may be live. */
const maxLive = 8
/** The lengths of the shortest and the longest line, as shares of the width. */
const [shortest, longest] = [0.35, 1]

/** The lines of a map, from its top to its bottom. Live are those since a person spoke, while the session works. */
export function mapLinesOf(scale: MapScale, isWorking: boolean): MapLine[] {
  const { marks, lineCount } = scale
  const lines = Array.from({ length: lineCount }, (_, at): MapLine => {
    const first = markAtShare(scale, at / lineCount)
    const end = at + 1 === lineCount ? marks.length : markAtShare(scale, (at + 1) / lineCount)
    const part = marks.slice(first, Math.max(end, first + 1))
    const kind = rank.find((kind) => part.some((mark) => mark.kind === kind)) ?? 'tool'
    const bytes = Math.max(1, ...part.map(({ bytes }) => bytes))
    // From some letters to some thousands: a length for each power of ten.
    const width = Math.min(longest, shortest + (Math.max(0, Math.log10(bytes) - 1) / 4) * (longest - shortest))
    return { kind, width, isLive: false }
  })
  if (!isWorking) return lines
  const spoke = lines.findLastIndex(({ kind }) => kind === 'person')
  return lines.map((line, at) =>
    at > Math.max(spoke, lines.length - 1 - maxLive) && line.kind !== 'error' ? { ...line, isLive: true } : line,
  )
}
