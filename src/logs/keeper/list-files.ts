import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { isPacked, withoutRotation } from './rotated-name.ts'

/** Where the files of a source lie: a glob, split where its first wildcard is. */
export type Place = { root: string; pattern: string }

export type FoundFile = { path: string; key: string; inode: number; size: number; changedAt: number }

/** What was found: the files, the folders that they lie in, and why others are not read. */
export type Found = { files: FoundFile[]; folders: string[]; problems: string[] }

/** So many files of one source are followed, those that changed last. */
const maxFiles = 500
const maxFolders = 2_000

/** Lists the files of a source, with those that its logs were rotated into. `closed` are folders of which nothing is shown. */
export function listFiles(places: readonly Place[], closed: readonly string[]): Found {
  const files = new Map<string, FoundFile>()
  const folders: string[] = []
  const problems: string[] = []
  for (const { root, pattern } of places) {
    const matches = matcherOf(pattern)
    let top: string
    try {
      top = realpathSync(root)
      for (const folder of foldersBelow(top, pattern)) {
        folders.push(folder)
        for (const name of readdirSync(folder)) {
          const path = join(folder, name)
          if (isPacked(name) || !matches(path.slice(top.length + 1))) continue
          const found = look(path, top, closed)
          if (typeof found === 'string') problems.push(found)
          else if (found) files.set(found.key, files.get(found.key) ?? found)
        }
      }
    } catch (error) {
      const { code } = error as { code?: string }
      // A folder that is not there yet is waited for.
      if (code !== 'ENOENT' && code !== 'ENOTDIR') problems.push(`${root} cannot be listed (${code}).`)
    }
  }
  const newest = [...files.values()].sort((a, b) => b.changedAt - a.changedAt)
  if (newest.length > maxFiles) problems.push(`It has ${newest.length} files; the ${maxFiles} newest are read.`)
  return { files: newest.slice(0, maxFiles), folders, problems: [...new Set(problems)] }
}

/** A file as it may be read; a sentence for one that may not, undefined for what is no file. */
function look(path: string, top: string, closed: readonly string[]): FoundFile | string | undefined {
  try {
    const isLink = lstatSync(path).isSymbolicLink()
    const real = isLink ? realpathSync(path) : path
    const stat = statSync(real)
    if (!stat.isFile()) return undefined
    if (!isWithin(real, top)) return `${path} leads out of ${top}, so it is not read.`
    if (closed.some((folder) => isWithin(real, folder))) return `${path} is of Wheelhouse itself, so it is not read.`
    if (isPlanted(stat, top)) return `${path} belongs to another user, so it is not read.`
    return { path: real, key: `${stat.dev}:${stat.ino}`, inode: stat.ino, size: stat.size, changedAt: stat.mtimeMs }
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'ENOENT' ? undefined : `${path} cannot be read (${code}).`
  }
}

/** In a folder that everybody may write to, a file of somebody else says what they like. */
const isPlanted = (stat: Stats, top: string) =>
  stat.uid !== 0 && stat.uid !== process.getuid?.() && (statSync(top).mode & 0o002) !== 0

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(folder + sep)

/** Whether a path below the root is of the pattern, or was before it was rotated. */
function matcherOf(pattern: string): (path: string) => boolean {
  const glob = new Bun.Glob(pattern)
  return (path) => glob.match(path) || glob.match(withoutRotation(path))
}

/** The folders in which files of a pattern can lie. */
function foldersBelow(top: string, pattern: string): string[] {
  const parts = pattern.split('/').slice(0, -1)
  if (parts.length === 0) return [top]
  const glob = new Bun.Glob(parts.join('/'))
  const folders = parts.includes('**') ? [top] : []
  const depth = parts.includes('**') ? 8 : parts.length
  const walk = (folder: string, below: string, level: number) => {
    if (level > depth || folders.length >= maxFolders) return
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (glob.match(name) || parts.includes('**')) folders.push(join(folder, entry.name))
      walk(join(folder, entry.name), name, level + 1)
    }
  }
  walk(top, '', 1)
  return folders
}
