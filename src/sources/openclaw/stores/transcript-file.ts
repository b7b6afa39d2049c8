import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Fact } from '../../../facts/fact.ts'
import type { Unread, Work } from '../../../facts/source.ts'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { eachLine, type Mark, readPieces } from '../../../lib/tail.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { freshState, type ParserState, type Place, takeText } from './entry.ts'
import type { Reading } from './read-log.ts'
import { sessionFromTranscript } from './session-facts.ts'
import { readArchive } from './transcript-archives.ts'
import { maxArchiveBytes } from './unpack.ts'

/** How far a transcript file was read. */
type FileCursor = { mark: Mark; state: ParserState }

type TranscriptName = { foreignId: string; shape: 'live' | 'reset' | 'deleted'; compressed: boolean }

const name = /^(.+?)\.jsonl(?:\.(reset|deleted)\.[^/]*?)?(\.zst)?$/

/**
 * The parts of the name of a file in `sessions/`; undefined for a file that is no transcript: trajectories, checkpoints
 * (copies of what the transcript holds), locks.
 */
export function readName(file: string): TranscriptName | undefined {
  const [, foreignId, shape, zst] = name.exec(file) ?? []
  if (!foreignId || /\.(trajectory|checkpoint)\b/.test(foreignId)) return undefined
  return { foreignId, shape: shape === 'reset' || shape === 'deleted' ? shape : 'live', compressed: zst !== undefined }
}

/** Reads what lies behind the cursor in one transcript file. Throws only what opening the file throws. */
export function* readTranscriptFile(
  home: Home,
  agent: string,
  path: string,
  { cursorOf, work }: Reading,
): Generator<Portion> {
  const { foreignId, shape, compressed } = readName(basename(path))!
  const archived = shape === 'live' ? {} : { current: false }
  if (compressed) {
    // An archive that was read while it was still being written has another size when it is whole.
    const cursor = { bytes: statSync(path).size }
    if ((cursorOf(path) as typeof cursor | undefined)?.bytes === cursor.bytes) return
    const bytes = readForeignFile(path, maxArchiveBytes)
    const portion = readArchive({ unit: path, bytes, isCompressed: true, home, agent, foreignId, work })
    yield {
      ...portion,
      cursor,
      facts: portion.facts.map((fact) => (fact.kind === 'session' ? { ...fact, ...archived } : fact)),
    }
    return
  }

  const cursor = cursorOf(path) as FileCursor | undefined
  let state = structuredClone(cursor?.state ?? freshState)
  const place = home.place(agent, foreignId)
  const onRead = (bytes: number) => {
    work.bytes += bytes
  }
  for (const piece of readPieces(path, cursor?.mark, { onRead })) {
    if (piece.restarted) state = structuredClone(freshState)
    const { facts, unread } = takeLines(piece.bytes, piece.at, state, place, path, work)
    for (const { at, bytes } of piece.tooLong)
      unread.push({ unit: path, where: `byte ${at}`, reason: `a line of ${Math.round(bytes / 1e6)} MB is too long` })
    facts.push({ ...sessionFromTranscript(home, agent, foreignId, state), ...archived })
    yield {
      unit: path,
      facts,
      cursor: { mark: piece.mark, state: structuredClone(state) } satisfies FileCursor,
      unread,
    }
  }
}

const usageMark = Buffer.from('"usage"')
/** So many lines at the end of a piece are always parsed: they say how the session stands. */
const lastLines = 32

/**
 * Takes whole lines. Only those that can matter are parsed: with usage in them, before the title is known, or at the
 * end. Of the rest only the braces at both ends are checked.
 */
function takeLines(bytes: Uint8Array, at: number, state: ParserState, place: Place, unit: string, work: Work) {
  const facts: Fact[] = []
  const unread: Unread[] = []
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
