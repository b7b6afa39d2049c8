import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bytes as bytesText } from '../lib/format.ts'
import { takeLock } from '../lib/lock.ts'
import { Refusal } from '../lib/refusal.ts'
import { storeHeadBytes, versionInHead } from '../store/copy-store.ts'
import { readArchive, type Unpacked } from './archive.ts'
import { attempt, backupLock, stamp } from './backup.ts'
import {
  type BackedUp,
  databaseNames,
  databases,
  type KnownSchemas,
  type Manifest,
  manifestName,
  maxManifestBytes,
  readManifest,
} from './manifest.ts'
import { type Change, cleanUp, flush, removeIfEmpty, swap } from './swap.ts'

/** Reads a whole backup and says what it holds. Throws a Refusal where it could not be restored. */
export const checkBackup = (path: string, known: KnownSchemas): Promise<Manifest> => unpack(resolve(path), known)

type Place = {
  folder: string
  /** Where the new files are prepared, within the folder. */
  restoring: string
  /** Where config.toml goes; null leaves the one that is there. */
  configFile: string | null
  now: number
  /** Looks at the databases that will be put in place, before anything else is touched. */
  prepare: (folder: string, manifest: Manifest) => void
}

/** What was put in place, where the old files are now (null where there were none), and the old configuration. */
export type Restored = { manifest: Manifest; aside: string | null; oldConfig: string | null }

/**
 * Puts a backup in the place of what a data folder holds, whose lock is held by the caller. What the backup does not hold
 * stays as it is. Throws a Refusal, and then everything is as before.
 */
export async function restoreBackup(path: string, known: KnownSchemas, place: Place): Promise<Restored> {
  const { folder, restoring, now, prepare } = place
  const lock = takeLock(backupLock(folder))
  if (!lock) throw new Refusal('conflict', `${folder} is being backed up just now. Try again when that is over.`)
  const fresh = join(restoring, 'new')
  let newConfig: string | undefined
  try {
    const manifest = await unpack(resolve(path), known, {
      into: fresh,
      begin: (manifest) => attempt(`${folder} cannot be restored into`, () => makeRoom(folder, fresh, manifest)),
    })
    attempt(`${path} cannot be restored`, () => prepare(fresh, manifest))
    const configFile =
      place.configFile !== null && existsSync(place.configFile) ? realpathSync(place.configFile) : place.configFile
    const holdsConfig = manifest.files.some(({ name }) => name === 'config.toml')
    if (holdsConfig && configFile !== null)
      newConfig = attempt(`${configFile} cannot be replaced (--keep-config leaves it as it is)`, () =>
        copyBeside(join(fresh, 'config.toml'), configFile),
      )
    const aside = join(folder, `before-restore-${stamp(now)}`)
    if (existsSync(aside))
      throw new Refusal('conflict', `${aside} is there already. Move it away, or try again in a second.`)
    const config =
      newConfig === undefined
        ? null
        : { to: configFile!, from: newConfig, aside: `${configFile}.before-restore-${stamp(now)}` }
    attempt(`${folder} could not be changed, and is as it was`, () =>
      swap(restoring, [...changesFor(manifest, { folder, fresh, aside }), ...(config ? [config] : [])]),
    )
    return {
      manifest,
      aside: removeIfEmpty(aside) ? null : aside,
      oldConfig: config && existsSync(config.aside) ? config.aside : null,
    }
  } finally {
    if (newConfig !== undefined) rmSync(newConfig, { force: true })
    cleanUp(restoring)
    lock.release()
  }
}

/** What is moved where: databases with what SQLite keeps beside them, and whole folders. */
function changesFor(
  manifest: Manifest,
  { folder, fresh, aside }: Record<'folder' | 'fresh' | 'aside', string>,
): Change[] {
  const tops = new Set(manifest.files.map(({ name }) => name.split('/')[0]!).filter((name) => name !== 'config.toml'))
  return [...tops].flatMap((name) => [
    // What was committed last may stand there alone.
    ...(name.endsWith('.sqlite')
      ? ['-wal', '-shm'].map((end) => ({ to: join(folder, name + end), from: null, aside: join(aside, name + end) }))
      : []),
    { to: join(folder, name), from: join(fresh, name), aside: join(aside, name) },
  ])
}

