import { closeSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { openForeignFile } from '../../lib/foreign-file.ts'
import { path, record } from '../common/parse-values.ts'

const headBytes = 256 << 10

/**
 * The folder in which a session of Claude Code was started, as its transcript says, because only there it is found again;
 * null where no transcript says it.
 */
export function startFolderOf(folders: readonly string[], sessionId: string | null): string | null {
  if (sessionId === null || !/^[\w-]{1,100}$/.test(sessionId)) return null
  for (const folder of folders)
    for (const project of listing(join(folder, 'projects'))) {
      const found = folderIn(headOf(join(folder, 'projects', project, `${sessionId}.jsonl`)))
      if (found !== null) return found
    }
  return null
}

function folderIn(text: string): string | null {
  for (const line of text.split('\n'))
    try {
      const found = line.includes('"cwd"') ? path(record(JSON.parse(line))?.cwd) : null
      if (found !== null) return found
    } catch {
      // It is cut off where the head ends, or torn.
    }
  return null
}

function headOf(file: string): string {
  try {
    const opened = openForeignFile(file)
    try {
      const bytes = Buffer.alloc(headBytes)
      return bytes.toString('utf8', 0, readSync(opened, bytes, 0, headBytes, 0))
    } finally {
      closeSync(opened)
    }
  } catch {
    // The session is not of this project.
    return ''
  }
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
