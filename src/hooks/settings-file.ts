import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sha256 } from '../lib/crypto.ts'
import { readForeignFile } from '../lib/foreign-file.ts'
import { Refusal } from '../lib/refusal.ts'

const maxBytes = 1 << 20
/** What a settings file is made with where there was none. */
const newFileMode = 0o600

/** A runtime's settings as they are now: their text ('' where the file is missing), and a name for exactly that text. */
type SettingsText = { text: string; version: string }

/** Reads a runtime's settings. Throws a Refusal with half a sentence where they cannot be read as text. */
export function readSettingsFile(path: string): SettingsText {
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
 * Puts a new text in the place of a runtime's settings, whole or not at all. A file that is a link stays one, and keeps
 * its rights. Throws a Refusal where the file has changed since `before` was read, belongs to somebody else or cannot
 * be written.
 */
export function replaceSettingsFile(path: string, before: SettingsText, text: string): void {
  const place = existsSync(path) ? realpathSync(path) : path
  const mode = existsSync(place) ? ownModeOf(place) : newFileMode
  const draft = join(dirname(place), `.${basename(place)}.${crypto.randomUUID()}`)
  try {
    const file = openSync(draft, 'wx', mode)
    try {
      writeSync(file, text)
      fchmodSync(file, mode)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (readSettingsFile(path).version !== before.version)
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
