import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/*
 * Files are put in the place of others all at once, or not at all, whatever happens meanwhile. First a journal says what
 * will be done. Then each old file is moved aside and the new one into its place, by renames, which are never half done.
 * Last the journal is removed: from then on the new files count. Where it is found later, the swap was cut off in the
 * middle, and everything goes back; to put back twice does the same as once.
 */

/** A file or a folder: where it belongs, where the new one lies (null: it only has to go), where the old one is kept. */
export type Change = { to: string; from: string | null; aside: string }
type Step = Change & { had: boolean }

const journalName = 'journal.json'

/**
 * Puts every new file into its place. `restoring` is a folder within the data folder that goes away at the end. Where
 * something fails, everything is put back before it is thrown. `pace` is called after each step.
 */
export function swap(restoring: string, changes: readonly Change[], pace: (step: number) => void = () => {}) {
  const folder = dirname(restoring)
  const within = (path: string) => (path.startsWith(folder + sep) ? relative(folder, path) : path)
  const steps = changes.map(
    ({ to, from, aside }): Step => ({
      to: within(to),
      from: from === null ? null : within(from),
      aside: within(aside),
      had: isThere(to),
    }),
  )
  for (const { aside } of changes) mkdirSync(dirname(aside), { recursive: true, mode: 0o700 })
  const journal = join(restoring, journalName)
  writeWhole(`${journal}.new`, JSON.stringify({ steps }))
  renameSync(`${journal}.new`, journal)
  flush(restoring)
  let step = 0
  try {
    pace(step++)
    for (const { to, from, aside } of changes) {
      if (isThere(to)) renameSync(to, aside)
      pace(step++)
      if (from !== null) renameSync(from, to)
      flush(dirname(to))
      pace(step++)
    }
  } catch (error) {
    putBack(restoring)
    throw error
  }
  rmSync(journal)
  flush(restoring)
  cleanUp(restoring)
}

/** Undoes a swap that was cut off, and removes what was prepared for one. The answer is whether something went back. */
export function putBack(restoring: string): boolean {
  const folder = dirname(restoring)
  const journal = join(restoring, journalName)
  const wasSwapping = existsSync(journal)
  if (wasSwapping) {
    const { steps } = JSON.parse(readFileSync(journal, 'utf8')) as { steps: Step[] }
    for (const step of steps.toReversed()) {
      const [to, aside] = [resolve(folder, step.to), resolve(folder, step.aside)]
      if (step.had ? isThere(aside) : step.from !== null && !isThere(resolve(folder, step.from)))
        rmSync(to, { recursive: true, force: true })
      if (step.had && isThere(aside)) renameSync(aside, to)
      flush(dirname(to))
      removeIfEmpty(dirname(aside))
    }
    for (const { from } of steps) if (from !== null) rmSync(resolve(folder, from), { recursive: true, force: true })
    rmSync(journal)
    flush(restoring)
  }
  cleanUp(restoring)
  return wasSwapping
}

/** Removes what was prepared, unless a journal there still has to be put back. */
export function cleanUp(restoring: string) {
  if (!existsSync(join(restoring, journalName))) rmSync(restoring, { recursive: true, force: true })
}

/** Also a link that leads nowhere is there. */
const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** The answer is whether the folder is gone. */
export function removeIfEmpty(path: string): boolean {
  if (existsSync(path) && readdirSync(path).length === 0) rmdirSync(path)
  return !existsSync(path)
}

function writeWhole(path: string, text: string) {
  const file = openSync(path, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Waits until the disk has what a folder holds. Windows keeps folders by itself. */
export function flush(folder: string) {
  if (process.platform === 'win32' || !existsSync(folder)) return
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    // Some file systems of other machines do not know how.
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(file)
  }
}
