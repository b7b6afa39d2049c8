import type { Fact } from '../../../facts/fact.ts'
import type { Unread, Work } from '../../../facts/source.ts'
import { eachLine } from '../../../lib/tail.ts'
import { type ParserState, type Place, takeText } from './entry.ts'

/** Whole lines, where they begin in their transcript, and the lines among them that were skipped. */
type Lines = { bytes: Uint8Array; at: number; tooLong: { at: number; bytes: number }[] }

const usageMark = Buffer.from('"usage"')
/** So many lines at the end of a piece are always parsed: they say how the session stands. */
const lastLines = 32

/**
 * Takes whole lines. Only those that can matter are parsed: with usage in them, before the title is known, or at the
 * end. Of the rest only the braces at both ends are checked.
 */
export function takeLines({ bytes, at, tooLong }: Lines, state: ParserState, place: Place, unit: string, work: Work) {
  const facts: Fact[] = []
  const unread: Unread[] = tooLong.map(({ at, bytes }) => ({
    unit,
    where: `byte ${at}`,
    reason: `a line of ${Math.round(bytes / 1e6)} MB is too long`,
  }))
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bounds: [start: number, end: number][] = []
  eachLine(bytes, (start, end) => bounds.push([start, end]))
  let nextUsage = buffer.indexOf(usageMark)

  bounds.forEach(([start, end], number) => {
    while (nextUsage !== -1 && nextUsage < start) nextUsage = buffer.indexOf(usageMark, start)
    const hasUsage = nextUsage !== -1 && nextUsage < end
    const matters = hasUsage || state.title === null || number >= bounds.length - lastLines || mayName(buffer, start)
    if (!matters) {
      if (buffer[start] !== 0x7b || !endsWhole(buffer, end))
        unread.push({ unit, where: `byte ${at + start}`, reason: 'not a JSON object' })
      return
    }
    work.entries++
    const taken = takeText(state, buffer.toString('utf8', start, end), place)
    if ('reason' in taken) unread.push({ unit, where: `byte ${at + start}`, reason: taken.reason })
    else if (taken.usage) facts.push(taken.usage)
  })
  return { facts, unread }
}

/**
 * Whether a line may be a `model_change` or `model-snapshot`, which are short and rare: they name the model of answers
 * that do not.
 */
const mayName = (buffer: Buffer, start: number) => {
  const head = buffer.toString('latin1', start, Math.min(start + 80, buffer.length))
  return head.includes('"model_change"') || head.includes('"model-snapshot"')
}

/** Whether a line ends with a closing brace, before a carriage return at most. */
const endsWhole = (buffer: Buffer, end: number) =>
  buffer[end - 1] === 0x7d || (buffer[end - 1] === 0x0d && buffer[end - 2] === 0x7d)
