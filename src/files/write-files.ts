import type { Database } from 'bun:sqlite'
import type { CallFailedFact, FileTouchFact, ToolUseFact } from '../facts/fact.ts'

/** Writes what sessions did to files, and the tools that they used. The ids of sessions name their host. */
export function writeFiles(index: Database) {
  const addPath = index.prepare('INSERT OR IGNORE INTO file_paths (host, path) VALUES (?, ?)')
  const findPath = index.prepare<{ id: number }, [host: string, path: string]>(
    'SELECT id FROM file_paths WHERE host = ? AND path = ?',
  )
  const touch = index.prepare(
    `INSERT INTO file_touches (session_id, call_id, file, how, at, added, removed, guessed, item_id)
     VALUES ($sessionId, $callId, $file, $how, $at, $added, $removed, $guessed, $itemId)
     ON CONFLICT DO UPDATE SET added = coalesce($added, added), removed = coalesce($removed, removed), guessed = $guessed`,
  )
  const undo = index.prepare('DELETE FROM file_touches WHERE session_id = ? AND call_id = ?')
  const use = index.prepare('INSERT OR IGNORE INTO session_tools (session_id, tool) VALUES (?, ?)')

  function fileOf(host: string, path: string): number {
    addPath.run(host, path)
    return findPath.get(host, path)!.id
  }

  return {
    write(fact: FileTouchFact | CallFailedFact | ToolUseFact, host: string) {
      switch (fact.kind) {
        case 'file-touch': {
          const { kind: _, path, isGuessed, ...rest } = fact
          touch.run({ ...rest, file: fileOf(host, path), guessed: Number(isGuessed) })
          return
        }
        case 'call-failed':
          return void undo.run(fact.sessionId, fact.callId)
        case 'tool-use':
          // Names are asked for in small letters.
          return void use.run(fact.sessionId, fact.tool.toLowerCase())
      }
    },
  }
}
