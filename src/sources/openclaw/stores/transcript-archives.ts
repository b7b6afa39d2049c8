import type { Database } from 'bun:sqlite'
import type { Fact } from '../../../facts/fact.ts'
import type { Unread, Work } from '../../../facts/source.ts'
import { columnsOf } from '../../../lib/foreign-database.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { freshState, takeText } from './entry.ts'
import type { Reading } from './read-log.ts'
import { sessionFromEntry, sessionFromTranscript } from './session-facts.ts'
import { maxTranscriptBytes, unpack } from './unpack.ts'

type Archive = {
  unit: string
  bytes: Uint8Array
  isCompressed: boolean
  home: Home
  agent: string
  foreignId: string
  /** The session's key, where the archive names it. */
  key?: string
  work: Work
}

/** Reads deleted, reset and cold transcripts that the database holds as a whole; each is read once. */
export function* readArchives(
  database: Database,
  path: string,
  home: Home,
  agent: string,
  { cursorOf, work }: Reading,
): Generator<Portion> {
  if (columnsOf(database, 'session_transcript_archives').has('archive_blob')) {
    const all = database
      .query<{ id: string; generation: string; key: string; encoding: string }, []>(
        'SELECT session_id AS id, generation, session_key AS key, encoding FROM session_transcript_archives ORDER BY created_at DESC',
      )
      .all()
    for (const { id, generation, key, encoding } of all) {
      const unit = `${path}#archive:${id}:${generation}`
      if (cursorOf(unit) !== undefined) continue
      const blob = database
        .query<{ blob: Uint8Array }, [string, string]>(
          'SELECT archive_blob AS blob FROM session_transcript_archives WHERE session_id = ? AND generation = ?',
        )
        .get(id, generation)?.blob
      if (blob)
        yield readArchive({
          unit,
          bytes: blob,
          isCompressed: encoding === 'zstd',
          home,
          agent,
          foreignId: id,
          key,
          work,
        })
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
      const blob = database
        .query<{ blob: Uint8Array }, [string]>(
          'SELECT archive_blob AS blob FROM session_transcript_cold_archives WHERE session_id = ?',
        )
        .get(id)?.blob
      if (blob) yield readArchive({ unit, bytes: blob, isCompressed: true, home, agent, foreignId: id, work })
    }
  }
}

/** Reads a whole transcript of lines. What cannot be read is named, and not tried again. */
export function readArchive({ unit, bytes, isCompressed, home, agent, foreignId, key, work }: Archive): Portion {
  const facts: Fact[] = []
  const unread: Unread[] = []
  const state = structuredClone(freshState)
  const place = home.place(agent, foreignId)
  try {
    const whole = isCompressed ? unpack(bytes, maxTranscriptBytes) : bytes
    work.bytes += whole.length
    const lines = new TextDecoder().decode(whole).split('\n')
    for (const [number, line] of lines.entries()) {
      if (line.trim() === '') continue
      work.entries++
      const taken = takeText(state, line, place)
      if ('reason' in taken) unread.push({ unit, where: `line ${number + 1}`, reason: taken.reason })
      else if (taken.usage) facts.push(taken.usage)
    }
  } catch (error) {
    unread.push({ unit, where: 'whole archive', reason: `cannot be unpacked: ${(error as Error).message}` })
  }
  const catalogue =
    key === undefined
      ? {}
      : { ...sessionFromEntry(home, agent, key, foreignId, {}), current: false, status: 'done' as const }
  facts.push({ ...sessionFromTranscript(home, agent, foreignId, state), ...catalogue })
  return { unit, facts, cursor: { done: true }, unread }
}
