import { existsSync, linkSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { takeLock } from '../lib/lock.ts'
import { reasonOf } from '../lib/reason-of.ts'
import { Refusal } from '../lib/refusal.ts'
import { copyStore, storeHeadBytes, versionInHead } from '../store/copy-store.ts'
import { type Packed, writeArchive } from './archive.ts'
import {
  type BackedUp,
  type DatabaseName,
  databases,
  folders,
  isBackupName,
  type Manifest,
  manifestName,
} from './manifest.ts'
import { flush } from './swap.ts'

/** What is wanted beside wheelhouse.sqlite, the sprites, the costs of questions and the configuration. */
export type Wanted = { logs: boolean; metrics: boolean; index: boolean; secrets: boolean }

/** Where the data are, and what the backup says of who made it. */
type Origin = { folder: string; configFile: string; version: string; build: string; host: string; now: number }

export type Made = { path: string; bytes: number; manifest: Manifest; leftOut: string[] }

/** Held while a backup is made; a restore waits for nobody and is refused meanwhile. */
export const backupLock = (folder: string) => join(folder, 'backup.lock')

/**
 * Copies the data of a folder into one file while a server may be running on it. `into` is a file that does not exist, or
 * a folder. Throws a Refusal that says why there is no backup; then there is no file either.
 */
export async function makeBackup(into: string, wanted: Wanted, origin: Origin): Promise<Made> {
  const { folder, now } = origin
  const path = placeFor(resolve(into), now)
  if (!existsSync(join(folder, databases.wheelhouse)))
    throw new Refusal('not-found', `There is nothing to back up: ${folder} holds no ${databases.wheelhouse}.`)
  const lock = attempt(`${folder} cannot be backed up`, () => takeLock(backupLock(folder)))
  if (!lock)
    throw new Refusal('conflict', `${folder} is being backed up or restored just now. Try again when that is over.`)
  let draft: string | undefined
  try {
    draft = attempt(`${dirname(path)} takes no backup`, () => openDraft(dirname(path)))
    return await fill(path, draft, wanted, origin)
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true })
    lock.release()
  }
}

async function fill(path: string, draft: string, wanted: Wanted, origin: Origin): Promise<Made> {
  const { folder, configFile, version, build, host, now } = origin
  const copies = databasesOf(wanted).filter((name) => existsSync(join(folder, databases[name])))
  for (const name of copies)
    attempt(`${databases[name]} could not be copied`, () =>
      copyStore(join(folder, databases[name]), join(draft, databases[name])),
    )
  const found = folders
    .filter((name) => name !== 'secrets' || wanted.secrets)
    .flatMap((name) => plainFiles(folder, name))
  const kept = found.filter(({ name, isPlain }) => isPlain && isBackupName(name))
  const files: (Packed & { path: string })[] = [
    ...copies.map((name) => ({ name: databases[name], path: join(draft, databases[name]), at: now })),
    ...(existsSync(configFile) ? [{ name: 'config.toml', path: configFile, at: statSync(configFile).mtimeMs }] : []),
    ...kept.map(({ name }) => ({ name, path: join(folder, name), at: statSync(join(folder, name)).mtimeMs })),
  ]
  try {
    const manifest: Manifest = {
      format: 1,
      version,
      build,
      madeAt: now,
      host,
      files: await Promise.all(files.map(described)),
    }
    const content = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)
    const archive = join(draft, 'archive')
    await writeArchive(archive, [{ name: manifestName, content, at: now }, ...files])
    put(archive, path)
    flush(dirname(path))
    const leftOut = found.flatMap(({ name, isPlain }) => (isPlain && isBackupName(name) ? [] : [name]))
    return { path, bytes: statSync(path).size, manifest, leftOut }
  } catch (error) {
    throw error instanceof Refusal || error instanceof RangeError
      ? error
      : failed(`${path} could not be written`, error)
  }
}

const databasesOf = ({ logs, metrics, index }: Wanted): DatabaseName[] => [
  'wheelhouse',
  ...(logs ? (['logs'] as const) : []),
  ...(metrics ? (['metrics'] as const) : []),
  ...(index ? (['index', 'search'] as const) : []),
]

async function described({ name, path }: Packed & { path: string }): Promise<BackedUp> {
  const hash = new Bun.CryptoHasher('sha256')
  let bytes = 0
  for await (const piece of Bun.file(path).stream()) {
    hash.update(piece)
    bytes += piece.length
  }
  const head = name.endsWith('.sqlite') ? await Bun.file(path).slice(0, storeHeadBytes).bytes() : undefined
  return { name, bytes, sha256: hash.digest('hex'), schema: (head && versionInHead(head)) ?? null }
}

/** All that lies in a folder of the data folder, by its name there. */
function plainFiles(folder: string, name: string): { name: string; isPlain: boolean }[] {
  const found = lstatSync(join(folder, name), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [{ name, isPlain: found.isFile() }]
  return readdirSync(join(folder, name)).flatMap((part) => plainFiles(folder, `${name}/${part}`))
}

/** Where the backup goes; in a folder it is called by its time. */
function placeFor(into: string, now: number): string {
  const isFolder = statSync(into, { throwIfNoEntry: false })?.isDirectory() === true
  const path = isFolder ? join(into, backupName(now)) : into
  if (existsSync(path)) throw new Refusal('conflict', `${path} is there already. Name another file, or move it away.`)
  if (!existsSync(dirname(path))) throw new Refusal('not-found', `There is no folder ${dirname(path)} for the backup.`)
  return path
}

/** `wheelhouse-20261130-213800.tar.gz`, in UTC. */
const backupName = (now: number) => `wheelhouse-${stamp(now)}.tar.gz`
export const stamp = (now: number) => new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')

const draftName = '.wheelhouse-backup-'

/** A folder for what is not a backup yet, beside where that will be; those of makers that were killed are removed. */
function openDraft(folder: string): string {
  for (const name of readdirSync(folder).filter((name) => name.startsWith(draftName))) {
    const path = join(folder, name)
    const isOurs = lstatSync(path).isDirectory() && statSync(path).uid === (process.getuid?.() ?? statSync(path).uid)
    if (isOurs && !isAlive(Number(name.split('-').at(-2)))) rmSync(path, { recursive: true, force: true })
  }
  return mkdtempSync(join(folder, `${draftName}${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Gives the finished file its name, and never over another that came meanwhile. */
function put(archive: string, path: string) {
  try {
    linkSync(archive, path)
  } catch (error) {
    if (existsSync(path)) throw new Refusal('conflict', `${path} is there already. Name another file, or move it away.`)
    // Some disks know no second names.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    renameSync(archive, path)
  }
}

const failed = (what: string, error: unknown) => new Refusal('unavailable', `${what}: ${reasonOf(error)}.`)

export function attempt<Done>(what: string, work: () => Done): Done {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw failed(what, error)
  }
}
