import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sha256 } from './crypto.ts'
import { readForeignFile } from './foreign-file.ts'
import { Refusal } from './refusal.ts'

const maxBytes = 1 << 20
/** What a file is made with where there was none. */
const newFileMode = 0o600

/** A file as it is now: its text ('' where it is missing), and a name for exactly that text. */
type FileText = { text: string; version: string }

/** Reads a file that people write. Throws a Refusal with half a sentence where it cannot be read as text. */
export function readTextFile(path: string): FileText {
  if (!existsSync(path)) return { text: '', version: versionOf('') }
  try {
    const bytes = readForeignFile(path, maxBytes)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, version: versionOf(text) }
  } catch (error) {
    throw new Refusal('conflict', `it cannot be read: ${(error as Error).message}`)
  }
}

/**
 * Puts a new text into a file, whole or not at all. A file that is a link stays one, and keeps its rights; one that is
 * missing is made, with its folder. Throws a Refusal where the file has changed since `before` was read, belongs to
 * somebody else or cannot be written.
 */
export function replaceTextFile(path: string, before: FileText, text: string): void {
  const place = existsSync(path) ? realpathSync(path) : path
  const mode = existsSync(place) ? ownModeOf(place) : newFileMode
  const draft = join(dirname(place), `.${basename(place)}.${crypto.randomUUID()}`)
  try {
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
    const file = openSync(draft, 'wx', mode)
    try {
      writeSync(file, text)
      fchmodSync(file, mode)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (readTextFile(path).version !== before.version)
      throw new Refusal('conflict', 'it has changed meanwhile; look at it again')
    renameSync(draft, place)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('conflict', `it cannot be written: ${(error as Error).message}`)
  } finally {
    rmSync(draft, { force: true })
  }
}

function ownModeOf(path: string): number {
  const { uid, mode } = statSync(path)
  if (uid !== process.getuid?.()) throw new Refusal('conflict', 'it belongs to somebody else')
  return mode & 0o777
}

const versionOf = (text: string) => sha256(text).slice(0, 16)