/** Makes the folder for the new files; says so where they have no room on the disk. */
function makeRoom(folder: string, fresh: string, { files }: Manifest) {
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (needed > free)
    throw new Refusal(
      'unavailable',
      `The disk of ${folder} has ${bytesText(free, 1000)} left, and the backup takes ${bytesText(needed, 1000)}. Make room, or name another folder with --data.`,
    )
}

/** A copy of a file beside another, so that one rename puts it there. */
function copyBeside(from: string, to: string): string {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  const copy = `${to}.restoring`
  rmSync(copy, { force: true })
  const file = openSync(copy, 'wx', 0o600)
  try {
    writeSync(file, readFileSync(from))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return copy
}

type Target = { into: string; begin: (manifest: Manifest) => void }

/** Reads all of a backup, checks each file against the manifest, and writes it where that is wanted. */
async function unpack(path: string, known: KnownSchemas, target?: Target): Promise<Manifest> {
  if (!existsSync(path)) throw new Refusal('not-found', `There is no file ${path}.`)
  const refused = (why: string) => new Refusal('conflict', `${path} cannot be restored: ${why}. Nothing was changed.`)
  let manifest: Manifest | undefined
  const missing = new Map<string, BackedUp>()
  for await (const file of readArchive(path)) {
    if (!manifest) {
      if (file.name !== manifestName || file.bytes > maxManifestBytes) throw refused('it is not a backup of Wheelhouse')
      const read = readManifest(new TextDecoder().decode(await wholeOf(file)), known)
      if ('why' in read) throw refused(read.why)
      manifest = read
      for (const file of read.files) missing.set(file.name, file)
      target?.begin(read)
      continue
    }
    const expected = missing.get(file.name)
    if (!expected) throw refused(`it holds ${JSON.stringify(file.name)}, of which its ${manifestName} knows nothing`)
    missing.delete(file.name)
    if (file.bytes !== expected.bytes)
      throw refused(`${file.name} in it has another size than its ${manifestName} says`)
    const { sha256, head } = await receive(file, target && join(target.into, file.name))
    if (sha256 !== expected.sha256) throw refused(`${file.name} in it was changed after it was made, or is damaged`)
    if (isDatabase(file.name) && versionInHead(head) !== expected.schema)
      throw refused(`${file.name} in it is not the database that its ${manifestName} tells of`)
  }
  if (!manifest) throw refused('it is empty')
  const [first] = missing.keys()
  if (first !== undefined) throw refused(`it is torn: ${first} is missing`)
  if (target) flush(target.into)
  return manifest
}

const isDatabase = (file: string) => databaseNames.some((name) => databases[name] === file)

/** Reads a file of the archive to its end, and writes it to a path where there is one. */
async function receive({ content }: Unpacked, path: string | undefined) {
  const hash = new Bun.CryptoHasher('sha256')
  const head = new Uint8Array(storeHeadBytes)
  let read = 0
  const write = path === undefined ? undefined : openForWriting(path)
  try {
    for await (const piece of content) {
      hash.update(piece)
      if (read < head.length) head.set(piece.subarray(0, head.length - read), read)
      read += piece.length
      write?.piece(piece)
    }
    write?.flush()
  } finally {
    write?.close()
  }
  return { sha256: hash.digest('hex'), head }
}

/** A new file, whose failures say that nothing was changed. */
function openForWriting(path: string) {
  const what = 'The backup could not be unpacked, and nothing was changed'
  const file = attempt(what, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return openSync(path, 'wx', 0o600)
  })
  return {
    piece: (bytes: Uint8Array) =>
      attempt(what, () => {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
      }),
    flush: () => attempt(what, () => fsyncSync(file)),
    close: () => closeSync(file),
  }
}

async function wholeOf({ bytes, content }: Unpacked): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for await (const piece of content) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
