import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own that goes away with the scope. Others may walk in, for tests that read as somebody else. */
export function temporary(name: string) {
  const path = mkdtempSync(join(tmpdir(), `wheelhouse-${name}-`))
  chmodSync(path, 0o755)
  return {
    path,
    at: (...parts: string[]) => join(path, ...parts),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
