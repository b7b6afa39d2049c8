import { Database } from 'bun:sqlite'

/**
 * Copies a database as it is at one moment, while others write to it: whoever writes never waits for it. `into` must not
 * exist yet. Throws what SQLite throws.
 */
export function copyStore(path: string, into: string) {
  using client = new Database(path, { readonly: true, strict: true })
  client.run('PRAGMA busy_timeout = 5000')
  client.query('VACUUM INTO ?').run(into)
}

/** So many bytes of a database say what it is. */
export const storeHeadBytes = 100

/** The version in the first bytes of a database; undefined where they are of something else. */
export function versionInHead(head: Uint8Array): number | undefined {
  if (head.length < storeHeadBytes || new TextDecoder().decode(head.subarray(0, 16)) !== 'SQLite format 3\0')
    return undefined
  return new DataView(head.buffer, head.byteOffset).getUint32(60)
}
