import { lstatSync, mkdirSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataPaths } from '../config/config.ts'
import { takeLock } from '../lib/lock.ts'
import { reasonOf } from '../lib/reason-of.ts'
import { CannotStart } from './cannot-start.ts'

/**
 * Makes the data folder where it is missing, and locks it for this process. Whoever can write there decides who is
 * admin, so a folder that others could have prepared is refused. Throws CannotStart.
 */
export function lockDataFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const planted = whyOthersCouldWrite(folder)
    if (planted) throw new CannotStart(planted)
    const lock = takeLock(dataPaths(folder).lock)
    if (lock) return lock
  } catch (error) {
    if (error instanceof CannotStart) throw error
    throw new CannotStart(
      `The data folder ${folder} cannot be used: ${reasonOf(error)}. Choose another with --data or WHEELHOUSE_DATA_DIR.`,
    )
  }
  throw new CannotStart(
    `Another Wheelhouse is using the data folder ${folder}. Open it with \`wheelhouse open\`, or give this one its own folder with --data.`,
  )
}

/**
 * Why others than us could have written into a data folder, as a sentence; undefined where they could not. Each entry
 * counts: SQLite takes up what it finds beside a database. So does each folder above, whose owner may put another in
 * its place.
 */
export function whyOthersCouldWrite(folder: string): string | undefined {
  // Windows has no file modes; the folder's access list protects the files there.
  if (process.platform === 'win32') return undefined
  const real = realpathSync(folder)
  const user = process.getuid!()
  for (const path of [real, ...readdirSync(real).map((name) => join(real, name))])
    if (statsOf(path).some(({ uid }) => uid !== user))
      return `${path} belongs to another user, who could have prepared it. Choose another data folder with --data, or make it yours with: chown "$(id -un)" '${path}'`
  for (const path of selfAndAncestors(real)) {
    const { uid, gid, mode } = statSync(path)
    if (uid !== user && uid !== 0)
      return `${path} belongs to another user, who could put something else in place of the data folder ${folder}. Choose another with --data.`
    const [groupWrites, everyoneWrites, sticky] = [0o020, 0o002, 0o1000]
    // In a sticky folder only owners rename and remove. A group of the user's own has nobody else in it.
    const isShared = (mode & everyoneWrites) !== 0 || ((mode & groupWrites) !== 0 && gid !== 0 && gid !== uid)
    if (isShared && (mode & sticky) === 0)
      return `Others on this machine may write into ${path}, so the data folder ${folder} could be anybody's. Choose another with --data, or close it with: chmod go-w '${path}'`
  }
  return undefined
}

/** Of a link both the link and what it leads to; nothing where there is none. */
function statsOf(path: string): Stats[] {
  const of = (look: typeof statSync) => look(path, { throwIfNoEntry: false }) ?? []
  return [of(lstatSync as typeof statSync), of(statSync)].flat()
}

const selfAndAncestors = (path: string): string[] =>
  dirname(path) === path ? [path] : [path, ...selfAndAncestors(dirname(path))]
