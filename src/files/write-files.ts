import type { Database } from 'bun:sqlite'
import type { CallFailedFact, CallRanFact, FileTouchFact, ToolUseFact } from '../facts/fact.ts'

/** When older calls ran is of no use: what changes now is compared with those of now. */
const callsKeptMs = 2 * 86_400_000

/** Writes what sessions did to files, and the tools that they used. The ids of sessions name their host. `now` in ms. */
export function writeFiles(index: Database, now: () => number) {
  const addPath = index.prepare('INSERT OR IGNORE INTO file_paths (host, path) VALUES (?, ?)')
  const findPath = index.prepare<{ id: number }, [host: string, path: string]>(
    'SELECT id FROM file_paths WHERE host = ? AND path = ?',
  )
  const touch = index.prepare(
    `INSERT INTO file_touches (session_id, call_id, file, how, at, added, removed, guessed, item_id, added_hash, removed_hash)
     VALUES ($sessionId, $callId, $file, $how, $at, $added, $removed, $guessed, $itemId, $addedHash, $removedHash)
     ON CONFLICT DO UPDATE SET added = coalesce($added, added), removed = coalesce($removed, removed), guessed = $guessed,
       added_hash = coalesce($addedHash, added_hash), removed_hash = coalesce($removedHash, removed_hash)`,
  )
  const undo = index.prepare('DELETE FROM file_touches WHERE session_id = ? AND call_id = ?')
  const use = index.prepare('INSERT OR IGNORE INTO session_tools (session_id, tool) VALUES (?, ?)')

  const ran = index.prepare(
    `INSERT INTO file_calls (session_id, call_id, at, ended_at, any_file) VALUES ($sessionId, $callId, $at, $endedAt, $anyFile)
     ON CONFLICT DO UPDATE SET ended_at = coalesce($endedAt, ended_at)`,
  )
  const end = index.prepare('UPDATE file_calls SET ended_at = ? WHERE session_id = ? AND call_id = ?')
  const dropCalls = index.prepare('DELETE FROM file_calls WHERE at < ?')
  let droppedAt = 0

  function call({ sessionId, callId, at, endedAt, isAnyFile }: CallRanFact) {
    if (at === null) return void end.run(endedAt, sessionId, callId)
    const since = now() - callsKeptMs
    if (at < since) return
    if (since > droppedAt + callsKeptMs / 2) {
      droppedAt = since
      dropCalls.run(since)
    }
    ran.run({ sessionId, callId, at, endedAt, anyFile: Number(isAnyFile) })
  }

  function fileOf(host: string, path: string): number {
    addPath.run(host, path)
    return findPath.get(host, path)!.id
  }

  return {
    write(fact: FileTouchFact | CallFailedFact | CallRanFact | ToolUseFact, host: string) {
      switch (fact.kind) {
        case 'file-touch': {
          const { kind: _, path, isGuessed, ...rest } = fact
          touch.run({ ...rest, file: fileOf(host, path), guessed: Number(isGuessed) })
          return
        }
        case 'call-failed':
          return void undo.run(fact.sessionId, fact.callId)
        case 'call-ran':
          return call(fact)
        case 'tool-use':
          // Names are asked for in small letters.
          return void use.run(fact.sessionId, fact.tool.toLowerCase())
      }
    },
  }
}
