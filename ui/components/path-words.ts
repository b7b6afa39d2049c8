/** Characters of a foreign path that would not be seen, or would change the order of what is. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\u2800\u3164\uffa0]/gu

/** A foreign path as it can be shown: what nobody would see stands as its code, so that two paths never look alike. */
export const shownPath = (path: string) =>
  path.replace(unseen, (sign) => `\\u{${sign.codePointAt(0)!.toString(16).toUpperCase()}}`)

/** A path from the longest of these folders on that holds it; all of it where none does. */
export function pathBelow(path: string, folders: Iterable<string>): string {
  let longest = ''
  for (const folder of folders) {
    const above = folder.endsWith('/') ? folder : `${folder}/`
    if (above.length > longest.length && above.length > 1 && path.startsWith(above)) longest = above
  }
  return path.length > longest.length ? path.slice(longest.length) : path
}

/**
 * The folders below which each of some paths is shown, so that no two of them look the same: where they would, each is
 * shown with the name of its folder.
 */
export function foldersOfEach(paths: Iterable<string>, folders: Iterable<string>): (path: string) => Iterable<string> {
  const known = [...folders]
  const byName = new Map<string, string>()
  const alike = new Set<string>()
  for (const path of paths) {
    const name = pathBelow(path, known)
    const other = byName.get(name) ?? path
    byName.set(name, other)
    if (other !== path) alike.add(path).add(other)
  }
  const above = known.map((folder) => folder.replace(/\/+[^/]*\/*$/, ''))
  return (path) => (alike.has(path) ? above : known)
}

/** The folder of a path, with the stroke behind it, and the name of the file. */
export function partsOfPath(path: string): { folder: string; name: string } {
  const at = path.replace(/\/+$/, '').lastIndexOf('/') + 1
  return { folder: path.slice(0, at), name: path.slice(at) }
}

/** The folders of a path one by one, each with the stroke behind it; a root belongs to the first. */
export const foldersOfPath = (folder: string): string[] => folder.match(/\/*[^/]+\/*|\/+/g) ?? []
