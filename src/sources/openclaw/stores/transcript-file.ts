import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { type Mark, readPieces } from '../../../lib/tail.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { freshState, type ParserState } from './entry.ts'
import type { Reading } from './read-log.ts'
import { sessionFromTranscript } from './session-facts.ts'
import { type Archive, maxPackedBytes, readArchive } from './transcript-archives.ts'
import { takeLines } from './transcript-lines.ts'

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
export async function* readTranscriptFile(
  home: Home,
  agent: string,
  path: string,
  reading: Reading,
): AsyncGenerator<Portion> {
  const { cursorOf, work } = reading
  const { foreignId, shape, compressed } = readName(basename(path))!
  const archived = shape === 'live' ? {} : { current: false }
  if (compressed) {
    // An archive that was read while it was still being written has another size when it is whole.
    const cursor = { bytes: statSync(path).size }
    if ((cursorOf(path) as typeof cursor | undefined)?.bytes === cursor.bytes) return
    const archive = readCompressed(path)
    for await (const portion of readArchive({ unit: path, archive, cursor, home, agent, foreignId }, reading))
      yield {
        ...portion,
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
    const { facts, unread } = takeLines(piece, state, place, path, work)
    facts.push({ ...sessionFromTranscript(home, agent, foreignId, state), ...archived })
    yield {
      unit: path,
      facts,
      cursor: { mark: piece.mark, state: structuredClone(state) } satisfies FileCursor,
      unread,
    }
  }
}

/** The bytes of an archive, or why it is not read. */
function readCompressed(path: string): Archive {
  const { size } = statSync(path)
  return size > maxPackedBytes
    ? { reason: `it has ${Math.round(size / 1e6)} MB, more than is unpacked` }
    : { bytes: readForeignFile(path, maxPackedBytes), isCompressed: true }
}
