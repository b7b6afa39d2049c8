import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeRow, type Store, windowRow } from './store-rows.ts'
import type { Session } from './world.ts'

const hash = (algorithm: 'md5' | 'sha256', data: string | Uint8Array) =>
  new Bun.CryptoHasher(algorithm).update(data).digest('hex')

/**
 * Writes a session whose transcript has left the store to its archive; false for a session that is still in the store.
 */
export function archiveSession(store: Store, folder: string, session: Session): boolean {
  if (session.storedIn === 'store') return false
  const sessions = join(folder, 'agents', session.agentId, 'sessions')
  const text = `${session.events.map(({ body }) => JSON.stringify(body)).join('\n')}\n`
  const blob = Bun.zstdCompressSync(text, { level: 3 })
  const generation = hash('md5', session.id)
  const sha = hash('sha256', blob)

  if (session.storedIn === 'deleted') {
    const deletedAt = session.lastAt + 3_600_000
    const stamp = new Date(deletedAt).toISOString().replaceAll(':', '-')
    const name = `${session.id}.jsonl.deleted.${stamp}.${generation}.zst`
    writeFileSync(join(sessions, name), blob, { mode: 0o600 })
    store.put('session_transcript_archives', {
      session_id: session.id,
      generation,
      session_key: session.key,
      reason: 'deleted',
      encoding: 'zstd',
      archive_blob: blob,
      archive_sha256: sha,
      archive_name: name,
      created_at: deletedAt,
      published_at: deletedAt + 2_300,
      publish_attempts: 1,
      last_publish_attempt_at: deletedAt + 2_300,
    })
    return true
  }

  store.put('session_nodes', nodeRow(session))
  store.put('session_windows', windowRow(session))
  const name = `${sha}.jsonl.zst`
  mkdirSync(join(sessions, 'cold'), { recursive: true, mode: 0o700 })
  writeFileSync(join(sessions, 'cold', name), blob, { mode: 0o600 })
  store.put('session_transcript_cold_archives', {
    session_id: session.id,
    generation,
    archive_name: name,
    archive_sha256: sha,
    event_count: session.events.length,
    raw_bytes: Buffer.byteLength(text),
    archive_bytes: blob.length,
    last_seq: session.events.length - 1,
    archived_at: session.lastAt + 20 * 86_400_000,
    storage: 'file',
    archive_blob: null,
  })
  return true
}
