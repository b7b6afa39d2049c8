import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from '../lib/crypto.ts'

export type Secrets = ReturnType<typeof openSecrets>

/** Thrown where other users could read or change the secrets folder; nothing has been read then. */
export class UnsafeSecrets extends Error {
  override name = 'UnsafeSecrets'
}

/**
 * Stores small secrets in 0600 files in a 0700 folder, and refuses files that others could have read. The id of this
 * instance lies beside them; it is no secret but has to last as long.
 */
export function openSecrets(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  refuseExposed(folder, lstatSync(folder), 'folder')

  /** Reads a secret; undefined where none has that name. */
  function get(name: string): string | undefined {
    const path = pathOf(name)
    let file: number
    try {
      file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      if (codeOf(error) === 'ELOOP')
        throw new UnsafeSecrets(`${path} is a link. Replace it by a plain file, or remove it to have a new one made.`)
      throw new Error(`Could not read the secret ${name}.`, { cause: error })
    }
    try {
      refuseExposed(path, fstatSync(file), 'file')
      return readFileSync(file, 'utf8')
    } finally {
      closeSync(file)
    }
  }

  /** Reads a secret, or makes it of `bytes` random bytes. */
  function make(name: string, bytes = 32): string {
    return get(name) ?? write(name, randomBytes(bytes).toString('base64url'))
  }

  function write(name: string, value: string) {
    const path = pathOf(name)
    const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
    const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    try {
      writeSync(file, value)
      fsyncSync(file)
      renameSync(temporary, path)
    } catch (error) {
      unlinkSync(temporary)
      throw error
    } finally {
      closeSync(file)
    }
    return value
  }

  function pathOf(name: string) {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
      throw new Error('A secret is named by small letters, digits and dashes.')
    return join(folder, name)
  }

  const kept = get('instance')
  if (kept !== undefined && !/^[a-z0-9]{8}$/.test(kept))
    throw new UnsafeSecrets(`${join(folder, 'instance')} is damaged. Remove it; browsers will have to sign in again.`)

  /** Writes a secret in the place of what has that name. */
  const set = (name: string, value: string) => void write(name, value)

  return { get, make, set, instance: kept ?? write('instance', randomId(8)) }
}

/** A random id of lower-case letters and digits, uniformly distributed. */
export function randomId(length: number, random: (bytes: number) => Uint8Array = randomBytes) {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  return Array.from(random(length), (byte) => letters[byte % letters.length]).join('')
}

function refuseExposed(path: string, found: ReturnType<typeof fstatSync>, kind: 'file' | 'folder') {
  if (kind === 'file' ? !found.isFile() : !found.isDirectory())
    throw new UnsafeSecrets(`${path} is not a plain ${kind}. Move it away and start again.`)
  // Windows has no file modes; the folder's access list protects the files there.
  if (process.platform === 'win32') return
  if (found.uid !== process.getuid!())
    throw new UnsafeSecrets(`${path} belongs to another user. Make it yours with: chown "$(id -un)" '${path}'`)
  if ((Number(found.mode) & 0o077) !== 0)
    throw new UnsafeSecrets(
      `${path} can be read or changed by others on this machine. Close it with: chmod ${kind === 'file' ? 600 : 700} '${path}'`,
    )
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
