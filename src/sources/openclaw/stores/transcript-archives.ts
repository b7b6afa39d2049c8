import type { Database } from 'bun:sqlite'
import type { Fact } from '../../../facts/fact.ts'
import type { Unread } from '../../../facts/source.ts'
import { columnsOf } from '../../../lib/foreign-database.ts'
import { unpackedLines } from '../../../lib/zstd.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { freshState } from './entry.ts'
import type { Reading } from './read-log.ts'
import { sessionFromEntry, sessionFromTranscript } from './session-facts.ts'
import { takeLines } from './transcript-lines.ts'

/** A packed transcript of more bytes is not read: what it would unpack to is beyond every limit. */
export const maxPackedBytes = 64 << 20

/** The bytes of a whole transcript, or why they are not read. */
export type Archive = { bytes: Uint8Array; isCompressed: boolean } | { reason: string }

/** Where an archive lies, and the cursor that says that it was read. */
type ArchivePlace = {
  unit: string
  archive: Archive
  cursor: unknown
  home: Home
  agent: string
  foreignId: string
  /** The session's key, where the archive names it. */
  key?: string
}

/** Reads deleted, reset and cold transcripts that the database holds as a whole; each is read once. */
export async function* readArchives(
  database: Database,
  path: string,
  home: Home,
  agent: string,
  reading: Reading,
): AsyncGenerator<Portion> {
  const { cursorOf } = reading
  if (columnsOf(database, 'session_transcript_archives').has('archive_blob')) {
    const all = database
      .query<{ id: string; generation: string; key: string; encoding: string }, []>(
        'SELECT session_id AS id, generation, session_key AS key, encoding FROM session_transcript_archives ORDER BY created_at DESC',
      )
      .all()
    for (const { id, generation, key, encoding } of all) {
      const unit = `${path}#archive:${id}:${generation}`
      if (cursorOf(unit) !== undefined) continue
      const archive = archiveIn(
        database
          .query<Blob, [string, string]>(
            `SELECT ${blobOf} FROM session_transcript_archives WHERE session_id = ? AND generation = ?`,
          )
          .get(id, generation),
        encoding === 'zstd',
      )
      if (archive) yield* readArchive({ unit, archive, cursor, home, agent, foreignId: id, key }, reading)
    }
  }
  if (columnsOf(database, 'session_transcript_cold_archives').has('archive_blob')) {
    const all = database
      .query<{ id: string; generation: string }, []>(
        'SELECT session_id AS id, generation FROM session_transcript_cold_archives WHERE archive_blob IS NOT NULL',
      )
      .all()
    for (const { id, generation } of all) {
      const unit = `${path}#cold:${id}:${generation}`
      if (cursorOf(unit) !== undefined) continue
      const archive = archiveIn(
        database
          .query<Blob, [string]>(`SELECT ${blobOf} FROM session_transcript_cold_archives WHERE session_id = ?`)
          .get(id),
        true,
      )
      if (archive) yield* readArchive({ unit, archive, cursor, home, agent, foreignId: id }, reading)
    }
  }
}

type Blob = { blob: Uint8Array | string | null; bytes: number }

const blobOf = `CASE WHEN length(archive_blob) <= ${maxPackedBytes} THEN archive_blob END AS blob, length(archive_blob) AS bytes`

/** An archive is read once, also where it is refused. */
const cursor = { done: true }

/** What a row holds of an archive; undefined for a row that is gone or empty. */
function archiveIn(row: Blob | null, isCompressed: boolean): Archive | undefined {
  if (!row?.bytes) return undefined
  const { blob, bytes } = row
  if (blob === null) return { reason: `it has ${Math.round(bytes / 1e6)} MB, more than is unpacked` }
  return { bytes: typeof blob === 'string' ? Buffer.from(blob) : blob, isCompressed }
}

/**
 * Reads a whole transcript of lines, a packed one through a window. What cannot be read is named and not tried again:
 * the cursor stands behind the last portion, whatever comes of the archive.
 */
export async function* readArchive(
  { unit, archive, cursor, home, agent, foreignId, key }: ArchivePlace,
  { work, limits }: Reading,
): AsyncGenerator<Portion> {
  let [facts, unread]: [Fact[], Unread[]] = [[], []]
  const state = structuredClone(freshState)
  const place = home.place(agent, foreignId)
  const cannotRead = (reason: string) => {
    unread.push({ unit, where: 'whole archive', reason })
  }
  if ('reason' in archive) cannotRead(archive.reason)
  else
    try {
      for await (const piece of piecesOf(archive, limits.unpackedBytes)) {
        // Only what more than the window holds is committed before the whole, and once more after an interruption.
        if (facts.length > 0 || unread.length > 0) yield { unit, facts, cursor: null, unread }
        work.bytes += piece.bytes.length
        ;({ facts, unread } = takeLines(piece, state, place, unit, work))
      }
    } catch (error) {
      cannotRead(`cannot be unpacked: ${(error as Error).message}`)
    }
  const catalogue =
    key === undefined
      ? {}
      : { ...sessionFromEntry(home, agent, key, foreignId, {}), current: false, status: 'done' as const }
  facts.push({ ...sessionFromTranscript(home, agent, foreignId, state), ...catalogue })
  yield { unit, facts, cursor, unread }
}

const piecesOf = ({ bytes, isCompressed }: Exclude<Archive, { reason: string }>, maxBytes: number) =>
  isCompressed ? unpackedLines(bytes, { maxBytes }) : [{ bytes, at: 0, tooLong: [] }]
